"""Following one's own requests, by query code and without an account."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.concerns.actions import Opened, Opening, open_with_code
from jiezhi.concerns.forms import CodeForm
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.concerns.queries import held_concern, held_concerns, picture_of
from jiezhi.concerns.standing import spoken_time, standing_of
from jiezhi.faces.portal.draft import forget_draft, forget_sent
from jiezhi.faces.portal.holdings import held_digests, hold, let_go
from jiezhi.faces.portal.residents import resident_index
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import public
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.pictures.showing import picture_response
from jiezhi.residency.queries import address_aim
from jiezhi.residency.senders import is_offered

INVALID, TOO_MANY, UNKNOWN = 422, 429, 404


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def follow(request: StreetRequest) -> HttpResponse:
    """Open a request by its code, and by the last digits of the telephone number where one was left."""
    if request.method != "POST":
        return _show_code_form(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show_code_form(request, form, status=INVALID)
    opened = open_with_code(
        code=form.cleaned_data["code"],
        digits=form.cleaned_data["digits"],
        address=address_aim(request),
        actor=visitor_of(request),
        at=datetime.now(UTC),
    )
    if opened.concern is not None:
        hold(request, opened.concern)
        return redirect("portal:concern", slug=request.street.slug, number=opened.concern.number)
    return _show_again(request, form, opened)


def _show_again(request: StreetRequest, form: CodeForm, opened: Opened) -> HttpResponse:
    if opened.outcome is Opening.NEEDS_DIGITS:
        return _show_code_form(request, form, asks_digits=True)
    if opened.outcome is Opening.WRONG_DIGITS:
        form.add_error(
            "digits", _("These are not the last four digits of the number that was left. Check them.")
        )
        return _show_code_form(request, form, status=INVALID, asks_digits=True)
    if opened.locked_until is not None:
        told = _(
            "Too many wrong tries were made. Nothing more is taken before %(time)s. You may telephone the office: "
            "it can help."
        ) % {"time": spoken_time(opened.locked_until)}
        form.add_error("code", told)
        return _show_code_form(request, form, status=TOO_MANY)
    form.add_error(
        "code",
        _(
            "No request has this code. Check it letter by letter: it has 16 characters in groups of four. "
            "If it is lost, telephone the office with the day and place of your request."
        ),
    )
    return _show_code_form(request, form, status=UNKNOWN)


def visitor_of(request: StreetRequest) -> Actor:
    """Give whoever is at the page: they may try what they hold, and nothing else."""
    permissions = frozenset({FOLLOW.code})
    return Actor(kind=ActorKind.VISITOR, id="", sub_district_id=request.street.pk, permissions=permissions)


def _show_code_form(
    request: StreetRequest, form: CodeForm, *, status: int = 200, asks_digits: bool = False
) -> HttpResponse:
    if asks_digits:
        form.ask_digits()
    context = {"street": request.street, "form": form, "asks_digits": asks_digits}
    return render(request, "portal/follow.html", context, status=status)


@public
@require_safe
@of_street
def mine(request: StreetRequest) -> HttpResponse:
    """List the requests that this browser holds."""
    now = datetime.now(UTC)
    concerns = held_concerns(sub_district_id=request.street.pk, code_digests=held_digests(request))
    rows = [(concern, standing_of(concern, concern.callbacks.all(), at=now)) for concern in concerns]
    context = {"street": request.street, "rows": rows, "is_offered": is_offered()}
    context["is_signed_in"] = bool(resident_index(request, at=now))
    return render(request, "portal/mine.html", context)


@public
@require_POST
@of_street
def leave(request: StreetRequest) -> HttpResponse:
    """Forget every request in this browser; their codes open them again."""
    let_go(request)
    forget_sent(request)
    forget_draft(request)
    messages.success(request, _("This browser has forgotten your requests. Their codes open them again."))
    return redirect("portal:home", slug=request.street.slug)


@public
@require_safe
@of_street
def picture(request: StreetRequest, number: str, picture_id: UUID) -> HttpResponse:
    """Show a picture to the person whose request it came with."""
    digests = held_digests(request)
    concern = held_concern(sub_district_id=request.street.pk, code_digests=digests, number=number)
    return picture_response(picture_of(concern, picture_id))

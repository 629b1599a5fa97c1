"""Following one's own requests, by query code and without an account."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.concerns.errors import CodeUnknownError
from jiezhi.concerns.forms import CodeForm
from jiezhi.concerns.queries import concern_by_code, held_concern, held_concerns, picture_of
from jiezhi.concerns.standing import standing_of
from jiezhi.faces.portal.draft import forget_draft, forget_sent
from jiezhi.faces.portal.holdings import held_digests, hold, is_paused, let_go, note_wrong_try
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import public
from jiezhi.kit.pictures import picture_response

INVALID, TOO_MANY = 422, 429


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def follow(request: StreetRequest) -> HttpResponse:
    """Open a request by its code. After five wrong ones this browser waits a quarter of an hour."""
    now = datetime.now(UTC)
    if request.method != "POST":
        return _show_code_form(request, CodeForm())
    form = CodeForm(request.POST)
    if is_paused(request, at=now):
        form.add_error(
            "code", _("Five wrong codes were entered. Wait 15 minutes, or telephone the office: it can help.")
        )
        return _show_code_form(request, form, status=TOO_MANY)
    if not form.is_valid():
        return _show_code_form(request, form, status=INVALID)
    try:
        concern = concern_by_code(sub_district_id=request.street.pk, code=form.cleaned_data["code"])
    except CodeUnknownError as error:
        note_wrong_try(request, at=now)
        form.add_error("code", error.message)
        return _show_code_form(request, form, status=error.status)
    hold(request, concern)
    return redirect("portal:concern", slug=request.street.slug, number=concern.number)


def _show_code_form(request: StreetRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/follow.html", {"street": request.street, "form": form}, status=status)


@public
@require_safe
@of_street
def mine(request: StreetRequest) -> HttpResponse:
    """List the requests that this browser holds."""
    now = datetime.now(UTC)
    concerns = held_concerns(sub_district_id=request.street.pk, code_digests=held_digests(request))
    rows = [(concern, standing_of(concern, concern.callbacks.all(), at=now)) for concern in concerns]
    return render(request, "portal/mine.html", {"street": request.street, "rows": rows})


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

"""Making a request, one thing per page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiezhi.concerns.choices import Relation
from jiezhi.concerns.codes import code_for
from jiezhi.concerns.forms import ContactForm, WordsForm
from jiezhi.core.numbers import format_code
from jiezhi.faces.portal.draft import (
    ANOTHER,
    Draft,
    find_draft,
    find_sent,
    forget_draft,
    keep_draft,
    new_draft,
    plain_spot,
    remember_sent,
)
from jiezhi.faces.portal.forms import PlaceForm
from jiezhi.faces.portal.holdings import hold
from jiezhi.faces.portal.known import ask_known, known_of
from jiezhi.faces.portal.sending import send_draft
from jiezhi.faces.portal.street import StreetRequest, StreetView, of_street
from jiezhi.kit.access import public
from jiezhi.kit.errors import DomainError
from jiezhi.kit.ui.elder import elder_size
from jiezhi.notices.queries import sends_messages

DraftView = Callable[[StreetRequest, Draft], HttpResponseBase]
INVALID = 422


def with_draft(step: str) -> Callable[[DraftView], StreetView]:
    """Give a view the draft, or lead to the first step that has not been answered."""

    def lock(view: DraftView) -> StreetView:
        @wraps(view)
        def known(request: StreetRequest) -> HttpResponseBase:
            draft = find_draft(request)
            if draft is None or not draft.may_open(step):
                if request.method == "POST":
                    messages.warning(request, _("This part comes first; the rest follows."))
                return to_step(request, draft.open_step if draft else "words")
            return view(request, draft)

        return known

    return lock


def to_step(request: StreetRequest, step: str) -> HttpResponse:
    """Lead to a step."""
    return redirect(f"portal:{step}", slug=request.street.slug)


def go_on(request: StreetRequest, draft: Draft) -> HttpResponse:
    """Keep the draft and lead to what is still open; after a change that is the check page again."""
    draft, step = ask_known(request, draft)
    keep_draft(request, draft)
    return to_step(request, step)


def show(request: StreetRequest, step: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Show the page of a step."""
    return render(request, f"portal/{step}.html", {"street": request.street, **context}, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def words(request: StreetRequest) -> HttpResponse:
    """Step 1. Words from the question box of the first page start a new request."""
    draft = find_draft(request) or new_draft()
    if request.method != "POST":
        return show(request, "words", {"form": WordsForm(initial={"words": draft.words})})
    form = WordsForm(request.POST)
    if not form.is_valid():
        return show(request, "words", {"form": form}, status=INVALID)
    if "start" in request.POST:
        draft = new_draft()
    # What is known is asked anew of other words.
    return go_on(request, draft.having("words", words=form.cleaned_data["words"], joins="", joined=""))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
@with_draft("place")
def place(request: StreetRequest, draft: Draft) -> HttpResponse:
    """Step 2."""
    if request.method != "POST":
        form = PlaceForm(street=request.street, initial=_entered_place(draft))
        return show(request, "place", {"form": form})
    form = PlaceForm(request.POST, street=request.street)
    if not form.is_valid():
        return show(request, "place", {"form": form}, status=INVALID)
    cleaned = form.cleaned_data
    answers = {
        "joins": "",
        "joined": "",
        "spot": plain_spot(cleaned["spot"]),
        "place": cleaned["place"],
        "place_note": cleaned["place_note"],
    }
    return go_on(request, draft.having("place", **answers, is_marked=cleaned["is_marked"]))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
@with_draft("photos")
def known(request: StreetRequest, draft: Draft) -> HttpResponse:
    """Between step 2 and 3, where others have reported the same: join it, or say that it is another thing."""
    offered = {str(each.order_id): each for each in known_of(request, draft)}
    chosen = request.POST.get("joins", "")
    if chosen in offered:
        joined = f"{offered[chosen].matter} · {offered[chosen].place}"
        return go_on(request, replace(draft, joins=chosen, joined=joined))
    if chosen == ANOTHER or not offered:
        return go_on(request, replace(draft, joins=ANOTHER, joined=""))
    context = {"draft": draft, "known": list(offered.values()), "is_missing": request.method == "POST"}
    return show(request, "known", context, status=INVALID if request.method == "POST" else 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
@with_draft("contact")
def contact(request: StreetRequest, draft: Draft) -> HttpResponse:
    """Step 4."""
    initial = {
        "contact": draft.contact or "phone",
        "phone": draft.phone,
        "wants_messages": draft.wants_messages,
    }
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer_messages(sends_messages=sends_messages(request.street.pk))
    if not form.is_valid():
        status = INVALID if request.method == "POST" else 200
        return show(request, "contact", {"form": form, "is_proxy": bool(draft.proxy)}, status=status)
    answers = {name: form.cleaned_data.get(name, "") for name in initial}
    return go_on(request, draft.having("contact", **answers | {"wants_messages": form.wants()}))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def check(request: StreetRequest) -> HttpResponseBase:
    """Step 5. Sent again, or come back to, a form that was sent shows its code again."""
    sent = find_sent(request)
    is_again = request.POST.get("submission_key") == sent["key"] if sent else False
    is_back = sent is not None and request.method != "POST" and find_draft(request) is None
    if is_again or is_back:
        return to_step(request, "done")
    return _check(request)


@with_draft("check")
def _check(request: StreetRequest, draft: Draft) -> HttpResponse:
    relation = Relation(draft.proxy[0]).label if draft.proxy else ""
    if request.method != "POST":
        return show(request, "check", {"draft": draft, "relation": relation})
    if request.POST.get("submission_key") != draft.key:
        problem = _("You have begun another request since you opened that page. Check this one and send it.")
        return show(request, "check", {"draft": draft, "relation": relation, "problem": problem}, status=409)
    try:
        is_elder = bool(elder_size(request))
        receipt = send_draft(draft, street=request.street, in_elder_mode=is_elder, at=datetime.now(UTC))
    except DomainError as error:
        answer: dict[str, object] = {"draft": draft, "relation": relation, "problem": error.message}
        return show(request, "check", answer, status=error.status)
    if receipt.concern.order_id is not None:
        told = _(
            "It was added to what is known. You are told and called back like everybody who reported it."
        )
        messages.success(request, told)
    forget_draft(request)
    remember_sent(request, key=draft.key, number=receipt.concern.number)
    hold(request, receipt.concern)
    return to_step(request, "done")


@public
@require_safe
@of_street
def done(request: StreetRequest) -> HttpResponse:
    """Show the number and the code of the request that was sent last."""
    sent = find_sent(request)
    if sent is None:
        return to_step(request, "words")
    code = format_code(code_for(UUID(sent["key"])))
    return show(request, "done", {"number": sent["number"], "code": code})


def _entered_place(draft: Draft) -> dict[str, object]:
    where = draft.where()
    entered: dict[str, object] = {"estate": str(where.estate_id or ""), "place_note": draft.place_note}
    return entered | ({"lon": where.lon, "lat": where.lat} if draft.is_marked else {})

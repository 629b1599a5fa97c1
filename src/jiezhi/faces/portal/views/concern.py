"""One's own request: where it stands, and what its reporter may do about it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.concerns.actions import add_words, answer_callback, ask_reopening, stop_telling
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.forms import AdditionForm, CallbackForm, ReopeningForm
from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import PICTURE_OWNER, callbacks_of, exchanges_of, held_concern, pictures_of
from jiezhi.concerns.standing import standing_of
from jiezhi.concerns.story import own_history, steps_of
from jiezhi.faces.portal.holdings import held_digests
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.kit.access import public
from jiezhi.kit.actor import OriginRef
from jiezhi.kit.errors import DomainError
from jiezhi.notices.queries import is_told
from jiezhi.residency.actions import KEPT
from jiezhi.residency.queries import wrong_tries_since

INVALID = 422


@public
@require_safe
@of_street
def concern(request: StreetRequest, number: str) -> HttpResponse:
    """Show where it stands."""
    return _show(request, _held(request, number))


@public
@require_POST
@of_street
def add(request: StreetRequest, number: str) -> HttpResponse:
    """Add words, or answer the office's question."""
    form = AdditionForm(request.POST)

    def act(**who: Any) -> None:
        add_words(words=form.cleaned_data["addition"], **who)

    return _answer(request, number, "addition", form, act, _("Your words have reached the office."))


@public
@require_POST
@of_street
def callback(request: StreetRequest, number: str) -> HttpResponse:
    """Say whether it is solved."""
    form = CallbackForm(request.POST)

    def act(**who: Any) -> None:
        answer_callback(verdict=form.verdict(), **who)

    return _answer(request, number, "callback", form, act, _("Thank you. Your answer is on record."))


@public
@require_POST
@of_street
def again(request: StreetRequest, number: str) -> HttpResponse:
    """Say that the problem is back."""
    form = ReopeningForm(request.POST)

    def act(**who: Any) -> None:
        ask_reopening(words=form.cleaned_data["reason"], **who)

    return _answer(request, number, "reopening", form, act, _("Your request is taken up again."))


@public
@require_POST
@of_street
def stop(request: StreetRequest, number: str) -> HttpResponse:
    """Be told no more by short message."""
    return _answer(
        request, number, "telling", forms.Form({}), stop_telling, _("No more short messages are sent to you.")
    )


def _answer(
    request: StreetRequest, number: str, name: str, form: forms.Form, act: Callable[..., object], thanks: str
) -> HttpResponse:
    held = _held(request, number)
    if not form.is_valid():
        return _show(request, held, status=INVALID, **{name: form})
    holder = code_holder(sub_district_id=held.sub_district_id, code_digest=held.code_digest)
    try:
        act(concern_id=held.pk, actor=holder, at=datetime.now(UTC))
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(request, _held(request, number), status=error.status, **{name: form})
    messages.success(request, thanks)
    return redirect("portal:concern", slug=request.street.slug, number=number)


def _held(request: StreetRequest, number: str) -> Concern:
    digests = held_digests(request)
    return held_concern(sub_district_id=request.street.pk, code_digests=digests, number=number)


def _wrong_tries(held: Concern) -> list[datetime]:
    # Only where digits are asked besides the code can a try have been wrong.
    if not held.phone_index:
        return []
    return wrong_tries_since(held.sub_district_id, held.code_digest, datetime.now(UTC) - KEPT)


def _show(request: StreetRequest, held: Concern, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    exchanges, callbacks = exchanges_of(held), callbacks_of(held)
    history = own_history(held)
    context = {
        "street": request.street,
        "concern": held,
        "standing": standing_of(held, callbacks, at=datetime.now(UTC), history=history),
        "question": exchanges[-1] if held.state == "asked" and exchanges else None,
        "steps": steps_of(held, exchanges=exchanges, callbacks=callbacks, history=history),
        "pictures": pictures_of(held),
        "wrong_tries": _wrong_tries(held),
        "is_told": is_told(held.sub_district_id, OriginRef(PICTURE_OWNER, held.pk)),
        "addition": AdditionForm(),
        "callback": CallbackForm(),
        "reopening": ReopeningForm(),
        "wrong_form": next(iter(typed.values()), None),
        **typed,
    }
    return render(request, "portal/concern.html", context, status=status)

"""Callbacks made by telephone: what the reporter said, or that nobody was reached."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import Verdict, answer_callback, excuse_callback
from jiezhi.concerns.permissions import CALL_BACK, REVEAL
from jiezhi.concerns.processes import EXCUSE, TAKE_VERDICT
from jiezhi.concerns.queries import callback_page, callbacks_of, get_concern
from jiezhi.faces.desk.choices import LookReason
from jiezhi.faces.desk.forms import ExcuseForm, VerdictForm
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.kit.ui.unmet import unmet_page
from jiezhi.workorders.choices import HANDED_OVER, OrderState


@needs(CALL_BACK)
@require_GET
def callbacks(request: ActorRequest) -> HttpResponse:
    """List the callbacks that wait, oldest first."""
    return render(request, "desk/callbacks.html", {**_queue(request), "at": timezone.now()})


@needs(CALL_BACK)
@require_GET
def callback(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Show what was asked for and what was done, and take down the answer."""
    return _show(request, concern_id)


@needs(CALL_BACK)
@require_POST
def record_answer(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Record what the reporter said."""
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _show(request, concern_id, verdict_form=form)
    verdict = Verdict(**form.cleaned_data)
    try:
        order = answer_callback(
            concern_id=concern_id, verdict=verdict, actor=request.actor, at=timezone.now()
        )
    except DomainError as problem:
        return _show(request, concern_id, verdict_form=form, problem=problem)
    note_post(TAKE_VERDICT, form, held=[order.brief], actor=request.actor, at=timezone.now())
    said = _("%(number)s is closed with the reporter's answer.")
    if order.state == OrderState.AWAITING_CALLBACK:
        said = _("The answer is kept. %(number)s closes when its other reporters have answered.")
    elif order.state in HANDED_OVER:
        said = _("%(number)s is taken up again: the department has it back.")
    messages.success(request, said % {"number": order.number})
    return redirect("desk:callbacks")


@needs(CALL_BACK)
@require_POST
def excuse(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Record that the reporter could not be reached."""
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        return _show(request, concern_id, excuse_form=form)
    note = form.cleaned_data["note"]
    try:
        order = excuse_callback(concern_id=concern_id, note=note, actor=request.actor, at=timezone.now())
    except DomainError as problem:
        return _show(request, concern_id, excuse_form=form, problem=problem)
    note_post(EXCUSE, form, held=[order.brief], actor=request.actor, at=timezone.now())
    said = _("%(number)s is closed without an answer.")
    if order.state == OrderState.AWAITING_CALLBACK:
        said = _("Noted. %(number)s closes when its other reporters have answered.")
    messages.success(request, said % {"number": order.number})
    return redirect("desk:callbacks")


def _show(
    request: ActorRequest,
    concern_id: UUID,
    *,
    verdict_form: VerdictForm | None = None,
    excuse_form: ExcuseForm | None = None,
    problem: DomainError | None = None,
) -> HttpResponse:
    if problem is not None and problem.status in (403, 404):
        raise problem
    concern = get_concern(request.actor, concern_id)
    context = {
        "concern": concern,
        "rounds": callbacks_of(concern),
        "verdict_form": verdict_form or VerdictForm(),
        "excuse_form": excuse_form or ExcuseForm(),
        "problem": problem,
        "at": timezone.now(),
        "reasons": LookReason.choices,
        "can_reveal": request.actor.may(REVEAL.code),
    }
    is_wrong = problem is not None or any(form and form.errors for form in (verdict_form, excuse_form))
    status = problem.status if problem else (422 if is_wrong else 200)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "desk/_callback.html", context)
    return render(request, "desk/callbacks.html", context | _queue(request), status=status)


def _queue(request: ActorRequest) -> dict[str, object]:
    asked = request.GET.get("page", "")
    page = callback_page(request.actor, asked)
    return {"waiting": page, "unmet": unmet_page(asked, page.number)}

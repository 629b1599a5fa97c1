"""What can be done with an order: one verb a view, each a form that becomes one action.

A deed that is refused shows the order as it is now, says why, and keeps what was typed.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.burden.metering import Process, note_post
from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError, MissingError, RefusedError
from jiezhi.workorders import actions, forms, processes
from jiezhi.workorders.choices import HandOnReason, HandOverMode, PassUpReason, SendBackReason
from jiezhi.workorders.filter_forms import split_place
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DECIDE_EXTENSION, DISPATCH, HANDLE, VIEW
from jiezhi.workorders.queries import get_order
from jiezhi.workorders.views.order import order_screen

UNPROCESSABLE = 422
Typed = dict[str, Any]
"""The cleaned fields of a form."""


class By(TypedDict):
    """Who acts and when, as every action takes them."""

    actor: Actor
    at: datetime


@needs(HANDLE)
def accept(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Take an order on."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.accept_order(order_id=order_id, seen_version=typed["version"], **by(request))

    told = _("Accepted. Your department answers for this order from now on.")
    return carry_out(request, order_id, forms.AcceptForm, deed, of=processes.ACCEPT, told=told)


@needs(HANDLE)
def resolve(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Report an order done."""

    def deed(typed: Typed) -> WorkOrder:
        actions.keep_picture(typed["photo"], order_id=order_id, **by(request))
        return actions.resolve_order(
            order_id=order_id,
            reply=typed["reply"],
            seen_version=typed["version"],
            without_supports=typed["without_supports"],
            **by(request),
        )

    return carry_out(
        request, order_id, forms.ResolveForm, deed, of=processes.RESOLVE, told=_("Reported done.")
    )


@needs(HANDLE)
def send_back(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Give an order back to the dispatcher."""

    def deed(typed: Typed) -> WorkOrder:
        reason = SendBackReason(typed["reason"])
        return actions.send_back_order(
            order_id=order_id, reason=reason, note=typed["note"], seen_version=typed["version"], **by(request)
        )

    told = _("Sent back. The dispatcher finds the right department; the clock stands still until then.")
    return carry_out(request, order_id, forms.SendBackForm, deed, of=processes.SEND_BACK, told=told)


@needs(VIEW)
def hand_on(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Hand an order on to another department."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.reassign_order(
            order_id=order_id,
            department_id=typed["department"],
            note=typed["note"],
            reason=HandOnReason(typed["reason"]),
            seen_version=typed["version"],
            **by(request),
        )

    # The order may lie outside the actor's area now.
    return carry_out(
        request, order_id, forms.HandOnForm, deed, of=processes.HAND_ON, told=_("Handed on."), leave=True
    )


@needs(DISPATCH)
def dispatch(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Dispatch an order, or dispatch it again after it was sent back."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.dispatch_order(
            order_id=order_id,
            department_id=typed["department"],
            matter_id=typed["matter"],
            way=HandOverMode(typed["way"]) if typed["way"] else None,
            reason=PassUpReason(typed["reason"]) if typed["reason"] else None,
            note=typed["note"],
            seen_version=typed["version"],
            **by(request),
        )

    return carry_out(
        request, order_id, forms.DispatchForm, deed, of=processes.DISPATCH, told=_("Dispatched.")
    )


@needs(HANDLE)
def ask_more_time(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Ask for more time, in the unit of the order's limit."""

    def deed(typed: Typed) -> WorkOrder:
        unit = LimitUnit(get_order(request.actor, order_id).limit_unit)
        return actions.ask_extension(
            order_id=order_id, amount=typed["amount"], unit=unit, reason=typed["reason"], **by(request)
        ).order

    told = _("Asked for more time. The clock runs on until it is granted.")
    return carry_out(request, order_id, forms.AskExtensionForm, deed, of=processes.ASK_TIME, told=told)


@needs(DECIDE_EXTENSION)
def decide_more_time(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Grant or refuse more time."""

    def deed(typed: Typed) -> WorkOrder:
        is_granted = typed["decision"] == "grant"
        return actions.decide_extension(
            order_id=order_id, is_granted=is_granted, note=typed["note"], **by(request)
        )

    return carry_out(
        request,
        order_id,
        forms.DecideExtensionForm,
        deed,
        of=processes.DECIDE_TIME,
        told=_("Decided on more time."),
    )


def by(request: ActorRequest) -> By:
    """Give who asks, and now."""
    return By(actor=request.actor, at=timezone.now())


def carry_out(
    request: ActorRequest,
    order_id: UUID,
    kind: type[forms.VerbForm],
    deed: Callable[[Typed], WorkOrder],
    *,
    of: Process,
    told: str,
    leave: bool = False,
) -> HttpResponse:
    """Read the form, do the deed, and lead on; or show the order with the reason and what was typed.

    Args:
        request: A POST; somebody who reloads the address of a verb is led to the order.
        order_id: Which order.
        kind: The form of the verb.
        deed: Calls the action with what was typed.
        of: What the burden meter counts the post under.
        told: What the person reads when it is done.
        leave: Whether to go to the list instead of the order.
    """
    if request.method != "POST":
        return redirect("workorders:order", order_id=order_id)
    typed = kind(request.POST, request.FILES, auto_id="typed_%s")
    if not typed.is_valid():
        return order_screen(request, order_id, typed=typed, status=UNPROCESSABLE)
    try:
        order = deed(typed.cleaned_data)
    except (MissingError, RefusedError):
        raise  # Not theirs to see or to do: `kit.problems` answers.
    except DomainError as problem:
        return order_screen(request, order_id, typed=typed, problem=problem, status=problem.status)
    note_post(of, typed, held=[order.brief], **by(request))
    messages.success(request, told)
    return _onward(request, order_id, leave=leave)


def _onward(request: ActorRequest, order_id: UUID, *, leave: bool) -> HttpResponse:
    """Lead back to the list beside which the order was open, at the place where it was; else to the order."""
    back = request.POST.get("back", "")
    if not back:
        return redirect("workorders:list") if leave else redirect("workorders:order", order_id=order_id)
    kept = split_place(back)
    if not leave:
        kept["open"] = str(order_id)
    return redirect(f"{reverse('workorders:list')}?{kept.urlencode()}")

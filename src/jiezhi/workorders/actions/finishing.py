"""The last verbs: the on-site check, closing, and reopening by right."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.outbox import emit
from jiezhi.workorders.actions._moves import lock_any_order, lock_order, move, record, store
from jiezhi.workorders.choices import HandOverMode, OrderState, ReopenReason, Verb
from jiezhi.workorders.clock import calendar_for, enter_step, shift_for_pause, start_clock
from jiezhi.workorders.errors import AlreadyReopenedError, WrongStepError
from jiezhi.workorders.events import CallbackDue, CheckFailed, OrderClosed, OrderReopened
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.permissions import CHECK, FINISH
from jiezhi.workorders.workflow import HAND_OVER_VERBS


@action
def pass_check(
    *, order_id: UUID, note: str, seen_version: int | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Find on site that the thing is done (核查); the reporter is asked next."""
    require(actor, CHECK)
    order = lock_order(actor, order_id, seen_version=seen_version)
    entry = move(order, Verb.PASS_CHECK, actor=actor, at=at, note=note.strip())
    enter_step(order, order.matter, calendar_for(order.sub_district_id, since=at), at=at)
    record("check_passed", order)
    emit(CallbackDue(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))
    return store(order, entry)


@action
def fail_check(
    *, order_id: UUID, note: str, seen_version: int | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Find on site that the thing is not done: the department goes on, less the time the check took.

    Raises:
        InvalidError: What is missing is not said.
    """
    require(actor, CHECK)
    order = lock_order(actor, order_id, seen_version=seen_version)
    if not note.strip():
        raise InvalidError(_("Say what is still to be done: the department reads it."))
    entry = move(order, Verb.FAIL_CHECK, actor=actor, at=at, note=note.strip())
    reported_at = order.resolved_at or at
    calendar = calendar_for(order.sub_district_id, since=reported_at)
    shift_for_pause(order, calendar, begin=reported_at, end=at)
    order.resolved_at, order.handling_min = None, None
    enter_step(order, order.matter, calendar, at=at)
    record("check_failed", order)
    emit(
        CheckFailed(
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=order.lead_id or order.pk,
            number=order.number,
        )
    )
    return store(order, entry)


@action
def close_order(
    *, order_id: UUID, was_solved: bool | None, was_satisfied: bool | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Close an order (结案) after those who reported it were asked.

    Args:
        order_id: Which order.
        was_solved: What the reporters said; None when nobody could be reached.
        was_satisfied: The same for satisfaction.
        actor: The reporter by their code, or whoever called back.
        at: Now.
    """
    require(actor, FINISH)
    order = lock_any_order(actor, order_id)
    entry = move(order, Verb.CLOSE, actor=actor, at=at)
    order.closed_at = at
    order.was_solved, order.was_satisfied = was_solved, was_satisfied
    enter_step(order, order.matter, None, at=at)
    record("order_closed", order)
    emit(OrderClosed(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))
    return store(order, entry)


@action
def reopen_order(
    *, order_id: UUID, reason: ReopenReason, note: str = "", actor: Actor, at: datetime
) -> WorkOrder:
    """Take an order up again because the reporter is not satisfied: once by right, with a fresh limit.

    Raises:
        AlreadyReopenedError: The right has been used.
    """
    require(actor, FINISH)
    order = lock_any_order(actor, order_id)
    if order.reopened_count:
        raise AlreadyReopenedError(
            _(
                "This order was reopened once already. It is closed with your answer on record; "
                "if the problem goes on, make a new request or telephone the office."
            ),
        )
    entry = move(order, Verb.REOPEN, actor=actor, at=at, reason=reason, note=note)
    calendar = calendar_for(order.sub_district_id, since=at)
    order.reopened_count += 1
    order.accepted_at = order.resolved_at = order.closed_at = order.handling_min = None
    order.was_solved = order.was_satisfied = None
    start_clock(order, calendar, at=at)
    entries = [entry, *_asked_again(order, actor=actor, at=at)]
    enter_step(order, order.matter, calendar, at=at)
    record("order_reopened", order)
    assert order.due_at is not None  # noqa: S101 - start_clock has set it
    emit(
        OrderReopened(
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=order.lead_id or order.pk,
            number=order.number,
            due_at=order.due_at,
        )
    )
    return store(order, *entries)


def _asked_again(order: WorkOrder, *, actor: Actor, at: datetime) -> list[OrderEntry]:
    """Ask a body again that was asked before: that a resident is not satisfied does not make it take orders."""
    verb = HAND_OVER_VERBS[HandOverMode(order.hand_over)] if order.hand_over else Verb.DISPATCH
    return [] if verb is Verb.DISPATCH else [move(order, verb, actor=actor, at=at)]


@action
def record_outcome(
    *, order_id: UUID, was_solved: bool, was_satisfied: bool, actor: Actor, at: datetime
) -> WorkOrder:
    """Keep what the reporter said about an order that is closed already, such as an answered enquiry.

    Raises:
        WrongStepError: The order is not closed.
    """
    require(actor, FINISH)
    order = lock_any_order(actor, order_id)
    if order.state != OrderState.CLOSED:
        raise WrongStepError(_("The order is not closed yet."))
    order.was_solved, order.was_satisfied = was_solved, was_satisfied
    record("outcome_recorded", order)
    return store(order)

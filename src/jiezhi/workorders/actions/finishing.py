"""The last verbs: the on-site check, closing, and reopening by right."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.outbox import emit
from jiezhi.places.queries import Spot
from jiezhi.workorders import effects
from jiezhi.workorders.actions._moves import lock_any_order, lock_order, record, store
from jiezhi.workorders.authority import way_to
from jiezhi.workorders.brief import WORK_LEFT_NEEDED, require_clean_note
from jiezhi.workorders.choices import HandOverMode, OrderState, ReopenReason
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.errors import AlreadyReopenedError, WrongStepError
from jiezhi.workorders.events import CallbackDue, CheckFailed, OrderClosed, OrderReopened
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import CHECK, FINISH


@action
def pass_check(
    *, order_id: UUID, note: str, seen_version: int | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Find on site that the thing is done (核查); whoever reported it is asked next, and where nobody did it closes."""
    require(actor, CHECK)
    order = lock_order(actor, order_id, seen_version=seen_version)
    calendar = calendar_for(order.sub_district_id, since=at)
    entry = effects.pass_check(order, calendar, note=require_clean_note(note), actor=actor, at=at)
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
    note = require_clean_note(note, lacking=str(WORK_LEFT_NEEDED))
    calendar = calendar_for(order.sub_district_id, since=order.resolved_at or at)
    entry = effects.fail_check(order, calendar, note=note, actor=actor, at=at)
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
    *,
    order_id: UUID,
    was_solved: bool | None,
    was_satisfied: bool | None,
    likes_service: bool | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Close an order (结案) after those who reported it were asked, or because nobody is to be asked.

    Args:
        order_id: Which order.
        was_solved: What the reporters said; None when nobody could be reached.
        was_satisfied: The same for satisfaction with the outcome.
        likes_service: The same for the service; None as well when nobody said.
        note: Why nobody was asked.
        actor: The reporter by their code, or whoever called back.
        at: Now.
    """
    require(actor, FINISH)
    order = lock_any_order(actor, order_id)
    said = {"was_solved": was_solved, "was_satisfied": was_satisfied, "likes_service": likes_service}
    entry = effects.close(order, **said, note=require_clean_note(note), actor=actor, at=at)
    record("order_closed", order)
    emit(OrderClosed(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))
    return store(order, entry)


@action
def reopen_order(
    *,
    order_id: UUID,
    reason: ReopenReason,
    note: str = "",
    has_own_right: bool = False,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Take an order up again because it is not accepted as done: once by right, with a fresh limit.

    Args:
        order_id: Which order.
        reason: Why.
        note: In words.
        has_own_right: A reporter asks who has not used their right, whatever others of the same order did with
            theirs; whoever keeps the callbacks knows that.
        actor: Who asks, or was asked.
        at: Now.

    Raises:
        AlreadyReopenedError: It was taken up again before, and nobody else has a right to it.
    """
    require(actor, FINISH)
    order = lock_any_order(actor, order_id)
    if order.reopened_count and not has_own_right:
        raise AlreadyReopenedError(
            _(
                "%(number)s was taken up again once already. If something is still to be done, open a new order."
            )
            % {"number": order.number},
        )
    note, calendar = require_clean_note(note), calendar_for(order.sub_district_id, since=at)
    mode = _mode_now(order, at=at)
    entries = effects.reopen(order, calendar, mode=mode, reason=reason, note=note, actor=actor, at=at)
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


def _mode_now(order: WorkOrder, *, at: datetime) -> HandOverMode | None:
    """Give the way that is open towards the department now: an agreement may have ended since.

    A committee that the list no longer names goes on with what it began.
    """
    if order.lead is None:
        return None
    spot = Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat)
    way = way_to(order.lead, matter=order.matter, spot=spot, on=timezone.localdate(at), level=order.urgency)
    kept = HandOverMode(order.hand_over) if order.hand_over else None
    return kept if way.mode is None or kept in way.others else way.mode


@action
def record_outcome(
    *,
    order_id: UUID,
    was_solved: bool | None,
    was_satisfied: bool | None,
    likes_service: bool | None = None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Keep what the reporter said about an order that is closed already, such as an answered enquiry.

    Raises:
        WrongStepError: The order is not closed.
    """
    require(actor, FINISH)
    order = lock_any_order(actor, order_id)
    if order.state != OrderState.CLOSED:
        raise WrongStepError(_("The order is not closed yet."))
    order.was_solved, order.was_satisfied, order.likes_service = was_solved, was_satisfied, likes_service
    record("outcome_recorded", order)
    return store(order)

"""How an order goes out: the way towards its lead, the news of it, and the supports that the list names beside."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.outbox import emit
from jiezhi.organisation.models import Department, ResponsibilitySupport
from jiezhi.organisation.queries import LeadChoice
from jiezhi.workorders import effects
from jiezhi.workorders.actions._moves import record
from jiezhi.workorders.actions._supports import (
    SupportDraft,
    ask_each,
    asked_facts,
    end_support,
    free_new_lead,
    spot_of,
)
from jiezhi.workorders.authority import chosen_mode
from jiezhi.workorders.choices import ANSWER_AWAITED, HandOverMode, OrderState, SupportVerb, UrgencyTier
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.effects import Former
from jiezhi.workorders.events import EmergencyOut, OrderDispatched, OrderOffered
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.supports import open_supports


def mode_towards(
    order: WorkOrder,
    lead: Department,
    way: HandOverMode | None,
    *,
    choice: LeadChoice | None = None,
    at: datetime,
) -> HandOverMode:
    """Give the way in which an order goes to a department; whoever cannot be ordered is asked.

    Raises:
        NotListedError: The list does not give a residents' committee this matter here.
        WayNotOpenError: The way is not open towards this department.
    """
    on = timezone.localdate(at)
    return chosen_mode(
        lead, wanted=way, matter=order.matter, spot=spot_of(order), on=on, level=order.urgency, choice=choice
    )


def ask_named(
    order: WorkOrder, named: Sequence[ResponsibilitySupport], *, actor: Actor, at: datetime
) -> None:
    """Ask the supports of the list: their part is what the list says they do, or else the order's own brief.

    Whoever is at work on it already is not asked a second time.
    """
    at_work = {row.department_id for row in open_supports(order)} if named and order.version > 1 else set()
    drafts = [
        SupportDraft(
            row.department,
            row.task or order.brief,
            (row.limit_amount, row.limit_unit) if row.limit_amount else None,
            is_named=True,
        )
        for row in named
        if row.department_id not in at_work
    ]
    if not drafts:
        return
    rows = ask_each(order, drafts, calendar_for(order.sub_district_id, since=at), actor=actor, at=at)
    record("support_asked", order, **asked_facts(rows))


def end_unnamed(
    order: WorkOrder, former: Former, named: Sequence[ResponsibilitySupport], *, at: datetime
) -> None:
    """Call off the supports that the list named for the former matter and does not name for the new one.

    Whoever was asked by a person stays: they know why.
    """
    unwanted = former.named - {row.department_id for row in named}
    for row in open_supports(order) if order.is_cross_department else []:
        if row.department_id in unwanted:
            row.order = order
            note = _("The matter was changed: the list no longer names it.")
            end_support(row, SupportVerb.CALL_OFF, note=note, at=at)
            record("support_called_off", order, support=str(row.pk), department=str(row.department_id))


def send_out(
    order: WorkOrder,
    lead: Department,
    way: HandOverMode | None,
    *,
    choice: LeadChoice | None = None,
    actor: Actor,
    at: datetime,
    note: str = "",
    former: Former | None = None,
) -> OrderEntry:
    """Hand a locked order to a department, leave its audit row and tell of it; gives the line, not yet stored."""
    calendar = calendar_for(order.sub_district_id, since=order.dispatched_at or at)
    free_new_lead(order, lead, at=at)
    mode = mode_towards(order, lead, way, choice=choice, at=at)
    came_back_at = order.step_entered_at if order.state == OrderState.SENT_BACK else None
    entry = effects.dispatch(order, lead, calendar, mode=mode, actor=actor, at=at, note=note, former=former)
    changed = {"matter_before": former.matter.code, "matter": order.matter.code} if former else {}
    record("order_dispatched", order, department=str(lead.pk), hand_over=order.hand_over, **changed)
    emit(told_of(order, lead))
    if order.urgency == UrgencyTier.EMERGENCY:
        emit(
            EmergencyOut(
                order_id=order.pk,
                sub_district_id=order.sub_district_id,
                department_id=lead.pk,
                number=order.number,
                sent_by_id=actor.department_id,
                sent_at=at,
                came_back_at=came_back_at,
            )
        )
    return entry


def told_of(order: WorkOrder, lead: Department) -> OrderDispatched | OrderOffered:
    """Give the news for the department that has an order now: whoever takes no orders is asked."""
    if order.state in ANSWER_AWAITED:
        return OrderOffered(
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=lead.pk,
            number=order.number,
            hand_over=order.hand_over,
        )
    assert order.due_at is not None  # noqa: S101 - a dispatched order has a limit
    return OrderDispatched(
        order_id=order.pk,
        sub_district_id=order.sub_district_id,
        department_id=lead.pk,
        number=order.number,
        due_at=order.due_at,
    )

"""The dispatcher's verbs: open, dispatch, answer on the spot, hand on."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.numbers import order_number
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import next_value
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.models import Department, ResponsibilitySupport
from jiezhi.organisation.queries import LeadChoice, get_department
from jiezhi.workorders import effects
from jiezhi.workorders.actions._moves import drop_open_wish, lock_order, record, store
from jiezhi.workorders.actions._supports import SupportDraft, ask_each, asked_facts, free_new_lead, spot_of
from jiezhi.workorders.authority import chosen_mode
from jiezhi.workorders.brief import require_clean_brief
from jiezhi.workorders.choices import ANSWER_AWAITED, JOINABLE, HandOverMode, OrderState, UrgencyTier, Verb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.drafts import OrderDraft, new_order
from jiezhi.workorders.effects import entry_for, move
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.events import EmergencyOut, OrderClosed, OrderDispatched, OrderOffered, OrderOpened
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.permissions import DISPATCH, HANDLE
from jiezhi.workorders.reply import require_clean_reply
from jiezhi.workorders.workflow import return_verb


@action
def open_order(
    *,
    draft: OrderDraft,
    lead: Department | None,
    way: HandOverMode | None = None,
    choice: LeadChoice | None = None,
    without: Collection[UUID] = (),
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Open a work order (立案), and dispatch it in the same breath when the lead is known.

    The clock starts at dispatch, as GB/T 30428 has it; an order opened without a lead waits for `dispatch_order`.
    The supports that the list names beside the lead are asked in the same deed.

    Args:
        draft: What it is about.
        lead: The department that is to do it, or None.
        way: How it is handed over where more than one way is open; None for the usual one.
        choice: What the responsibility list says about it, where it was read already.
        without: Departments that the list names as supports and that are left out this time.
        actor: Who opens it.
        at: Now.

    Raises:
        RefusedError: The actor may not dispatch.
        InvalidError: The brief is empty or holds what looks like personal data.
        NotListedError: The list does not give a residents' committee this matter here.
        WayNotOpenError: The way is not open towards this department.
    """
    require(actor, DISPATCH)
    order = numbered_order(draft, actor=actor, at=at)
    entries = [entry_for(order, Verb.OPEN, actor=actor, at=at, before="")]
    tell_opened(order, draft)
    if lead is not None:
        entries.append(_dispatch(order, lead, way, choice=choice, actor=actor, at=at))
    named = choice.supports_beside(lead.pk) if lead is not None and choice is not None else ()
    wanted = [row for row in named if row.department_id not in without]
    order.is_cross_department = bool(wanted) or (order.is_cross_department and not named)
    store(order, *entries, names=draft.spot.names)
    if wanted:
        _ask_named(order, wanted, actor=actor, at=at)
    return order


@action
def dispatch_order(
    *,
    order_id: UUID,
    department_id: UUID,
    way: HandOverMode | None = None,
    note: str = "",
    seen_version: int | None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Hand a work order to the department that is to do it (派单), first or again after it was sent back.

    Sent back and dispatched again, the time it lay with the dispatcher does not count against the department.

    Raises:
        MissingError: No such order or department in the actor's street.
        StaleError: Somebody dispatched it in the meantime.
        WrongStepError: The order is not waiting for dispatch.
        NotListedError: The list does not give a residents' committee this matter here.
        WayNotOpenError: The way is not open towards this department.
    """
    require(actor, DISPATCH)
    order = lock_order(actor, order_id, seen_version=seen_version)
    lead = get_department(sub_district_id=actor.tenant_id, department_id=department_id)
    if order.state not in (OrderState.OPENED, OrderState.SENT_BACK):
        move(order, Verb.DISPATCH, actor=actor, at=at)  # Which refuses in words.
    return store(order, _dispatch(order, lead, way, actor=actor, at=at, note=note))


@action
def answer_on_spot(*, draft: OrderDraft, reply: str, actor: Actor, at: datetime) -> WorkOrder:
    """Answer an enquiry at once: the order is opened, answered and closed by the dispatcher's own department.

    Raises:
        InvalidError: There is no answer, or it holds a person's number.
        WrongStepError: The matter's flow needs more than an answer.
    """
    require(actor, DISPATCH)
    reply = require_clean_reply(reply, lacking=_("Write the answer that the reporter will read."))
    order = numbered_order(draft, actor=actor, at=at)
    opened = entry_for(order, Verb.OPEN, actor=actor, at=at, before="")
    answered = effects.answer(order, reply=reply, actor=actor, at=at)
    tell_opened(order, draft)
    record("order_answered", order)
    emit(OrderClosed(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))
    return store(order, opened, answered, names=draft.spot.names)


@action
def reassign_order(
    *, order_id: UUID, department_id: UUID, note: str, seen_version: int | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Hand an order on to another department (转派) without stopping its clock.

    The department that has it may do so by agreement, and so may the dispatcher.

    Raises:
        InvalidError: It lies there already, or no reason is given.
        RefusedError: The actor neither dispatches nor belongs to the lead.
    """
    order = lock_order(actor, order_id, seen_version=seen_version)
    if not actor.may(DISPATCH.code):
        require(actor, HANDLE)
        if order.lead_id not in actor.scope.department_ids:
            raise RefusedError(
                _("Only the department that has the order, or the dispatcher, can hand it on.")
            )
        if return_verb(order.hand_over) is Verb.DECLINE:
            raise RefusedError(
                _(
                    "You were asked, not ordered, so it is not yours to hand on. Decline it and name the right body."
                )
            )
    if not note.strip():
        raise InvalidError(_("Say why it is handed on, so that the next department knows."))
    lead = get_department(sub_district_id=actor.tenant_id, department_id=department_id)
    if lead.pk == order.lead_id:
        raise InvalidError(_("The order already lies with this department. Choose another one."))
    calendar = calendar_for(order.sub_district_id, since=at)
    mode = mode_towards(order, lead, None, at=at)
    free_new_lead(order, lead, at=at)
    entry = effects.reassign(order, lead, calendar, mode=mode, actor=actor, at=at, note=note.strip())
    drop_open_wish(order, at=at)
    record("order_reassigned", order, department=str(lead.pk), hand_over=order.hand_over)
    emit(_told(order, lead))
    return store(order, entry)


@action
def join_report(*, order_id: UUID, actor: Actor, at: datetime) -> WorkOrder:
    """Let one more report share an order that is under way; whoever holds the report links it in the same deed.

    The order's version stays: what the department has to do does not change.

    Raises:
        MissingError: No such order in the actor's area.
        WrongStepError: It is reported done; a new report is a new order.
    """
    require(actor, DISPATCH)
    order = lock_order(actor, order_id)
    if order.state not in JOINABLE:
        raise WrongStepError(
            _("%(number)s is “%(state)s”: a new report of the same thing needs an order of its own.")
            % {"number": order.number, "state": order.get_state_display()}
        )
    record("report_joined", order)
    return order


def tell_opened(order: WorkOrder, draft: OrderDraft) -> None:
    """Leave audit and news of an order that was opened."""
    record("order_opened", order, matter=draft.matter.code, origin=draft.origin.kind)
    emit(OrderOpened(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))


def numbered_order(draft: OrderDraft, *, actor: Actor, at: datetime) -> WorkOrder:
    """Give a new order with the next number of its day, not yet stored.

    Raises:
        InvalidError: The brief is empty or holds what looks like personal data.
    """
    brief = require_clean_brief(draft.brief)
    opened_on = timezone.localdate(at)
    serial = next_value(sub_district_id=actor.tenant_id, series=f"order-{opened_on:%Y%m%d}")
    number = order_number("GD", opened_on, serial)
    return new_order(replace(draft, brief=brief), number, actor=actor, at=at)


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


def _ask_named(
    order: WorkOrder, named: Sequence[ResponsibilitySupport], *, actor: Actor, at: datetime
) -> None:
    """Ask the supports of the list: their part is the order's own brief until the lead says more."""
    drafts = [
        SupportDraft(
            row.department,
            order.brief,
            (row.limit_amount, row.limit_unit) if row.limit_amount else None,
            is_named=True,
        )
        for row in named
    ]
    rows = ask_each(order, drafts, calendar_for(order.sub_district_id, since=at), actor=actor, at=at)
    record("support_asked", order, **asked_facts(rows))


def _dispatch(
    order: WorkOrder,
    lead: Department,
    way: HandOverMode | None,
    *,
    choice: LeadChoice | None = None,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> OrderEntry:
    calendar = calendar_for(order.sub_district_id, since=order.dispatched_at or at)
    free_new_lead(order, lead, at=at)
    mode = mode_towards(order, lead, way, choice=choice, at=at)
    entry = effects.dispatch(order, lead, calendar, mode=mode, actor=actor, at=at, note=note)
    record("order_dispatched", order, department=str(lead.pk), hand_over=order.hand_over)
    emit(_told(order, lead))
    if order.urgency == UrgencyTier.EMERGENCY:
        emit(
            EmergencyOut(
                order_id=order.pk,
                sub_district_id=order.sub_district_id,
                department_id=lead.pk,
                number=order.number,
                sent_by_id=actor.department_id,
                sent_at=at,
            )
        )
    return entry


def _told(order: WorkOrder, lead: Department) -> OrderDispatched | OrderOffered:
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

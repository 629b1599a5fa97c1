"""The dispatcher's verbs: open, dispatch, answer on the spot, hand on."""

from collections.abc import Collection
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
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import LeadChoice, get_department
from jiezhi.workorders import effects
from jiezhi.workorders.actions._going_out import ask_named, end_unnamed, mode_towards, send_out, told_of
from jiezhi.workorders.actions._moves import drop_open_wish, lock_order, record, store
from jiezhi.workorders.actions._refiling import (
    choice_for,
    follows_limit,
    lead_by_list,
    refile,
    require_clarified,
    take_limit,
)
from jiezhi.workorders.actions._supports import free_new_lead
from jiezhi.workorders.brief import require_clean_brief, require_clean_note
from jiezhi.workorders.choices import JOINABLE, HandOnReason, HandOverMode, OrderState, PassUpReason, Verb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.drafts import OrderDraft, new_order
from jiezhi.workorders.effects import entry_for, move
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.events import OrderClosed, OrderOpened
from jiezhi.workorders.models import WorkOrder
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
        entries.append(send_out(order, lead, way, choice=choice, actor=actor, at=at))
    named = choice.supports_beside(lead.pk) if lead is not None and choice is not None else ()
    wanted = [row for row in named if row.department_id not in without]
    order.is_cross_department = bool(wanted) or (order.is_cross_department and not named)
    store(order, *entries, names=draft.spot.names)
    ask_named(order, wanted, actor=actor, at=at)
    return order


@action
def dispatch_order(
    *,
    order_id: UUID,
    department_id: UUID | None,
    matter_id: UUID | None = None,
    way: HandOverMode | None = None,
    reason: PassUpReason | None = None,
    note: str = "",
    seen_version: int | None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Hand a work order to the department that is to do it (派单), first or again after it was sent back.

    Sent back and dispatched again, the time it lay with the dispatcher does not count against the department. Filed
    under another matter (改派事项), flow, limits and the supports that the list names follow the matter from now on.

    Args:
        order_id: Which order.
        department_id: Who is to do it; None follows the list, for what is new or is filed under another matter.
        matter_id: What it is about, where that was wrong; None leaves it.
        way: How it is handed over where more than one way is open; None for the usual one.
        reason: Why it is passed up; kept only where it is.
        note: For the department; needed where it goes back as it was to the one from which it came back.
        seen_version: The version that was decided upon.
        actor: Who dispatches.
        at: Now.

    Raises:
        InvalidError: Nobody was chosen for what came back, it goes back without a word, or the matter needs a
            community.
        ListGapError: Nobody was chosen, and the list names nobody.
        ListTieError: Nobody was chosen, and the list names several.
        MissingError: No such order or department in the actor's street.
        StaleError: Somebody dispatched it in the meantime.
        WrongStepError: The order is not waiting for dispatch.
        NotListedError: The list does not give a residents' committee this matter here.
        WayNotOpenError: The way is not open towards this department.
    """
    require(actor, DISPATCH)
    note = require_clean_note(note)
    order, lead = lock_order(actor, order_id, seen_version=seen_version), None
    if department_id is not None:
        lead = get_department(sub_district_id=actor.tenant_id, department_id=department_id)
    if order.state not in (OrderState.OPENED, OrderState.SENT_BACK):
        move(order, Verb.DISPATCH, actor=actor, at=at)  # Which refuses in words.
    is_new = order.dispatched_at is None
    takes_limit = is_new and follows_limit(order, at=at)
    former = refile(order, matter_id, at=at)
    choice = choice_for(order, at=at) if is_new or former is not None else None
    lead = lead or lead_by_list(order, choice)
    require_clarified(order, lead, note, is_refiled=former is not None)
    if choice is not None and (former.is_limit_its_own if former is not None else takes_limit):
        take_limit(order, lead, choice)
    entry = send_out(order, lead, way, choice=choice, actor=actor, at=at, note=note, former=former)
    entry.reason = reason if reason and order.hand_over == HandOverMode.TRANSFERRED else ""
    named = choice.supports_beside(lead.pk) if choice is not None else ()
    order.is_cross_department = order.is_cross_department or bool(named)
    store(order, entry)
    if former is not None:
        end_unnamed(order, former, named, at=at)
    ask_named(order, named, actor=actor, at=at)
    return order


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
    *,
    order_id: UUID,
    department_id: UUID,
    note: str,
    reason: HandOnReason | None = None,
    seen_version: int | None,
    actor: Actor,
    at: datetime,
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
    note = require_clean_note(note, lacking=_("Say why it is handed on, so that the next department knows."))
    lead = get_department(sub_district_id=actor.tenant_id, department_id=department_id)
    if lead.pk == order.lead_id:
        raise InvalidError(_("The order already lies with this department. Choose another one."))
    calendar = calendar_for(order.sub_district_id, since=at)
    mode = mode_towards(order, lead, None, at=at)
    free_new_lead(order, lead, at=at)
    entry = effects.reassign(
        order, lead, calendar, mode=mode, actor=actor, at=at, note=note, reason=reason or ""
    )
    drop_open_wish(order, at=at)
    facts = {"department": str(lead.pk), "hand_over": order.hand_over, "reason": reason or ""}
    record("order_reassigned", order, **facts)
    emit(told_of(order, lead))
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

"""Bringing departments in to an order: the lead or the dispatcher asks, calls off, and asks anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError, RefusedError
from jiezhi.organisation.queries import departments_of
from jiezhi.workorders.actions._moves import lock_order
from jiezhi.workorders.actions._supports import (
    SupportDraft,
    ask_each,
    end_supports,
    lock_support,
    require_supportable,
)
from jiezhi.workorders.choices import SupportKind, SupportVerb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.permissions import DISPATCH, HANDLE, WHISTLE
from jiezhi.workorders.supports import may_ask_again, may_ask_supports, speaks_for_caller


@dataclass(frozen=True)
class SupportWish:
    """What a department is to do beside the lead, as it was typed.

    Args:
        department_id: Who.
        task: Its part, in a sentence.
        limit: Amount and unit; None takes the order's own.
    """

    department_id: UUID
    task: str
    limit: tuple[int, str] | None = None


@action
def ask_supports(
    *, order_id: UUID, wishes: Sequence[SupportWish], actor: Actor, at: datetime
) -> list[Support]:
    """Ask departments to support an order (协办): each with its own task, limit and answer.

    The way follows from authority as for a whole order: a section is told, an outpost agrees, a utility is asked, a
    bureau is called, and a residents' committee helps only where the list says so.

    Raises:
        RefusedError: The actor neither dispatches nor leads.
        SupportRefusedError: A department leads the order or is asked already.
        NotListedError: The list does not give a residents' committee this matter here.
        WrongStepError: The order is reported done.
        InvalidError: No department, or a task that cannot be handed to one.
    """
    if not actor.may(DISPATCH.code):
        require(actor, HANDLE)
    order = lock_order(actor, order_id)
    require_supportable(order)
    if not may_ask_supports(actor, order):
        raise RefusedError(
            _("Only the department that leads the order, or the dispatcher, brings others in.")
        )
    return bring_in(order, wishes, kind=SupportKind.SUPPORT, actor=actor, at=at)


@action
def call_off_support(*, support_id: UUID, note: str, actor: Actor, at: datetime) -> Support:
    """Call a support off: it leaves the order and no longer sees it.

    Raises:
        RefusedError: The actor did not ask for it.
        WrongStepError: It has ended by now.
        InvalidError: No reason is given.
    """
    if not actor.may(DISPATCH.code) and not actor.may(WHISTLE.code):
        require(actor, HANDLE)
    support = lock_support(actor, support_id)
    if not speaks_for_caller(actor, support):
        raise RefusedError(_("Only who asked for it, or the dispatcher, calls a support off."))
    if not note.strip():
        raise InvalidError(_("Say why they are no longer needed: they read it."))
    end_supports(support.order, [support], SupportVerb.CALL_OFF, note=note.strip(), at=at)
    return support


@action
def ask_support_again(*, support_id: UUID, task: str, actor: Actor, at: datetime) -> Support:
    """Ask a department anew whose support has ended, such as after a reopening: a new row with a fresh limit.

    Raises:
        RefusedError: The actor may not ask, or the order does not go on.
        SupportRefusedError: It leads the order or is asked already.
    """
    if not actor.may(DISPATCH.code) and not actor.may(WHISTLE.code):
        require(actor, HANDLE)
    support = lock_support(actor, support_id)
    require_supportable(support.order)
    if not may_ask_again(actor, support):
        raise RefusedError(_("This department cannot be asked anew by you now."))
    wish = SupportWish(
        support.department_id, task.strip() or support.task, (support.limit_amount, support.limit_unit)
    )
    return bring_in(support.order, [wish], kind=SupportKind(support.kind), actor=actor, at=at)[0]


def bring_in(
    order: WorkOrder,
    wishes: Sequence[SupportWish],
    *,
    kind: SupportKind,
    asked_for: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> list[Support]:
    """Turn wishes for a locked order into supports, and mark the order as one of several departments.

    Raises:
        InvalidError: No department is named.
        MissingError: The street has no such department.
    """
    if not wishes:
        raise InvalidError(_("Choose at least one department."))
    known = {row.pk: row for row in departments_of(order.sub_district_id)}
    missing = [wish for wish in wishes if wish.department_id not in known]
    if missing:
        raise MissingError(_("This street has no such department. Choose one from the list."))
    drafts = [SupportDraft(known[wish.department_id], wish.task, wish.limit) for wish in wishes]
    calendar = calendar_for(order.sub_district_id, since=at)
    rows = ask_each(order, drafts, calendar, kind=kind, asked_for=asked_for, actor=actor, at=at)
    if not order.is_cross_department:
        order.is_cross_department = True
        order.save(update_fields=["is_cross_department"])
    return rows

"""Bringing departments in to an order: the lead or the dispatcher asks, calls off, and asks anew."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import RefusedError
from jiezhi.workorders.actions._moves import lock_order, record
from jiezhi.workorders.actions._supports import (
    SupportWish,
    asked_facts,
    bring_in,
    end_support,
    lock_support,
    require_supportable,
)
from jiezhi.workorders.brief import require_clean_note
from jiezhi.workorders.choices import SupportKind, SupportVerb
from jiezhi.workorders.models import Support
from jiezhi.workorders.permissions import DISPATCH, HANDLE, WHISTLE
from jiezhi.workorders.supports import may_ask_again, may_ask_supports, speaks_for_caller


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
    rows = bring_in(order, wishes, kind=SupportKind.SUPPORT, actor=actor, at=at)
    record("support_asked", order, **asked_facts(rows))
    return rows


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
    note = require_clean_note(note, lacking=_("Say why they are no longer needed: they read it."))
    end_support(support, SupportVerb.CALL_OFF, note=note, at=at)
    record("support_called_off", support.order, support=str(support.pk))
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
        support.department_id,
        task.strip() or support.task,
        (support.limit_amount, support.limit_unit),
        is_limit_fixed=support.is_limit_fixed,
    )
    rows = bring_in(support.order, [wish], kind=SupportKind(support.kind), actor=actor, at=at)
    record("support_asked", support.order, **asked_facts(rows))
    return rows[0]

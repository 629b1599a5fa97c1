"""The department's verbs: accept, send back, ask for more time, report done; and the decision on more time."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import Limit, LimitUnit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import StaleError
from jiezhi.kit.outbox import emit
from jiezhi.workorders import effects
from jiezhi.workorders.actions._moves import (
    drop_open_wish,
    lock_order,
    own_department,
    record,
    store,
    tell_taken,
)
from jiezhi.workorders.actions._supports import end_support
from jiezhi.workorders.actions._voice import GivenWord, check_voice, require_voice, spoken
from jiezhi.workorders.brief import require_clean_note
from jiezhi.workorders.choices import ExtensionState, OrderState, SendBackReason, SupportVerb, Verb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.errors import (
    ExtensionRefusedError,
    PhotoMissingError,
    SupportsOpenError,
    WrongStepError,
)
from jiezhi.workorders.events import (
    CallbackDue,
    ExtensionAsked,
    ExtensionDecided,
    OrderClosed,
    OrderResolved,
    OrderSentBack,
)
from jiezhi.workorders.models import Extension, WorkOrder
from jiezhi.workorders.permissions import DECIDE_EXTENSION, HANDLE
from jiezhi.workorders.queries import has_pictures
from jiezhi.workorders.reply import require_clean_reply
from jiezhi.workorders.search import note_reply
from jiezhi.workorders.supports import open_supports
from jiezhi.workorders.workflow import return_verb


@action
def accept_order(
    *, order_id: UUID, seen_version: int | None, word: GivenWord | None = None, actor: Actor, at: datetime
) -> WorkOrder:
    """Take an order on (签收): from now on the department answers for it.

    Raises:
        StaleError: Somebody else accepted or moved it in the meantime.
        RefusedError: The order lies with another department.
    """
    require_voice(actor, word)
    order = lock_order(actor, order_id, seen_version=seen_version)
    check_voice(order, word, actor=actor, at=at)
    calendar = calendar_for(order.sub_district_id, since=at)
    entry = effects.take_on(order, Verb.ACCEPT, calendar, actor=actor, at=at)
    record("order_accepted", order)
    tell_taken(order, at=at)
    return store(order, spoken(entry, word))


@action
def send_back_order(
    *,
    order_id: UUID,
    reason: SendBackReason,
    note: str,
    seen_version: int | None,
    word: GivenWord | None = None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Give an order back to the dispatcher with a reason (退单); its clock stands still until it goes out again.

    Raises:
        InvalidError: The reason is not explained.
        WrongStepError: It was asked, not ordered: it is declined by right.
    """
    require_voice(actor, word)
    order = lock_order(actor, order_id, seen_version=seen_version)
    check_voice(order, word, actor=actor, at=at)
    if return_verb(order.hand_over) is not Verb.SEND_BACK:
        raise WrongStepError(_("This was asked, not ordered: decline it with a reason instead."))
    note = require_clean_note(
        note, lacking=_("Explain the reason in a sentence: the dispatcher decides on it.")
    )
    calendar = calendar_for(order.sub_district_id, since=at)
    entry = effects.send_back(order, calendar, reason=reason, note=note, actor=actor, at=at)
    drop_open_wish(order, at=at)
    record("order_sent_back", order, reason=reason.value)
    emit(
        OrderSentBack(
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=entry.department_id or order.pk,
            number=order.number,
            reason=reason.value,
        )
    )
    return store(order, spoken(entry, word))


@action
def resolve_order(
    *,
    order_id: UUID,
    reply: str,
    seen_version: int | None,
    without_supports: str = "",
    word: GivenWord | None = None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Report an order done (办结) with words that the reporter will read.

    Where the matter's flow has an on-site check, a grid worker looks first; an enquiry ends here. No order hangs for
    ever because one support is silent: with a reason, which stays with each of them, open supports lapse.

    Args:
        order_id: Which order.
        reply: What was done.
        seen_version: The version that was decided upon.
        without_supports: Why it is done although supports are open.
        word: What a body said that does not sign in.
        actor: Who reports or records.
        at: Now.

    Raises:
        SupportsOpenError: Supports are open, and no reason is given.
        InvalidError: No reply is given, or it holds a person's number.
        PhotoMissingError: The matter is shown done by a picture, and there is none.
    """
    require_voice(actor, word)
    order = lock_order(actor, order_id, seen_version=seen_version)
    check_voice(order, word, actor=actor, at=at)
    reply = require_clean_reply(reply, lacking=_("Tell the reporter in plain words what was done."))
    # A body that does not sign in shows nothing here; whoever checks on site looks.
    if word is None and order.matter.needs_photo and not has_pictures(order):
        raise PhotoMissingError(_("This matter is shown done by a picture. Add one, then report again."))
    calendar = calendar_for(order.sub_district_id, since=order.dispatched_at or at)
    entry = effects.resolve(order, calendar, reply=reply, actor=actor, at=at)
    _let_supports_lapse(order, require_clean_note(without_supports), at=at)
    drop_open_wish(order, at=at)
    record("order_resolved", order, state=order.state)
    emit(
        OrderResolved(
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=order.lead_id or order.pk,
            number=order.number,
            state=order.state,
        )
    )
    _tell_what_follows(order)
    note_reply(order)
    return store(order, spoken(entry, word))


@action
def ask_extension(
    *, order_id: UUID, amount: int, unit: LimitUnit, reason: str, actor: Actor, at: datetime
) -> Extension:
    """Ask for more time (延期) while the order is in hand and not yet late. The clock runs on until it is granted.

    Raises:
        ExtensionRefusedError: It is late already, one wish is open, or all extra time together would be more than the
            limit itself.
        InvalidError: No reason is given.
    """
    require(actor, HANDLE)
    order = lock_order(actor, order_id)
    own_department(actor, order)
    reason = require_clean_note(reason, lacking=_("Say why more time is needed: the answer depends on it."))
    _check_extension(order, amount, unit, at=at)
    extension = Extension.objects.create(
        sub_district_id=order.sub_district_id,
        order=order,
        amount=amount,
        unit=unit,
        reason=reason,
        asked_at=at,
        asked_by=actor.label,
    )
    record("extension_asked", order, amount=amount, unit=unit.value)
    emit(ExtensionAsked(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))
    return extension


@action
def decide_extension(*, order_id: UUID, is_granted: bool, note: str, actor: Actor, at: datetime) -> WorkOrder:
    """Grant or refuse more time. Granted, the new limit is counted from the old one.

    Raises:
        StaleError: Nothing is asked, or somebody has decided.
        InvalidError: A refusal without a reason.
    """
    require(actor, DECIDE_EXTENSION)
    order = lock_order(actor, order_id)
    asked = order.extensions.filter(state=ExtensionState.ASKED).first()
    if asked is None:
        raise StaleError(_("No wish for more time is open for this order: it has been decided already."))
    note = require_clean_note(note, lacking="" if is_granted else _("Say why more time is refused."))
    asked.state = ExtensionState.GRANTED if is_granted else ExtensionState.REFUSED
    asked.decided_at, asked.decided_by, asked.decision_note = at, actor.label, note
    asked.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    record("extension_decided", order, is_granted=is_granted)
    emit(
        ExtensionDecided(
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=order.lead_id or order.pk,
            number=order.number,
            is_granted=is_granted,
        )
    )
    if not is_granted:
        return order
    calendar = calendar_for(order.sub_district_id, since=order.due_at or at)
    limit = Limit(asked.amount, LimitUnit(asked.unit))
    entry = effects.extend(order, calendar, limit, note=note or asked.reason, actor=actor, at=at)
    return store(order, entry)


def _check_extension(order: WorkOrder, amount: int, unit: LimitUnit, *, at: datetime) -> None:
    if order.state != OrderState.IN_HAND:
        raise ExtensionRefusedError(
            _("More time can be asked for while the order is being handled. Accept it first.")
        )
    if order.due_at is not None and at > order.due_at:
        raise ExtensionRefusedError(_("The limit has passed; more time must be asked for before that."))
    if order.extensions.filter(state=ExtensionState.ASKED).exists():
        raise ExtensionRefusedError(_("A wish for more time is open already. Wait for the decision."))
    most = order.limit_amount - _granted_amount(order)
    if most <= 0:
        raise ExtensionRefusedError(
            _(
                "As much time as the limit itself has been granted already. Report what is done, or send it back."
            )
        )
    if unit != order.limit_unit or not 0 < amount <= most:
        raise ExtensionRefusedError(
            _("All extra time together is at most the limit once more: %(amount)d is left, in the same unit.")
            % {"amount": most}
        )


def _granted_amount(order: WorkOrder) -> int:
    """Sum up the extra time that was granted since the clock last started afresh, in the unit of the limit."""
    granted = order.extensions.filter(state=ExtensionState.GRANTED)
    reopened = order.entries.filter(verb=Verb.REOPEN).order_by("-at", "-id").first()
    if reopened is not None:
        granted = granted.filter(asked_at__gt=reopened.at)
    return granted.aggregate(sum=Sum("amount"))["sum"] or 0


def _let_supports_lapse(order: WorkOrder, reason: str, *, at: datetime) -> None:
    rows = open_supports(order) if order.is_cross_department else []
    if rows and not reason:
        raise SupportsOpenError(
            _(
                "%(departments)s still have a part in this order. Wait for them, call them off, or say why it is "
                "done without them."
            )
            % {"departments": _(", ").join(row.department.name for row in rows)}
        )
    for row in rows:
        row.order = order
        end_support(row, SupportVerb.LAPSE, note=reason, at=at)
        record("support_lapsed", order, support=str(row.pk), department=str(row.department_id))


def _tell_what_follows(order: WorkOrder) -> None:
    kinds = {OrderState.CLOSED: OrderClosed, OrderState.AWAITING_CALLBACK: CallbackDue}
    follows = kinds.get(OrderState(order.state))
    if follows is not None:
        emit(follows(order_id=order.pk, sub_district_id=order.sub_district_id, number=order.number))

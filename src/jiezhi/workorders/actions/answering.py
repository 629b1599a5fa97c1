"""What a body that takes no orders answers: it agrees, reports for duty, takes its own matter over, or declines."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.outbox import emit
from jiezhi.workorders import effects
from jiezhi.workorders.actions._moves import drop_open_wish, lock_order, record, store, tell_taken
from jiezhi.workorders.actions._voice import GivenWord, check_voice, require_voice, spoken
from jiezhi.workorders.brief import require_clean_note
from jiezhi.workorders.choices import RefusalReason, Verb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.events import OfferAnswered
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.workflow import return_verb


@action
def agree_to_order(
    *, order_id: UUID, seen_version: int | None, word: GivenWord | None = None, actor: Actor, at: datetime
) -> WorkOrder:
    """Agree to a request: from now on the body handles it like any order.

    Args:
        order_id: Which order.
        seen_version: The version that was decided upon.
        word: What the body said outside the system; None when its own people answer here.
        actor: Who answers or records.
        at: Now.

    Raises:
        RefusedError: The actor does not speak for the body.
        WrongStepError: It was not asked.
    """
    require_voice(actor, word)
    order = _take_on(order_id, Verb.AGREE, seen_version=seen_version, word=word, actor=actor, at=at)
    record("order_agreed", order)
    return order


@action
def report_for_duty(
    *, order_id: UUID, seen_version: int | None, word: GivenWord | None = None, actor: Actor, at: datetime
) -> WorkOrder:
    """Report for duty after the street's call (吹哨报到).

    Raises:
        RefusedError: The actor does not speak for the bureau.
        WrongStepError: It was not called.
    """
    require_voice(actor, word)
    order = _take_on(order_id, Verb.REPORT_IN, seen_version=seen_version, word=word, actor=actor, at=at)
    record("order_reported_for", order)
    return order


@action
def take_over_order(
    *,
    order_id: UUID,
    their_number: str,
    promised_on: date | None,
    seen_version: int | None,
    word: GivenWord | None = None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Take a matter of one's own duty over that the street passed up; the street follows it under the bureau's number.

    Raises:
        RefusedError: The actor does not speak for the bureau.
        InvalidError: No number is given under which the bureau has it.
        WrongStepError: It was not passed up.
    """
    require_voice(actor, word)
    if not their_number.strip():
        raise InvalidError(_("Enter the number under which the bureau has taken it: the street asks by it."))
    order = _take_on(
        order_id,
        Verb.TAKE,
        seen_version=seen_version,
        word=word,
        actor=actor,
        at=at,
        taken=(their_number.strip(), promised_on),
    )
    record("order_taken_over", order)
    return order


@action
def decline_order(
    *,
    order_id: UUID,
    note: str,
    reason: RefusalReason | None = None,
    seen_version: int | None,
    word: GivenWord | None = None,
    actor: Actor,
    at: datetime,
) -> WorkOrder:
    """Decline what was asked (不予承接): the body's right, so it is no sending back and counts against nobody.

    It is counted for the line of the responsibility list alone, which may name the wrong body.

    Raises:
        RefusedError: The actor does not speak for the body.
        InvalidError: No reason is given.
        WrongStepError: It was ordered, not asked.
    """
    require_voice(actor, word)
    order = lock_order(actor, order_id, seen_version=seen_version)
    check_voice(order, word, actor=actor, at=at)
    if return_verb(order.hand_over) is not Verb.DECLINE:
        raise WrongStepError(_("This was ordered, not asked: send it back with a reason instead."))
    note = require_clean_note(
        note, lacking=_("Say why it is declined: the dispatcher looks for another way.")
    )
    calendar = calendar_for(order.sub_district_id, since=at)
    entry = effects.decline(order, calendar, note=note, reason=reason or "", actor=actor, at=at)
    drop_open_wish(order, at=at)
    record("order_declined", order, reason=reason or "")
    emit(_answered(order, has_agreed=False))
    return store(order, spoken(entry, word))


def _take_on(
    order_id: UUID,
    verb: Verb,
    *,
    seen_version: int | None,
    word: GivenWord | None,
    actor: Actor,
    at: datetime,
    taken: tuple[str, date | None] | None = None,
) -> WorkOrder:
    order = lock_order(actor, order_id, seen_version=seen_version)
    check_voice(order, word, actor=actor, at=at)
    number, promised_on = taken or ("", None)
    if promised_on is not None and promised_on < order.opened_on:
        raise InvalidError(_("The promised day lies before the order itself. Correct it."))
    calendar = calendar_for(order.sub_district_id, since=at)
    entry = effects.take_on(
        order, verb, calendar, actor=actor, at=at, their_number=number, promised_on=promised_on
    )
    emit(_answered(order, has_agreed=True))
    tell_taken(order, at=at)
    return store(order, spoken(entry, word))


def _answered(order: WorkOrder, *, has_agreed: bool) -> OfferAnswered:
    return OfferAnswered(
        order_id=order.pk,
        sub_district_id=order.sub_district_id,
        number=order.number,
        has_agreed=has_agreed,
    )

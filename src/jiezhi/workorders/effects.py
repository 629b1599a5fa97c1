"""What each verb does to an order and its clock, in memory: deeds store it one by one, history in bulk.

Nothing here asks who may, reads, writes or tells. Each function moves the order by its flow's table, sets what
follows from the verb, and gives the history line, not yet stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.deadlines import Limit, WorkingCalendar
from jiezhi.core.workflow import IllegalStepError
from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import Department, Matter
from jiezhi.workorders.choices import KEEPS_STEP, LEAD_ACTS, HandOverMode, OrderState, Verb
from jiezhi.workorders.clock import count_anew, enter_step, extend_clock, shift_for_pause, start_clock
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.workflow import FLOWS, HAND_OVER_VERBS


@dataclass(frozen=True)
class Former:
    """What an order was filed under before its matter was changed.

    Args:
        matter: The other matter.
        entries: Its history under it, oldest first.
        is_limit_its_own: Whether the overall limit came from it or its line, not from a meeting or a chain.
        named: Departments that its line of the list names as supports.
    """

    matter: Matter
    entries: Sequence[OrderEntry]
    is_limit_its_own: bool = True
    named: frozenset[UUID] = frozenset()


def entry_for(
    order: WorkOrder,
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    before: str,
    department: Department | None = None,
    reason: str = "",
    note: str = "",
) -> OrderEntry:
    """Give a history line for a deed, not yet stored."""
    return OrderEntry(
        sub_district_id=order.sub_district_id,
        order=order,
        at=at,
        verb=verb,
        from_state=before,
        to_state=order.state,
        department=department or order.lead,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        reason=reason,
        note=note,
    )


def target_of(order: WorkOrder, verb: Verb) -> str:
    """Give the state into which a verb would bring an order by its flow's table.

    Raises:
        WrongStepError: The flow has no such verb in the present state, or the order was merged.
    """
    if order.merged_into_id is not None:
        raise WrongStepError(
            _("This order was merged into %(number)s: go on there, or undo the merge.")
            % {"number": order.merged_into.number if order.merged_into else ""}
        )
    try:
        return FLOWS[order.flow].target_of(verb, order.state)
    except IllegalStepError as error:
        raise WrongStepError(
            _("“%(verb)s” is not possible while the order is “%(state)s”. Possible now: %(allowed)s.")
            % {
                "verb": verb.label,
                "state": OrderState(order.state).label,
                "allowed": _(", ").join(str(Verb(name).label) for name in error.allowed) or _("nothing"),
            },
        ) from error


def move(
    order: WorkOrder,
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    department: Department | None = None,
    reason: str = "",
    note: str = "",
) -> OrderEntry:
    """Move an order by its flow's table and give the history line, not yet stored; the present step ends.

    Raises:
        WrongStepError: The flow has no such verb in the present state.
    """
    before, order.state = order.state, target_of(order, verb)
    entry = entry_for(
        order, verb, actor=actor, at=at, before=before, department=department, reason=reason, note=note
    )
    if verb not in KEEPS_STEP:
        entry.step_due_at, order.step_due_at = order.step_due_at, None
        entry.step_lead = order.lead if before in LEAD_ACTS else None
    return entry


def dispatch(
    order: WorkOrder,
    lead: Department,
    calendar: WorkingCalendar,
    *,
    mode: HandOverMode,
    actor: Actor,
    at: datetime,
    note: str = "",
    former: Former | None = None,
) -> OrderEntry:
    """Hand an order to a department in a way open towards it: its clock starts, or goes on after it came back.

    Where the order was filed under another matter before, its limit is counted anew, see `clock.count_anew`.
    """
    came_back_at = order.step_entered_at if order.state == OrderState.SENT_BACK else None
    entry = move(order, HAND_OVER_VERBS[mode], actor=actor, at=at, department=lead, note=note)
    _hand_to(order, lead, mode)
    if order.dispatched_at is None:
        order.dispatched_at = at
        start_clock(order, calendar, at=at)
    elif former is not None:
        count_anew(order, calendar, former.entries, at=at)
    elif came_back_at is not None:
        shift_for_pause(order, calendar, begin=came_back_at, end=at)
    enter_step(order, order.matter, calendar, at=at)
    if former is not None:
        entry.old_matter, entry.new_matter = former.matter, order.matter
    return entry


def reassign(
    order: WorkOrder,
    lead: Department,
    calendar: WorkingCalendar,
    *,
    mode: HandOverMode,
    actor: Actor,
    at: datetime,
    note: str,
    reason: str = "",
) -> OrderEntry:
    """Hand an order on; its clock runs on, and whoever cannot be ordered is asked.

    What lies with the dispatcher is dispatched instead, since its clock has not started or stands still.
    """
    verb = HAND_OVER_VERBS[mode]
    # Asking by request, call or passing up is possible for what lies with the dispatcher too; handing on is not.
    target_of(order, Verb.REASSIGN)
    verb = Verb.REASSIGN if verb is Verb.DISPATCH else verb
    entry = move(order, verb, actor=actor, at=at, department=lead, reason=reason, note=note)
    _hand_to(order, lead, mode)
    enter_step(order, order.matter, calendar, at=at)
    return entry


def take_on(
    order: WorkOrder,
    verb: Verb,
    calendar: WorkingCalendar,
    *,
    actor: Actor,
    at: datetime,
    their_number: str = "",
    promised_on: date | None = None,
) -> OrderEntry:
    """Take an order on: accepted, agreed to, reported for, or taken over under the bureau's own number."""
    entry = move(order, verb, actor=actor, at=at, note=their_number)
    order.accepted_at, order.first_accepted_at = at, order.first_accepted_at or at
    if verb is Verb.TAKE:
        order.their_number, order.promised_on = their_number, promised_on
    enter_step(order, order.matter, calendar, at=at)
    return entry


def decline(
    order: WorkOrder, calendar: WorkingCalendar, *, note: str, reason: str = "", actor: Actor, at: datetime
) -> OrderEntry:
    """Decline what was asked: back to the dispatcher, and not counted as sent back."""
    entry = move(order, Verb.DECLINE, actor=actor, at=at, reason=reason, note=note)
    order.accepted_at = None
    enter_step(order, order.matter, calendar, at=at)
    return entry


def send_back(
    order: WorkOrder, calendar: WorkingCalendar, *, reason: str, note: str, actor: Actor, at: datetime
) -> OrderEntry:
    """Give an order back to the dispatcher."""
    entry = move(order, Verb.SEND_BACK, actor=actor, at=at, reason=reason, note=note)
    order.sent_back_count += 1
    order.accepted_at = None
    enter_step(order, order.matter, calendar, at=at)
    return entry


def extend(
    order: WorkOrder, calendar: WorkingCalendar, limit: Limit, *, note: str, actor: Actor, at: datetime
) -> OrderEntry:
    """Give more time, counted from the limit itself."""
    entry = move(order, Verb.EXTEND, actor=actor, at=at, note=note)
    extend_clock(order, calendar, limit)
    return entry


def resolve(
    order: WorkOrder, calendar: WorkingCalendar, *, reply: str, actor: Actor, at: datetime
) -> OrderEntry:
    """Report an order done."""
    entry = move(order, Verb.RESOLVE, actor=actor, at=at, note=reply)
    order.reply, order.resolved_at = reply, at
    order.handling_min = int(calendar.working_minutes_between(order.dispatched_at or at, at))
    order.closed_at = at if order.state == OrderState.CLOSED else None
    enter_step(order, order.matter, calendar, at=at)
    return entry


def answer(order: WorkOrder, *, reply: str, actor: Actor, at: datetime) -> OrderEntry:
    """Answer on the spot by the actor's own department: no clock runs."""
    entry = move(order, Verb.ANSWER, actor=actor, at=at, note=reply)
    order.lead_id = actor.department_id
    order.reply = reply
    order.dispatched_at = order.resolved_at = order.closed_at = order.due_at = at
    order.handling_min = 0
    return entry


def pass_check(
    order: WorkOrder, calendar: WorkingCalendar, *, note: str, actor: Actor, at: datetime
) -> OrderEntry:
    """Find an order done on site."""
    entry = move(order, Verb.PASS_CHECK, actor=actor, at=at, note=note)
    enter_step(order, order.matter, calendar, at=at)
    return entry


def fail_check(
    order: WorkOrder, calendar: WorkingCalendar, *, note: str, actor: Actor, at: datetime
) -> OrderEntry:
    """Find an order not done on site: the department goes on, less the time that the check took."""
    entry = move(order, Verb.FAIL_CHECK, actor=actor, at=at, note=note)
    shift_for_pause(order, calendar, begin=order.resolved_at or at, end=at)
    order.resolved_at, order.handling_min = None, None
    order.failed_check_count += 1
    enter_step(order, order.matter, calendar, at=at)
    return entry


def close(
    order: WorkOrder,
    *,
    was_solved: bool | None,
    was_satisfied: bool | None,
    likes_service: bool | None,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> OrderEntry:
    """Close an order with what its reporters said."""
    entry = move(order, Verb.CLOSE, actor=actor, at=at, note=note)
    order.closed_at = at
    order.was_solved, order.was_satisfied, order.likes_service = was_solved, was_satisfied, likes_service
    enter_step(order, order.matter, None, at=at)
    return entry


def reopen(
    order: WorkOrder,
    calendar: WorkingCalendar,
    *,
    mode: HandOverMode | None,
    reason: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> list[OrderEntry]:
    """Take an order up again with a fresh limit; a body that takes no orders is asked again.

    Args:
        order: Closed, or waiting for its callback.
        calendar: Of the street.
        mode: The way that is open towards its department now; None where nobody ever handed it over.
        reason: A `ReopenReason`.
        note: In words.
        actor: Who was asked or asks.
        at: Now.
    """
    entries = [move(order, Verb.REOPEN, actor=actor, at=at, reason=reason, note=note)]
    order.reopened_count += 1
    order.accepted_at = order.resolved_at = order.closed_at = order.handling_min = None
    order.was_solved = order.was_satisfied = order.likes_service = None
    # What a bureau promised was about the last handling; its line in the history keeps the number.
    order.their_number, order.promised_on = "", None
    start_clock(order, calendar, at=at)
    if mode is not None:
        verb = HAND_OVER_VERBS[mode]
        if verb is not Verb.DISPATCH:
            entries.append(move(order, verb, actor=actor, at=at))
        order.hand_over = mode
    enter_step(order, order.matter, calendar, at=at)
    return entries


def _hand_to(order: WorkOrder, lead: Department, mode: HandOverMode) -> None:
    """Give an order to a department; after another one has had it, it is a matter of several."""
    if order.lead_id not in {None, lead.pk}:
        order.is_cross_department = True
    order.lead, order.accepted_at, order.hand_over = lead, None, mode
    order.their_number, order.promised_on = "", None


def limits_after(order: WorkOrder, entries: Sequence[OrderEntry]) -> Sequence[OrderEntry]:
    """Note on the lines of a deed which limit holds after it."""
    for entry in entries:
        entry.due_at = order.due_at
    return entries

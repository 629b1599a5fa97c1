"""When an order and its step are due: the rules are `core.deadlines`, the numbers are the office's rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from jiezhi.core.deadlines import Limit, LimitUnit, Urgency, WorkingCalendar, due_at, scale_limit
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.models import Matter
from jiezhi.workorders.choices import CLOCK_RUNS, CLOCK_STOPPED, MERGE_VERBS, OrderState, Verb
from jiezhi.workorders.models import OrderEntry, Support, WorkOrder

ANSWER_LIMITS = {
    OrderState.REQUESTED.value: Limit(1, LimitUnit.WORKING_DAYS),
    OrderState.CALLED.value: Limit(1, LimitUnit.WORKING_DAYS),
    OrderState.TRANSFERRED.value: Limit(3, LimitUnit.WORKING_DAYS),
}
"""How long an answer may take where the matter has no step limit of its own; ours, no rule fixes them."""

SUPPORT_ANSWER_LIMIT = Limit(1, LimitUnit.WORKING_DAYS)
"""How long a department may take to say whether it supports; ours, no rule fixes it."""

WHISTLE_LIMIT = Limit(4, LimitUnit.WORKING_HOURS)
"""By when a department that a community calls reports for duty; ours, no rule fixes it."""

LEAST_LEFT = Limit(1, LimitUnit.WORKING_DAYS)
"""What a department has at least when an order comes to it under another matter; ours, no rule fixes it."""

NATURAL = (LimitUnit.NATURAL_HOURS, LimitUnit.NATURAL_DAYS)


class Limited(Protocol):
    """An order, or a line of a list, as far as its overall limit goes."""

    @property
    def limit_amount(self) -> int: ...
    @property
    def limit_unit(self) -> str: ...
    @property
    def urgency(self) -> str: ...


def calendar_for(sub_district_id: UUID, *, since: datetime) -> WorkingCalendar:
    """Give the street's working calendar from a moment on, in one statement."""
    return working_calendar(sub_district_id, since=timezone.localdate(since))


def calendar_if_asked(sub_district_id: UUID, *, since: datetime) -> WorkingCalendar:
    """Give the calendar for a page, read when a time left is first counted: orders that are done need none."""
    return cast("WorkingCalendar", SimpleLazyObject(lambda: calendar_for(sub_district_id, since=since)))


def whole_limit(order: Limited) -> Limit:
    """Give the overall limit of an order, shortened by its urgency."""
    limit = Limit(order.limit_amount, LimitUnit(order.limit_unit))
    return scale_limit(limit, Urgency(order.urgency))


def part_limit(part: Support, urgency: str) -> Limit:
    """Give the limit of a part as it holds: what a person set stays as it was set, any other one is shortened.

    Args:
        part: Of which order.
        urgency: Of that order.
    """
    limit = Limit(part.limit_amount, LimitUnit(part.limit_unit))
    return limit if part.is_limit_fixed else scale_limit(limit, Urgency(urgency))


def answer_limit(part: Support, urgency: str) -> Limit:
    """Give how long a department may take to answer, shortened by the urgency of the order."""
    return scale_limit(WHISTLE_LIMIT if part.is_whistle else SUPPORT_ANSWER_LIMIT, Urgency(urgency))


def start_part(part: Support, urgency: str, calendar: WorkingCalendar, *, at: datetime) -> None:
    """Start both clocks of a part: an answer is never due after what it is about."""
    part.due_at = due_at(calendar, at, part_limit(part, urgency))
    part.answer_due_at = min(due_at(calendar, at, answer_limit(part, urgency)), part.due_at)


def step_limit(order: WorkOrder, matter: Matter) -> Limit | None:
    """Give the limit of an order's present step, shortened by its urgency; None where it has none."""
    limits = {limit.step: limit for limit in matter.step_limits.all()}
    row = limits.get(order.state)
    limit = Limit(row.amount, LimitUnit(row.unit)) if row else ANSWER_LIMITS.get(order.state)
    return scale_limit(limit, Urgency(order.urgency)) if limit else None


def start_clock(order: WorkOrder, calendar: WorkingCalendar, *, at: datetime) -> None:
    """Start the overall clock: at the first dispatch, and afresh when the order is reopened."""
    order.due_at = due_at(calendar, at, whole_limit(order))


def count_anew(
    order: WorkOrder, calendar: WorkingCalendar, entries: Sequence[OrderEntry], *, at: datetime
) -> None:
    """Give an order that goes out again under another matter the limit it would have had under it from the start.

    What was used stays used, since the resident has waited for it; what lay with the dispatcher, waited or was found
    not done stays given back. More time that was granted was granted for the other matter and falls away. Because no
    department can be late before it begins, it has at least a working day, or the whole limit where that is shorter.

    Args:
        order: Under its new limit; it goes out now.
        calendar: From the first dispatch on.
        entries: Its history, oldest first, up to its return to the dispatcher.
        at: Now.
    """
    began, state = order.dispatched_at or at, ""
    paused_since: datetime | None = None
    pauses: list[tuple[datetime, datetime]] = []
    for entry in entries:
        if entry.verb == Verb.REOPEN:
            began, pauses = entry.at, []
        if entry.verb == Verb.FAIL_CHECK or (state in CLOCK_STOPPED and entry.to_state in CLOCK_RUNS):
            pauses += [(paused_since, entry.at)] if paused_since is not None else []
        if entry.to_state != state and entry.verb not in MERGE_VERBS:
            state, paused_since = entry.to_state, entry.at
    order.due_at = due_at(calendar, began, whole_limit(order))
    for begin, end in [*pauses, (order.step_entered_at, at)]:
        shift_for_pause(order, calendar, begin=begin, end=end)
    least = min(due_at(calendar, at, whole_limit(order)), scaled_due(order, calendar, LEAST_LEFT, at=at))
    order.due_at = max(order.due_at, least)


def shift_for_pause(order: WorkOrder, calendar: WorkingCalendar, *, begin: datetime, end: datetime) -> None:
    """Give the department back the time in which the order was not in its hands.

    Working time for limits in working hours or days, clock time for natural ones.
    """
    if order.due_at is None:
        return
    if LimitUnit(order.limit_unit) in NATURAL:
        order.due_at += end - begin
        return
    minutes = int(calendar.working_minutes_between(begin, end))
    if minutes > 0:
        order.due_at = calendar.add(order.due_at, Limit(minutes, LimitUnit.WORKING_MINUTES))


def extend_clock(order: WorkOrder, calendar: WorkingCalendar, limit: Limit) -> None:
    """Move the overall limit by granted extra time, counted from the limit itself.

    A limit in natural days ends at 24:00, which is 00:00 of the next date: counted from there, a day too many
    would be given.
    """
    if order.due_at is None:
        return
    if limit.unit.counts_whole_days:
        order.due_at = calendar.add_days(calendar.day_of(order.due_at), limit)
    else:
        order.due_at = calendar.add(order.due_at, limit)


def enter_step(order: WorkOrder, matter: Matter, calendar: WorkingCalendar | None, *, at: datetime) -> None:
    """Note when the present step began and, where a clock runs, when it must end if the matter limits it."""
    order.step_entered_at, order.step_due_at = at, None
    if calendar is None:
        return
    limit = step_limit(order, matter)
    if limit is not None:
        order.step_due_at = due_at(calendar, at, limit)


def scaled_due(order: Limited, calendar: WorkingCalendar, limit: Limit, *, at: datetime) -> datetime:
    """Give when something beside an order's own clock ends: a limit of its own, shortened by the order's urgency."""
    return due_at(calendar, at, scale_limit(limit, Urgency(order.urgency)))

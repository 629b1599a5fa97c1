"""When an order is due: its limit, what stood still meanwhile, and what was granted on top."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiezhi.core.deadlines.limits import Limit
from jiezhi.core.deadlines.working_calendar import WorkingCalendar


@dataclass(frozen=True)
class Pause:
    """A span in which the clock of an order stood still (挂起).

    A pause that still lasts has the present as its end.

    Args:
        begin: an aware instant.
        end: an aware instant, not before the begin.

    Raises:
        ValueError: the end lies before the begin, or an instant has no time zone.

    Examples:
        >>> from datetime import UTC, timedelta
        >>> begin = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        >>> Pause(begin, begin + timedelta(hours=2)).end.isoformat()
        '2026-11-23T03:00:00+00:00'
    """

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.begin.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("A pause needs aware instants such as UTC.")
        if self.end < self.begin:
            raise ValueError("A pause cannot end before it begins.")


def due_at(
    calendar: WorkingCalendar,
    start: datetime,
    limit: Limit,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Limit] = (),
) -> datetime:
    """The deadline, in UTC.

    Extensions follow the limit one after the other, each by the rules of its own unit. Then every pause that
    begins before the deadline as it stands moves it by exactly the time that passed in the pause: working
    time if the limit counts working time, natural time otherwise. Nobody gains or loses by a pause, so a
    limit in days that was paused for two hours ends two hours into a day. Overlapping pauses count once;
    time paused before the clock runs (on the day of the start, for limits in days) counts for nothing.

    Args:
        calendar: when the office works.
        start: the aware instant from which the limit runs.
        limit: the limit itself.
        pauses: when the clock stood still, in any order.
        extensions: what was granted on top, in the order of the grants.

    Raises:
        ValueError: the start has no time zone.

    Examples:
        >>> from datetime import UTC, time, timedelta
        >>> from jiezhi.core.deadlines.limits import LimitUnit
        >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
        >>> monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
        >>> four_hours = Limit(4, LimitUnit.WORKING_HOURS)
        >>> due_at(office, monday, four_hours).isoformat()
        '2026-11-23T06:00:00+00:00'
        >>> lunch = Pause(monday + timedelta(hours=2), monday + timedelta(hours=4))
        >>> due_at(office, monday, four_hours, pauses=[lunch]).isoformat()
        '2026-11-23T07:00:00+00:00'
        >>> due_at(office, monday, four_hours, extensions=[Limit(1, LimitUnit.WORKING_DAYS)]).isoformat()
        '2026-11-24T09:00:00+00:00'
    """
    due = calendar.add(start, limit)
    for extension in extensions:
        due = _extend(calendar, due, extension)
    runs_from = _clock_start(calendar, start, limit)
    for pause in _merge(pauses):
        if pause.begin >= due:
            break
        begin = max(pause.begin, runs_from)
        if pause.end <= begin:
            continue
        if limit.unit.counts_working_time:
            due = calendar.add_working_time(due, calendar.working_time_between(begin, pause.end))
        else:
            due += pause.end - begin
    return due


def _extend(calendar: WorkingCalendar, due: datetime, extension: Limit) -> datetime:
    # A deadline at 24:00 belongs to the day that ends there; `add` would lose the day that follows.
    if extension.unit.counts_whole_days:
        return calendar.add_days(calendar.day_of(due), extension)
    return calendar.add(due, extension)


def _clock_start(calendar: WorkingCalendar, start: datetime, limit: Limit) -> datetime:
    if not limit.unit.counts_whole_days:
        return start
    return calendar.end_of_day(start)


def _merge(pauses: Iterable[Pause]) -> list[Pause]:
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: (each.begin, each.end)):
        if merged and pause.begin <= merged[-1].end:
            merged[-1] = Pause(merged[-1].begin, max(merged[-1].end, pause.end))
        else:
            merged.append(pause)
    return merged

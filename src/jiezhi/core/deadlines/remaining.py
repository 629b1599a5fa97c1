"""How much time is left until a deadline, and how to say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jiezhi.core.deadlines.limits import Limit, LimitUnit
from jiezhi.core.deadlines.working_calendar import WorkingCalendar

SOON_SHARE = 0.2
SOON_MINUTES = 4 * 60


class Tone(StrEnum):
    """How a deadline is shown; always with words, never by colour alone."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class TimeLeft:
    """What is left until a deadline.

    Args:
        minutes_working: whole working minutes left; negative once the deadline has passed by some.
        minutes_natural: whole minutes left on the wall clock; negative once it has passed.
        is_overdue: whether the deadline has passed; at the deadline itself it has not.
        share_left: the part of the whole span that is left, 0..1; None if the start is unknown.
        counts_working_time: which of the two clocks the limit runs on.
    """

    minutes_working: int
    minutes_natural: int
    is_overdue: bool
    share_left: float | None = None
    counts_working_time: bool = True


def time_left(
    calendar: WorkingCalendar,
    now: datetime,
    due: datetime,
    *,
    started_at: datetime | None = None,
    unit: LimitUnit = LimitUnit.WORKING_HOURS,
) -> TimeLeft:
    """What is left of a limit, on the clock of its unit.

    Args:
        calendar: when the office works.
        now: the present, aware.
        due: the deadline, aware.
        started_at: when the limit began; without it there is no share.
        unit: the unit of the limit; only whether it counts working or natural time matters.

    Raises:
        ValueError: an instant has no time zone.

    Examples:
        >>> from datetime import UTC, time
        >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
        >>> monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
        >>> left = time_left(office, monday, monday + timedelta(hours=24), started_at=monday)
        >>> left.minutes_working, left.minutes_natural, left.is_overdue, left.share_left
        (420, 1440, False, 1.0)
    """
    working = calendar.working_minutes_between(now, due)
    natural = int((due - now) / timedelta(minutes=1))
    share = None
    if started_at is not None:
        share = _share_left(calendar, started_at, now, due, counts_working_time=unit.counts_working_time)
    return TimeLeft(working, natural, now > due, share, unit.counts_working_time)


def counted_from(calendar: WorkingCalendar, now: datetime, due: datetime, limit: Limit) -> datetime:
    """From when the time left is told, so that it is never more than the limit.

    Days leave out the day of the start: on that day the limit itself is left, not the limit and the rest of the day.
    It is the day of the start as long as the limit, begun now, would end at the same deadline.

    Args:
        calendar: when the office works.
        now: the present, aware.
        due: the deadline, aware.
        limit: the limit that ends there, if nothing was given on top of it.

    Raises:
        ValueError: an instant has no time zone.

    Source:
        Civil Code of the PRC, article 201: the first day is not counted.

    Examples:
        >>> from datetime import UTC, time
        >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
        >>> monday, ten = datetime(2026, 11, 23, 1, 0, tzinfo=UTC), Limit(10, LimitUnit.WORKING_DAYS)
        >>> due = office.add(monday, ten)
        >>> counted_from(office, monday, due, ten).isoformat()
        '2026-11-23T16:00:00+00:00'
        >>> tuesday = monday + timedelta(days=1)
        >>> counted_from(office, tuesday, due, ten) == tuesday
        True
    """
    if limit.unit.counts_whole_days and calendar.add(now, limit) == due:
        return calendar.end_of_day(now)
    return now


def tone(left: TimeLeft) -> Tone:
    """How to show a deadline.

    Late once it has passed. Soon when at most a fifth of the whole span is left, or less than four hours on
    the clock of the limit: half a working day is what a department needs to send somebody out. An order whose
    whole limit is shorter than that is soon from its start. Calm otherwise.

    Args:
        left: what `time_left` gave.

    Examples:
        >>> str(tone(TimeLeft(minutes_working=240, minutes_natural=240, is_overdue=False, share_left=0.5)))
        'calm'
        >>> str(tone(TimeLeft(minutes_working=239, minutes_natural=239, is_overdue=False, share_left=0.5)))
        'soon'
    """
    if left.is_overdue:
        return Tone.LATE
    minutes = left.minutes_working if left.counts_working_time else left.minutes_natural
    is_last_part = left.share_left is not None and left.share_left <= SOON_SHARE
    return Tone.SOON if is_last_part or minutes < SOON_MINUTES else Tone.CALM


def _share_left(
    calendar: WorkingCalendar,
    started_at: datetime,
    now: datetime,
    due: datetime,
    *,
    counts_working_time: bool,
) -> float:
    if counts_working_time:
        whole = calendar.working_time_between(started_at, due)
        rest = calendar.working_time_between(now, due)
    else:
        whole, rest = due - started_at, due - now
    if whole <= timedelta(0):
        return 0.0
    return min(1.0, max(0.0, rest / whole))

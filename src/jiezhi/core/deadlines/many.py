"""The tones of thousands of deadlines at one moment, for a map: the same as `tone`, at a tenth of the cost."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jiezhi.core.deadlines.day_hours import DayHours, since_midnight
from jiezhi.core.deadlines.limits import LimitUnit
from jiezhi.core.deadlines.remaining import SOON_MINUTES, SOON_SHARE, Tone
from jiezhi.core.deadlines.working_calendar import WorkingCalendar

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
_SOON = timedelta(minutes=SOON_MINUTES)


class ManyTones:
    """Tells how deadlines are shown at one moment, and counts each day of the calendar once.

    Args:
        calendar: When the office works.
        now: The present, aware.

    Examples:
        >>> from datetime import UTC, time
        >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
        >>> monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
        >>> tones = ManyTones(office, monday)
        >>> unit = LimitUnit.WORKING_HOURS
        >>> [str(tones.tone(None, monday + timedelta(hours=hours), unit)) for hours in (-1, 3, 24)]
        ['late', 'soon', 'calm']
    """

    def __init__(self, calendar: WorkingCalendar, now: datetime) -> None:
        self._calendar, self._now = calendar, now
        self._zone = ZoneInfo(calendar.timezone)
        self._hours = DayHours.from_times(calendar.hours)
        self._first = now.astimezone(self._zone).date()
        self._ahead: list[timedelta] = [_NOTHING]
        self._behind: list[timedelta] = [_NOTHING]
        self._worked_now = self._worked(now)

    def tone(self, started_at: datetime | None, due: datetime, unit: LimitUnit) -> Tone:
        """Give the tone of one deadline, as `tone(time_left(...))` does.

        Args:
            started_at: When the limit began, if that is known.
            due: The deadline, aware.
            unit: The unit of the limit.
        """
        if self._now > due:
            return Tone.LATE
        if unit.counts_working_time:
            due_at = self._worked(due)
            rest = due_at - self._worked_now
            whole = None if started_at is None or rest < _SOON else due_at - self._worked(started_at)
        else:
            rest, whole = due - self._now, None if started_at is None else due - started_at
        if rest < _SOON or (whole is not None and _share(rest, whole) <= SOON_SHARE):
            return Tone.SOON
        return Tone.CALM

    def _worked(self, instant: datetime) -> timedelta:
        """Working time since the beginning of today; negative before."""
        local = instant.astimezone(self._zone)
        on = local.date()
        before = self._before(on)
        if not self._calendar.is_workday(on):
            return before
        return before + self._hours.worked_by(since_midnight(local.time()))

    def _before(self, on: date) -> timedelta:
        days = (on - self._first).days
        known, step = (self._ahead, 1) if days >= 0 else (self._behind, -1)
        while len(known) <= abs(days):
            passed = self._first + (len(known) - (1 if step > 0 else 0)) * step * _DAY
            known.append(known[-1] + step * self._calendar.is_workday(passed) * self._hours.length)
        return known[abs(days)]


def _share(rest: timedelta, whole: timedelta) -> float:
    return 0.0 if whole <= _NOTHING else min(1.0, rest / whole)

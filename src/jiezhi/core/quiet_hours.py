"""Quiet hours: when a message that rings may reach a person, and the first minute at which it may again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST_REST_DAYS = 40
"""Days off in a row that are believed. A calendar in which everything is a day off is a mistake, and would lose
messages; the longest public holidays of mainland China have nine days (Spring Festival 2026)."""


@dataclass(frozen=True)
class QuietHours:
    """The hours in which nothing rings, as somebody wishes them.

    Args:
        begins: Wall clock time at which quiet begins.
        ends: Wall clock time at which it ends, of the next day when it is not later than `begins`; equal to `begins`
            when no hour is quiet.
        rests_on_days_off: Whether whole days off are quiet as well.

    Source: Law on the Prevention and Control of Noise Pollution (2021), Article 88, calls 22:00 to 06:00 night; the
        default of `notices` is wider on both sides.
    """

    begins: time
    ends: time
    rests_on_days_off: bool = False

    def is_quiet(self, moment: datetime, *, is_workday: Callable[[date], bool]) -> bool:
        """Whether nothing may ring at a moment of local time.

        Args:
            moment: Local time.
            is_workday: Says of a day whether people work on it.

        Examples:
            >>> night = QuietHours(time(21), time(8))
            >>> always = lambda on: True
            >>> [night.is_quiet(datetime(2026, 11, 2, hour), is_workday=always) for hour in (7, 8, 20, 21)]
            [True, False, False, True]
        """
        if self.rests_on_days_off and not is_workday(moment.date()):
            return True
        clock = moment.time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def first_allowed(moment: datetime, quiet: QuietHours, *, is_workday: Callable[[date], bool]) -> datetime:
    """Give the first moment from `moment` on at which something may ring.

    Args:
        moment: Local time, with or without a zone; the result has the same.
        quiet: When nothing rings.
        is_workday: Says of a day whether people work on it. After `LONGEST_REST_DAYS` days off in a row it is not
            believed any more, and only the hours count.

    Returns:
        `moment` itself when it is allowed, otherwise the end of the quiet time it lies in.

    Examples:
        >>> night = QuietHours(time(21), time(8), rests_on_days_off=True)
        >>> weekdays = lambda on: on.weekday() < 5
        >>> friday = datetime(2026, 11, 6, 21, 30)
        >>> first_allowed(friday, night, is_workday=weekdays).isoformat()
        '2026-11-09T08:00:00'
        >>> first_allowed(datetime(2026, 11, 6, 20, 59), night, is_workday=weekdays).isoformat()
        '2026-11-06T20:59:00'
    """
    last_believed = moment.date() + timedelta(days=LONGEST_REST_DAYS)

    def believed(on: date) -> bool:
        return on > last_believed or is_workday(on)

    while quiet.is_quiet(moment, is_workday=believed):
        moment = _next_change(
            moment, quiet, is_day_off=quiet.rests_on_days_off and not believed(moment.date())
        )
    return moment


def _next_change(moment: datetime, quiet: QuietHours, *, is_day_off: bool) -> datetime:
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), tzinfo=moment.tzinfo)
    if is_day_off or (quiet.begins > quiet.ends and moment.time() >= quiet.begins):
        return midnight
    return datetime.combine(moment.date(), quiet.ends, tzinfo=moment.tzinfo)

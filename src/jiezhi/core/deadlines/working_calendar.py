"""The working calendar of a Chinese office: hours, weekends, holidays and make-up workdays (调休).

Monday to Friday are working days unless the State Council's yearly arrangement says otherwise; it turns some
weekdays into holidays and some weekend days into make-up workdays. Both are `exceptions` here, kept as rows
that an office can edit.

Working time is counted on the local clock. All instants that come in are aware, all that go out are in UTC.

Source:
    General Office of the State Council, yearly notice on the arrangement of public holidays (published
    each November for the year that follows).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jiezhi.core.deadlines.day_hours import DayHours, since_midnight
from jiezhi.core.deadlines.limits import Limit, LimitUnit

_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_WORKDAYS_A_WEEK = 5
_NOVEMBER = 11


@dataclass(frozen=True)
class WorkingCalendar:
    """When an office works.

    Args:
        hours: the working intervals of every workday on the local clock, in order and apart; an end of 00:00
            means midnight at the end of the day, so that an office on duty all day is ((00:00, 00:00),).
        exceptions: days that differ from Monday-to-Friday: True for a make-up workday, False for a holiday.
        timezone: the IANA name of the local clock.
        known_years: the years whose holiday arrangement has been entered.

    Raises:
        ValueError: there are no hours, they overlap or are out of order, or the time zone is unknown.

    Examples:
        >>> office = WorkingCalendar(
        ...     hours=((time(9), time(12)), (time(13), time(17))),
        ...     exceptions={date(2026, 10, 1): False, date(2026, 10, 10): True},
        ... )
        >>> office.is_workday(date(2026, 10, 1)), office.is_workday(date(2026, 10, 10))
        (False, True)
    """

    hours: tuple[tuple[time, time], ...]
    exceptions: Mapping[date, bool] = field(hash=False)
    timezone: str = "Asia/Shanghai"
    known_years: frozenset[int] = frozenset()
    _day: DayHours = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A copy, so that nobody changes the calendar from outside; plain, so that it can be pickled.
        object.__setattr__(self, "exceptions", dict(self.exceptions))
        # Made now, so that wrong hours are told here and not at the first deadline.
        object.__setattr__(self, "_day", DayHours.from_times(self.hours))
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(
                f"The time zone {self.timezone!r} is unknown; use a name like Asia/Shanghai."
            ) from error

    def is_workday(self, on: date) -> bool:
        """Whether the office works on this local date.

        Args:
            on: a local date.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(17)),), {})
            >>> office.is_workday(date(2026, 11, 20)), office.is_workday(date(2026, 11, 21))
            (True, False)
        """
        return self.exceptions.get(on, on.weekday() < _WORKDAYS_A_WEEK)

    def add(self, start: datetime, limit: Limit) -> datetime:
        """The instant at which a limit that starts now has run out, in UTC.

        Minutes and hours run from the start itself, working ones only inside working hours: what starts in
        the evening begins at the next opening, and an amount that fills a day ends when that day closes.

        Days leave out the day of the start. Working days are counted from the next workday, and the limit
        ends when the office closes on the last one. Natural days end at 24:00 of the last one (00:00 of the
        next date; `day_of` gives the date people would say). Civil Code 203 moves an end that falls on a
        public holiday to the day after; natural days here do *not* move, since the limits of urban management
        run through holidays. Whoever owes that courtesy uses working days.

        Args:
            start: an aware instant.
            limit: what is added.

        Raises:
            ValueError: the start has no time zone.

        Source:
            Civil Code of the PRC, articles 201 (the first day is not counted, hours run from the start) and
            203 (ends at 24:00, or at the close of business where there are business hours).

        Examples:
            >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
            >>> friday = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai
            >>> office.add(friday, Limit(2, LimitUnit.WORKING_HOURS)).isoformat()
            '2026-11-23T02:00:00+00:00'
            >>> office.add(friday, Limit(1, LimitUnit.WORKING_DAYS)).isoformat()
            '2026-11-23T09:00:00+00:00'
            >>> office.add(friday, Limit(1, LimitUnit.NATURAL_DAYS)).isoformat()
            '2026-11-21T16:00:00+00:00'
        """
        if limit.unit.counts_whole_days:
            return self.add_days(self._local(start).date(), limit)
        match limit.unit:
            case LimitUnit.WORKING_MINUTES:
                return self.add_working_time(start, timedelta(minutes=limit.amount))
            case LimitUnit.WORKING_HOURS:
                return self.add_working_time(start, timedelta(hours=limit.amount))
            case _:
                return _in_utc(start) + timedelta(hours=limit.amount)

    def add_days(self, on: date, limit: Limit) -> datetime:
        """The end of a limit in days whose first day, which is not counted, is this local date.

        Args:
            on: the local date of the start.
            limit: an amount of working or natural days.

        Raises:
            ValueError: the limit is not in days.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(17)),), {})
            >>> office.add_days(date(2026, 11, 20), Limit(2, LimitUnit.WORKING_DAYS)).isoformat()
            '2026-11-24T09:00:00+00:00'
        """
        if not limit.unit.counts_whole_days:
            raise ValueError(f"{limit.unit} are not days; use add.")
        if limit.unit is LimitUnit.NATURAL_DAYS:
            return self._instant(on + limit.amount * _DAY, _DAY)
        return self._instant(self._workday_after(on, limit.amount), self._day.closing)

    def add_working_time(self, start: datetime, length: timedelta) -> datetime:
        """The earliest instant, in UTC, by which this much working time has passed since the start.

        Adding nothing gives back the start, even outside working hours.

        Args:
            start: an aware instant.
            length: working time, not negative.

        Raises:
            ValueError: the start has no time zone or the length is negative.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(17)),), {})
            >>> friday = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai
            >>> office.add_working_time(friday, timedelta(hours=1)).isoformat()
            '2026-11-20T09:00:00+00:00'
        """
        if length < timedelta(0):
            raise ValueError("Working time to add cannot be negative.")
        local = self._local(start)
        if not length:
            return _in_utc(start)
        on, due_within = local.date(), self._worked_by(local) + length
        # A length that fills its days exactly ends at closing time, not at the next opening.
        whole_days = -(-due_within // self._day.length) - 1
        if whole_days or not self.is_workday(on):
            on = self._workday_after(on, whole_days + (0 if self.is_workday(on) else 1))
        return self._instant(on, self._day.reached_at(due_within - whole_days * self._day.length))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The exact working time from one instant to another; negative if the end lies before the start.

        Args:
            start: an aware instant.
            end: an aware instant.

        Raises:
            ValueError: an instant has no time zone.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
            >>> friday = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # 16:30 in Shanghai
            >>> office.working_time_between(friday, friday + timedelta(days=3))
            datetime.timedelta(seconds=25200)
        """
        first, last = self._local(start), self._local(end)
        if last < first:
            return -self.working_time_between(end, start)
        whole_days = self._count_workdays(first.date(), last.date()) * self._day.length
        return whole_days + self._worked_by(last) - self._worked_by(first)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from one instant to another; a minute that has begun does not count.

        Negative if the end lies before the start. The count inside is exact, so minutes of two spans may add
        up to one less than the minutes of both together; use `working_time_between` for sums.

        Args:
            start: an aware instant.
            end: an aware instant.

        Raises:
            ValueError: an instant has no time zone.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(12)), (time(13), time(17))), {})
            >>> noon = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
            >>> office.working_minutes_between(noon, noon + timedelta(minutes=61, seconds=59))
            1
        """
        worked = self.working_time_between(start, end)
        minutes = abs(worked) // timedelta(minutes=1)
        return minutes if worked > timedelta(0) else -minutes

    def day_of(self, instant: datetime) -> date:
        """The local date that people would say for a deadline: 00:00 is 24:00 of the day before.

        Args:
            instant: an aware instant, usually a deadline.

        Raises:
            ValueError: the instant has no time zone.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(17)),), {})
            >>> office.day_of(datetime(2026, 11, 20, 16, 0, tzinfo=UTC))  # 24:00 in Shanghai
            datetime.date(2026, 11, 20)
        """
        local = self._local(instant)
        return local.date() - _DAY if local.time() == _MIDNIGHT else local.date()

    def end_of_day(self, instant: datetime) -> datetime:
        """The instant, in UTC, at which the local day of this instant ends (24:00).

        Args:
            instant: an aware instant.

        Raises:
            ValueError: the instant has no time zone.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(17)),), {})
            >>> office.end_of_day(datetime(2026, 11, 20, 1, 0, tzinfo=UTC)).isoformat()
            '2026-11-20T16:00:00+00:00'
        """
        return self._instant(self._local(instant).date(), _DAY)

    def is_year_known(self, year: int) -> bool:
        """Whether the holiday arrangement of this year has been entered.

        Args:
            year: a calendar year.

        Examples:
            >>> WorkingCalendar(((time(9), time(17)),), {}, known_years=frozenset({2026})).is_year_known(2027)
            False
        """
        return year in self.known_years

    def missing_years(self, today: date) -> tuple[int, ...]:
        """The years whose arrangement should be here by now and is not.

        This year always; next year from 1 November on, the month in which the arrangement is published.

        Args:
            today: the local date.

        Examples:
            >>> office = WorkingCalendar(((time(9), time(17)),), {}, known_years=frozenset({2026}))
            >>> office.missing_years(date(2026, 10, 31)), office.missing_years(date(2026, 11, 1))
            ((), (2027,))
        """
        wanted = [today.year, today.year + 1] if today.month >= _NOVEMBER else [today.year]
        return tuple(year for year in wanted if not self.is_year_known(year))

    def _local(self, instant: datetime) -> datetime:
        return _in_utc(instant).astimezone(ZoneInfo(self.timezone))

    def _instant(self, on: date, since_midnight: timedelta) -> datetime:
        # Added on the local clock before the zone is known, so that 17:00 stays 17:00.
        wall = datetime.combine(on, _MIDNIGHT) + since_midnight
        return wall.replace(tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)

    def _worked_by(self, local: datetime) -> timedelta:
        """Working time of this day up to this moment."""
        if not self.is_workday(local.date()):
            return timedelta(0)
        return self._day.worked_by(since_midnight(local.time()))

    def _workday_after(self, on: date, count: int) -> date:
        while count:
            on += _DAY
            count -= self.is_workday(on)
        return on

    def _count_workdays(self, first: date, until: date) -> int:
        """Workdays from the first date up to, not including, the last."""
        weeks, rest = divmod((until - first).days, 7)
        ordinary = weeks * _WORKDAYS_A_WEEK + sum(
            (first + number * _DAY).weekday() < _WORKDAYS_A_WEEK for number in range(rest)
        )
        changed = sum(
            works - (on.weekday() < _WORKDAYS_A_WEEK)
            for on, works in self.exceptions.items()
            if first <= on < until
        )
        return ordinary + changed


def _in_utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(
            f"{instant.isoformat()} has no time zone; deadlines need aware instants such as UTC."
        )
    return instant.astimezone(UTC)

"""On which day a monthly meeting is held: the rule, and the move to a workday when the office is closed.

A joint meeting is regular because nobody has to call it: its day follows from a rule that everybody knows.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from jiezhi.core.deadlines import WorkingCalendar

LAST = 5
"""As `nth`: the last of its weekday, which is the fourth or the fifth."""
RECORD_DAYS = 14
"""Natural days after the meeting's day within which its minutes are begun, or the month counts as missed."""

_DAY = timedelta(days=1)
_DAYS_A_WEEK = 7
_LONGEST_MONTH = 31
_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class NthWeekday:
    """The first, second, third, fourth or last of a weekday in the month.

    Args:
        nth: 1 to 4, or `LAST`.
        weekday: 0 for Monday to 6 for Sunday.

    Raises:
        ValueError: one of the numbers is outside its range.
    """

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        if not 1 <= self.nth <= LAST or not 0 <= self.weekday < _DAYS_A_WEEK:
            raise ValueError(f"There is no weekday {self.weekday} number {self.nth} in a month.")


@dataclass(frozen=True)
class MonthDay:
    """The same day of every month; in a shorter month its last day.

    Args:
        day: 1 to 31.

    Raises:
        ValueError: no month has such a day.
    """

    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.day <= _LONGEST_MONTH:
            raise ValueError(f"No month has a day {self.day}.")


DayRule = NthWeekday | MonthDay


@dataclass(frozen=True)
class MeetingDay:
    """The day of one meeting.

    Args:
        planned_on: what the rule says.
        meets_on: the same day, or the next workday when the office is closed on it.
    """

    planned_on: date
    meets_on: date

    @property
    def is_moved(self) -> bool:
        """Whether the office is closed on the planned day."""
        return self.meets_on != self.planned_on


def day_by_rule(rule: DayRule, month_on: date) -> date:
    """The day that a rule names in a month.

    Args:
        rule: which day.
        month_on: any day of the month.

    Examples:
        >>> november = date(2026, 11, 1)
        >>> day_by_rule(NthWeekday(2, 2), november)  # the second Wednesday
        datetime.date(2026, 11, 11)
        >>> day_by_rule(NthWeekday(LAST, 0), november), day_by_rule(MonthDay(31), november)
        (datetime.date(2026, 11, 30), datetime.date(2026, 11, 30))
    """
    first = month_on.replace(day=1)
    days = calendar.monthrange(first.year, first.month)[1]
    if isinstance(rule, MonthDay):
        return first.replace(day=min(rule.day, days))
    on = first + (rule.weekday - first.weekday()) % _DAYS_A_WEEK * _DAY + (rule.nth - 1) * _DAYS_A_WEEK * _DAY
    return on if on.month == first.month else on - _DAYS_A_WEEK * _DAY


def meeting_day(rule: DayRule, month_on: date, office: WorkingCalendar) -> MeetingDay:
    """The day of a month's meeting: as the rule says, or the next workday after it.

    It may fall into the next month, when a month ends with a holiday; it still is this month's meeting.

    Args:
        rule: which day.
        month_on: any day of the month.
        office: when the office works.

    Examples:
        >>> from datetime import time
        >>> office = WorkingCalendar(((time(9), time(17)),), {date(2026, 10, 1): False, date(2026, 10, 2): False})
        >>> meeting_day(MonthDay(1), date(2026, 10, 1), office).meets_on  # 1 and 2 October are holidays
        datetime.date(2026, 10, 5)
    """
    planned_on = day_by_rule(rule, month_on)
    meets_on = planned_on
    while not office.is_workday(meets_on):
        meets_on += _DAY
    return MeetingDay(planned_on, meets_on)


def next_month(month_on: date) -> date:
    """The first day of the month after this one.

    Args:
        month_on: any day of a month.

    Examples:
        >>> next_month(date(2026, 12, 31))
        datetime.date(2027, 1, 1)
    """
    years, month = divmod(month_on.month, _MONTHS_A_YEAR)
    return date(month_on.year + years, month + 1, 1)


def months_due(since_on: date, today: date, rule: DayRule, office: WorkingCalendar) -> tuple[date, ...]:
    """The months whose meetings must exist today: from the first one up to the next meeting still to come.

    Each month is given by its first day. The last of them is the only one whose meeting has not begun: its day
    is today or later.

    Args:
        since_on: any day of the first month.
        today: the local date.
        rule: which day.
        office: when the office works.

    Examples:
        >>> from datetime import time
        >>> office = WorkingCalendar(((time(9), time(17)),), {})
        >>> [str(on) for on in months_due(date(2026, 9, 1), date(2026, 11, 12), NthWeekday(2, 2), office)]
        ['2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01']
    """
    month_on = since_on.replace(day=1)
    months = [month_on]
    while meeting_day(rule, month_on, office).meets_on < today:
        month_on = next_month(month_on)
        months.append(month_on)
    return tuple(months)


def is_record_late(meets_on: date, today: date) -> bool:
    """Whether it is too late to begin the minutes of a meeting: what was not held by then was missed.

    Args:
        meets_on: the day of the meeting.
        today: the local date.

    Examples:
        >>> met_on = date(2026, 11, 11)
        >>> is_record_late(met_on, date(2026, 11, 25)), is_record_late(met_on, date(2026, 11, 26))
        (False, True)
    """
    return today > meets_on + RECORD_DAYS * _DAY


def workdays_until(office: WorkingCalendar, start_on: date, by_on: date) -> int:
    """How many workdays there are after one day, up to and including another; 0 when there are none.

    As a limit in working days from the start, it ends when the office closes on the last workday of the span.

    Args:
        office: when the office works.
        start_on: the day that is not counted.
        by_on: the last day.

    Examples:
        >>> from datetime import time
        >>> office = WorkingCalendar(((time(9), time(17)),), {})
        >>> workdays_until(office, date(2026, 11, 20), date(2026, 11, 24))  # Friday to Tuesday
        2
    """
    span = range(1, (by_on - start_on).days + 1)
    return sum(office.is_workday(start_on + count * _DAY) for count in span)

"""How loudly to say that a year's holiday arrangement is missing."""

from datetime import date
from enum import StrEnum

from jiezhi.core.deadlines.working_calendar import WorkingCalendar

_DECEMBER = 12


class YearWarning(StrEnum):
    """How badly a year's holiday arrangement is missed."""

    NONE = "none"
    EXPECTED = "expected"
    LOUD = "loud"


def year_warning(calendar: WorkingCalendar, today: date, latest_due_on: date | None = None) -> YearWarning:
    """How loudly to warn that a year's holiday arrangement is missing.

    Loud when this year is missing, when next year is missing in December, or when a running deadline
    already falls in a year that is missing: that deadline may be wrong. In November a missing next year
    is only expected.

    Args:
        calendar: the calendar of the office.
        today: the local date.
        latest_due_on: the latest local date on which any running order is due.

    Examples:
        >>> from datetime import time
        >>> office = WorkingCalendar(((time(9), time(17)),), {}, known_years=frozenset({2026}))
        >>> [str(year_warning(office, date(2026, month, 1))) for month in (10, 11, 12)]
        ['none', 'expected', 'loud']
        >>> str(year_warning(office, date(2026, 10, 1), latest_due_on=date(2027, 1, 4)))
        'loud'
    """
    reached = range(today.year, latest_due_on.year + 1) if latest_due_on else range(0)
    missing = calendar.missing_years(today)
    if today.year in missing or any(not calendar.is_year_known(year) for year in reached):
        return YearWarning.LOUD
    if not missing:
        return YearWarning.NONE
    return YearWarning.LOUD if today.month == _DECEMBER else YearWarning.EXPECTED

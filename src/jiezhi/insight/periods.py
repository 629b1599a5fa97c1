"""Periods that figures are about, and the one before of the same length."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
MONTHS_A_QUARTER = 3


class PeriodName(StrEnum):
    """The periods that can be chosen."""

    MONTH = "month"
    LAST_30_DAYS = "30d"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Period:
    """Local dates, both ends included."""

    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_on - self.first_on).days + 1

    def is_running(self, today: date) -> bool:
        """Whether it is not over: orders may still come into it, so nothing that is said of it is final.

        Examples:
            >>> november = Period(date(2026, 11, 1), date(2026, 11, 30))
            >>> november.is_running(date(2026, 11, 30)), november.is_running(date(2026, 12, 1))
            (True, False)
        """
        return today <= self.last_on

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        last_on = self.first_on - DAY
        return Period(last_on - (self.days - 1) * DAY, last_on)


def period_named(name: PeriodName, today: date) -> Period:
    """Give the period that ends today."""
    if name is PeriodName.MONTH:
        return Period(today.replace(day=1), today)
    if name is PeriodName.QUARTER:
        first_month = today.month - (today.month - 1) % MONTHS_A_QUARTER
        return Period(today.replace(month=first_month, day=1), today)
    return Period(today - 29 * DAY, today)


def last_months(today: date, count: int) -> list[date]:
    """Give the first days of the last months, the newest first.

    Examples:
        >>> last_months(date(2026, 2, 14), 3)
        [datetime.date(2026, 2, 1), datetime.date(2026, 1, 1), datetime.date(2025, 12, 1)]
    """
    firsts = [today.replace(day=1)]
    while len(firsts) < count:
        firsts.append((firsts[-1] - DAY).replace(day=1))
    return firsts


def quarter_number(day: date) -> int:
    """Give in which quarter of its year a day lies.

    Examples:
        >>> quarter_number(date(2026, 10, 1)), quarter_number(date(2026, 3, 31))
        (4, 1)
    """
    return (day.month - 1) // MONTHS_A_QUARTER + 1


def period_key(whole: Period) -> str:
    """Give how addresses call a whole month or a whole quarter.

    Examples:
        >>> period_key(Period(date(2026, 10, 1), date(2026, 10, 31)))
        '2026-10'
        >>> period_key(Period(date(2026, 10, 1), date(2026, 12, 31)))
        '2026-q4'
    """
    first_on = whole.first_on
    is_month = first_on.month == whole.last_on.month
    return f"{first_on:%Y-%m}" if is_month else f"{first_on:%Y}-q{quarter_number(first_on)}"


def month_of(first_on: date, today: date) -> Period:
    """Give a month as a period; the one that is not over ends today."""
    return Period(first_on, min((first_on + 31 * DAY).replace(day=1) - DAY, today))

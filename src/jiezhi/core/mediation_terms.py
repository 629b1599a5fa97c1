"""How long a mediation takes, and until when an agreement can be put before the court: dated rules, counted in days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class MediationTerms:
    """What held from a day on.

    Args:
        in_force_from: Its first day.
        mediate_days: Within how many days of being taken on a dispute is usually mediated.
        extend_days: How many days both sides can agree to add at once.
        confirm_days: Within how many days of its effect both sides can together ask the court to confirm an agreement.
        source: Law or rule.
    """

    in_force_from: date
    mediate_days: int
    extend_days: int
    confirm_days: int
    source: str


TERMS = (
    MediationTerms(date(2011, 1, 1), 30, 30, 30, "《人民调解法》第三十三条"),
    MediationTerms(date(2024, 1, 1), 30, 30, 30, "《人民调解法》第三十三条、《民事诉讼法》第二百零五条"),
)
"""The terms by their days.

Source:
    People's Mediation Law of the PRC (2010) article 33: within 30 days of the agreement's effect; Civil Procedure Law
    (2023 amendment, in force 2024-01-01) article 205 keeps the 30 days. The Mediation Law sets no limit for the
    mediation itself: 人民调解工作若干规定 (司法部令第75号, 2002) article 33 says "generally within a month", which is
    kept here as 30 days, and longer where both sides agree. How many days they add at once is ours.
"""


def terms_on(on: date, terms: Iterable[MediationTerms] = TERMS) -> MediationTerms:
    """Give the terms that hold on a day; before the first ones, the first.

    Args:
        on: Local.
        terms: In any order.

    Examples:
        >>> terms_on(date(2026, 11, 28)).confirm_days
        30
    """
    known = sorted(terms, key=lambda each: each.in_force_from)
    return next((each for each in reversed(known) if each.in_force_from <= on), known[0])


def last_day(begin: date, days: int, is_workday: Callable[[date], bool]) -> date:
    """Give the last day of a term in days: the day on which it begins does not count, and it never ends on a day off.

    Args:
        begin: On which it begins, local.
        days: How many.
        is_workday: Whether a day is worked.

    Source:
        Civil Code of the PRC (2020) articles 201 (the first day does not count) and 203 (a term whose last day is a
        day off ends on the day after it).

    Examples:
        >>> last_day(date(2026, 11, 2), 30, lambda day: day.weekday() < 5)
        datetime.date(2026, 12, 2)
        >>> last_day(date(2026, 11, 5), 30, lambda day: day.weekday() < 5)  # 5 December is a Saturday
        datetime.date(2026, 12, 7)
    """
    day = begin + timedelta(days=days)
    while not is_workday(day):
        day += timedelta(days=1)
    return day

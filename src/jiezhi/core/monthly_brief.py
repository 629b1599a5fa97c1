"""What a month's brief says needs attention: three things at most, found by rules that anybody can check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiezhi.core.scorecards import LEAST, Tally

MOST = 3
LEAST_POINTS = 3
"""A rate that moves by less than so many hundredths is as it was."""


class Finding(StrEnum):
    """What kind of thing needs attention."""

    RATE_WORSE = "rate_worse"
    BODY_LATE = "body_late"
    CAUSE_MORE = "cause_more"


@dataclass(frozen=True)
class Attention:
    """One thing that needs attention, with the numbers that say so.

    Args:
        finding: Of which kind.
        name: The rate's key, the department or the cause.
        now: Per cent of this month, or how many.
        before: Per cent of the month before or of the office, or how many.
        whole: How many the first number rests on.
    """

    finding: Finding
    name: str
    now: float
    before: float
    whole: int


def worse_rates(
    rates: Mapping[str, tuple[Tally, Tally]], lower_is_better: Iterable[str] = ()
) -> list[Attention]:
    """Give the rates that moved the wrong way, the furthest first; those that rest on few are left out.

    Args:
        rates: Of this month and of the month before.
        lower_is_better: Which of them should fall.

    Examples:
        >>> rates = {"on_time": (Tally(60, 100), Tally(80, 100)), "solved": (Tally(1, 5), Tally(5, 5))}
        >>> [(row.name, row.now, row.before) for row in worse_rates(rates)]
        [('on_time', 60.0, 80.0)]
    """
    falling = set(lower_is_better)
    found = []
    for key, (now, before) in rates.items():
        if now.is_scored and before.is_scored:
            points = (100 * now.part / now.whole, 100 * before.part / before.whole)
            moved = (points[0] - points[1]) * (1 if key in falling else -1)
            if moved >= LEAST_POINTS:
                found.append((moved, Attention(Finding.RATE_WORSE, key, *points, now.whole)))
    return [row for _moved, row in sorted(found, key=lambda each: (-each[0], each[1].name))]


def late_bodies(bodies: Mapping[str, Tally], office: Tally) -> list[Attention]:
    """Give the departments less often on time than the office, by how many orders that makes, the most first.

    Examples:
        >>> [row.name for row in late_bodies({"A": Tally(5, 20), "B": Tally(19, 20), "C": Tally(0, 3)}, Tally(30, 43))]
        ['A']
    """
    if not office.is_scored:
        return []
    usual = office.part / office.whole
    found = []
    for name, tally in bodies.items():
        if tally.is_scored and (missing := usual * tally.whole - tally.part) >= 1:
            now = 100 * tally.part / tally.whole
            found.append((missing, Attention(Finding.BODY_LATE, name, now, 100 * usual, tally.whole)))
    return [row for _missing, row in sorted(found, key=lambda each: (-each[0], each[1].name))]


def rising_causes(causes: Mapping[str, tuple[int, int]]) -> list[Attention]:
    """Give the causes of complaint with more orders than the month before, the greatest rise first.

    Examples:
        >>> [(row.name, row.now) for row in rising_causes({"慢": (30, 10), "少": (12, 11), "差": (9, 0)})]
        [('慢', 30), ('少', 12)]
    """
    found = [
        Attention(Finding.CAUSE_MORE, name, now, before, now)
        for name, (now, before) in causes.items()
        if now >= LEAST and now > before
    ]
    return sorted(found, key=lambda row: (row.before - row.now, row.name))


def three_things(*lists: list[Attention]) -> list[Attention]:
    """Give the first of each list, then the second of each, until there are three.

    Examples:
        >>> rows = rising_causes({"慢": (30, 10), "少": (12, 11), "吵": (22, 20), "堵": (50, 1)})
        >>> [row.name for row in three_things(rows, [])]
        ['堵', '慢', '吵']
    """
    longest = max(map(len, lists), default=0)
    return [row[place] for place in range(longest) for row in lists if place < len(row)][:MOST]

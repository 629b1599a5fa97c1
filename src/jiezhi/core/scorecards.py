"""Scorecards of departments, communities and the office: weights that sum to 100, and a score from shares.

A score is never made of a handful of answers: what rests on fewer than ten is said and not scored, and its weight is
spread over the rest. Nothing here knows a person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiezhi.core.measures import share

WHOLE = 100
"""What the weights of a version sum to."""
RESIDENTS_LEAST = 60
"""What residents decide together at least. Source: the plan's section 5.1 (satisfaction, solving, participation)."""
LEAST = 10
"""Fewer than so many answers or orders are said and not scored."""
SCORED_LEAST = 50
"""Without half of the weights there is no score: what is left would say something else than its name."""


class Indicator(StrEnum):
    """What a scorecard counts; the first four are what residents say and do."""

    SATISFIED = "satisfied"
    SERVED = "served"
    SOLVED = "solved"
    TAKEN_PART = "taken_part"
    ON_TIME = "on_time"
    TOGETHER = "together"
    ABOVE = "above"


RESIDENTS = (Indicator.SATISFIED, Indicator.SERVED, Indicator.SOLVED, Indicator.TAKEN_PART)
OLD_WEIGHTS: Mapping[Indicator, int] = {
    Indicator.SATISFIED: 15,
    Indicator.SOLVED: 15,
    Indicator.ABOVE: 70,
}
"""What was usual: the superior's tasks 70, satisfaction and solving below 30 together; taken as 30, so that the old
score looks no worse than it was. Source: the plan's section 2.1 (70 % against less than 30 %)."""
FIRST_WEIGHTS: Mapping[Indicator, int] = {
    Indicator.SATISFIED: 20,
    Indicator.SERVED: 10,
    Indicator.SOLVED: 20,
    Indicator.TAKEN_PART: 10,
    Indicator.ON_TIME: 15,
    Indicator.TOGETHER: 15,
    Indicator.ABOVE: 10,
}
"""What a street may begin with: 60 for what residents say and do. How the rest is split is the street's to decide."""


class WeightFault(StrEnum):
    """Why weights cannot be a version."""

    SUM = "sum"
    RANGE = "range"
    RESIDENTS = "residents"


def weight_fault(weights: Mapping[Indicator, int]) -> WeightFault | None:
    """Say what is wrong with weights; None if they can be a version.

    Args:
        weights: In hundredths of the whole; what is missing weighs nothing.

    Examples:
        >>> weight_fault(FIRST_WEIGHTS) is None
        True
        >>> weight_fault(OLD_WEIGHTS).value, weight_fault({Indicator.SOLVED: 99}).value
        ('residents', 'sum')
        >>> weight_fault({Indicator.SOLVED: 130, Indicator.ABOVE: -30}).value
        'range'
    """
    if any(not 0 <= weight <= WHOLE for weight in weights.values()):
        return WeightFault.RANGE
    if sum(weights.values()) != WHOLE:
        return WeightFault.SUM
    if residents_part(weights) < RESIDENTS_LEAST:
        return WeightFault.RESIDENTS
    return None


def residents_part(weights: Mapping[Indicator, int]) -> int:
    """Give what residents decide together.

    Examples:
        >>> residents_part(FIRST_WEIGHTS), residents_part(OLD_WEIGHTS)
        (60, 30)
    """
    return sum(weights.get(indicator, 0) for indicator in RESIDENTS)


@dataclass(frozen=True)
class Tally:
    """How many say yes, of how many."""

    part: int = 0
    whole: int = 0

    @property
    def share(self) -> float | None:
        """0..1; None where there is nothing to count."""
        return share(self.part, self.whole)

    @property
    def is_scored(self) -> bool:
        """Whether there are enough to score."""
        return self.whole >= LEAST


@dataclass(frozen=True)
class Score:
    """A score.

    Args:
        value: 0..100; None where fewer than half of the weights could be scored.
        weighed: How much of the weights it rests on, 0..100.
    """

    value: float | None
    weighed: int


def score_of(
    weights: Mapping[Indicator, int],
    tallies: Mapping[Indicator, Tally],
    *,
    left_out: Collection[Indicator] = (),
) -> Score:
    """Give the weighted mean of the shares that can be scored.

    Args:
        weights: In hundredths; they sum to 100.
        tallies: What was counted.
        left_out: Lines that do not count, since an objection to them was upheld.

    Examples:
        >>> tallies = {Indicator.SOLVED: Tally(9, 10), Indicator.ABOVE: Tally(20, 40), Indicator.SERVED: Tally(1, 2)}
        >>> score_of({Indicator.SOLVED: 40, Indicator.ABOVE: 40, Indicator.SERVED: 20}, tallies)
        Score(value=70.0, weighed=80)
        >>> score_of({Indicator.SOLVED: 40, Indicator.SERVED: 60}, tallies)
        Score(value=None, weighed=40)
    """
    total, weighed = 0.0, 0
    for indicator, weight in weights.items():
        tally = tallies.get(indicator, Tally())
        if weight and tally.is_scored and indicator not in left_out:
            total += weight * tally.part / tally.whole
            weighed += weight
    return Score(total / weighed * WHOLE if weighed >= SCORED_LEAST else None, weighed)


@dataclass(frozen=True)
class Weighing:
    """The weights of a version and since when they hold."""

    number: int
    from_on: date
    weights: Mapping[Indicator, int]


def weighing_on(versions: Iterable[Weighing], day: date) -> Weighing | None:
    """Give the version that held on a day: a period keeps the weights of its first day for good.

    Examples:
        >>> first, second = (Weighing(n, date(2026, n, 1), {}) for n in (1, 7))
        >>> weighing_on([second, first], date(2026, 6, 30)).number, weighing_on([first], date(2025, 12, 31))
        (1, None)
    """
    begun = [version for version in versions if version.from_on <= day]
    return max(begun, key=lambda version: version.from_on, default=None)

"""What the law asks of a vote of owners: how many take part and how many agree, by its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class VoteTopic(StrEnum):
    """What owners decide together, as the nine items of Civil Code article 278 name it."""

    PROCEDURE = "procedure"
    COVENANT = "covenant"
    COMMITTEE = "committee"
    COMPANY = "company"
    USE_FUND = "use_fund"
    RAISE_FUND = "raise_fund"
    REBUILD = "rebuild"
    COMMON_PARTS = "common_parts"
    OTHER = "other"


@dataclass(frozen=True)
class Threshold:
    """A share that has to be reached.

    Args:
        share: Of what is counted.
        is_more: Whether it has to be more than that (过半数); otherwise the share itself is enough (以上).

    Source:
        Civil Code of the PRC (2020) article 1259: 以上 includes the number itself, 超过 does not.

    Examples:
        >>> Threshold(Fraction(2, 3)).holds(2, 3), Threshold(Fraction(1, 2), is_more=True).holds(2, 4)
        (True, False)
    """

    share: Fraction
    is_more: bool = False

    def holds(self, part: int, whole: int) -> bool:
        """Whether a part of a whole reaches it; of nothing, nothing is reached."""
        if whole <= 0:
            return False
        reached = Fraction(part, whole)
        return reached > self.share if self.is_more else reached >= self.share

    def least(self, whole: int) -> int:
        """The least part of a whole that reaches it.

        Examples:
            >>> Threshold(Fraction(2, 3)).least(100), Threshold(Fraction(1, 2), is_more=True).least(100)
            (67, 51)
        """
        bar = self.share * whole
        return bar.__floor__() + 1 if self.is_more else bar.__ceil__()


@dataclass(frozen=True)
class VoteRule:
    """What the law asked for from a day on.

    Args:
        in_force_from: Its first day.
        source: Law and article.
        participation: How many of all must take part, by heads and by area; None where none are needed.
        ordinary: How many must agree in an ordinary matter.
        special: How many must agree in a special one.
        special_topics: Which matters are special.
        counts_all: Whether agreement is counted of all owners, and not of those who take part.
    """

    in_force_from: date
    source: str
    participation: Threshold | None
    ordinary: Threshold
    special: Threshold
    special_topics: frozenset[VoteTopic]
    counts_all: bool = False

    def agreement(self, topic: VoteTopic) -> Threshold:
        """How many must agree in a matter."""
        return self.special if topic in self.special_topics else self.ordinary


HALF, TWO_THIRDS, THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)
RULES = (
    VoteRule(
        in_force_from=date(2007, 10, 1),
        source="《物权法》第七十六条",
        participation=None,
        ordinary=Threshold(HALF, is_more=True),
        special=Threshold(TWO_THIRDS),
        special_topics=frozenset({VoteTopic.USE_FUND, VoteTopic.RAISE_FUND, VoteTopic.REBUILD}),
        counts_all=True,
    ),
    VoteRule(
        in_force_from=date(2021, 1, 1),
        source="《民法典》第二百七十八条",
        participation=Threshold(TWO_THIRDS),
        ordinary=Threshold(HALF, is_more=True),
        special=Threshold(THREE_QUARTERS),
        special_topics=frozenset({VoteTopic.RAISE_FUND, VoteTopic.REBUILD, VoteTopic.COMMON_PARTS}),
    ),
)
"""The law by its days.

Source:
    Property Law of the PRC (2007) article 76, repealed by the Civil Code; Civil Code of the PRC (2020) article 278:
    owners of two thirds of the area and two thirds of the owners take part; items 6 to 8 need three quarters of the
    area and of the owners taking part, all others more than half of both.
"""


def rule_on(on: date, rules: Iterable[VoteRule] = RULES) -> VoteRule:
    """Give the rule that holds for a vote.

    Args:
        on: The day on which the vote ends, local.
        rules: In any order.

    Raises:
        ValueError: No rule was in force yet.

    Examples:
        >>> rule_on(date(2026, 11, 28)).source
        '《民法典》第二百七十八条'
    """
    past = [rule for rule in rules if rule.in_force_from <= on]
    if not past:
        raise ValueError(f"No rule for owners' votes was in force on {on}.")
    return max(past, key=lambda rule: rule.in_force_from)

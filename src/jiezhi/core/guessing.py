"""How often something secret may be guessed: limits on wrong tries, and what chance they leave."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class TryLimit:
    """So many wrong tries within so long a time, then nothing is taken until the oldest of them is that old.

    Args:
        most: Wrong tries that are taken.
        within: The time in which they count.
    """

    most: int
    within: timedelta


def locked_until(
    wrong_at: Iterable[datetime], limits: Sequence[TryLimit], *, at: datetime
) -> datetime | None:
    """Give until when nothing is taken, or None while a try is free.

    Args:
        wrong_at: When wrong tries were made, in any order.
        limits: All of them hold.
        at: Now.

    Examples:
        >>> from datetime import UTC
        >>> noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
        >>> wrong = [noon + timedelta(minutes=m) for m in (0, 1, 2)]
        >>> three = [TryLimit(3, timedelta(minutes=15))]
        >>> locked_until(wrong, three, at=noon + timedelta(minutes=5)).minute
        15
        >>> locked_until(wrong, three, at=noon + timedelta(minutes=15)) is None
        True
    """
    known = sorted(wrong_at)
    ends = []
    for limit in limits:
        recent = [moment for moment in known if at - limit.within < moment <= at]
        if len(recent) >= limit.most:
            ends.append(recent[-limit.most] + limit.within)
    return max(ends, default=None)


def most_tries(limits: Sequence[TryLimit], span: timedelta) -> int:
    """Give how many wrong tries fit into a span of time at most, whoever makes them and however fast.

    At most `most` are taken in any stretch as long as the limit's, ends included: a span holds one more of these than
    fit into it whole.

    Examples:
        >>> most_tries([TryLimit(5, timedelta(minutes=15)), TryLimit(20, timedelta(days=1))], timedelta(days=1))
        40
    """
    return min(limit.most * (span // limit.within + 1) for limit in limits)


def guess_chance(tries: int, *, bits: float, targets: int = 1) -> float:
    """Give the chance that one of some tries meets one of the targets, all of them drawn evenly.

    Args:
        tries: How many guesses.
        bits: Size of what is guessed, as a power of two.
        targets: How many right answers there are.

    Examples:
        >>> guess_chance(100_000, bits=80, targets=1_000_000) < 1e-9
        True
    """
    return min(1.0, tries * targets / math.pow(2.0, bits))

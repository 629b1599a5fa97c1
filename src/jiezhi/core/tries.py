"""How often something secret may be tried: one limit, remembered in one of two ways, and what chance it leaves.

The limit: of wrong tries at one aim, no more than so many are judged in any stretch of time as long as the limit's.

* **As a count** (`TryCount`): one row for an aim, however often it is tried. For sign-ins, where whoever tries a
  million names must not fill the disk, and where nobody is to read afterwards when it was.
* **As moments** (`locked_until`): a row for a wrong try. For a resident's request, where few are ever taken, several
  limits hold at once, and the reporter is to read that somebody tried, and when.

A count is never the milder of the two: it also remembers tries that were slow, for as long as `kept`. The laws in
`tests/core/test_tries.py` hold for both.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class TryLimit:
    """So many wrong tries within so long a time, then nothing is judged for a while.

    Args:
        most: Wrong tries that are judged.
        within: The time in which they count, and for which a full count is held.
        kept: How long a count below the limit is remembered after its last wrong try; never shorter than `within`.
            Moments need none.
    """

    most: int
    within: timedelta
    kept: timedelta = timedelta(days=1)

    def __post_init__(self) -> None:
        if self.kept < self.within:
            raise ValueError(f"a count that is kept for {self.kept} cannot limit tries within {self.within}")


@dataclass(frozen=True)
class TryCount:
    """What is remembered of the tries at one aim: how many were wrong, and until when that counts."""

    wrong: int
    ends_at: datetime

    def is_over(self, limit: TryLimit, *, at: datetime) -> bool:
        """Whether tries are held back.

        Examples:
            >>> from datetime import UTC
            >>> at, limit = datetime(2026, 3, 2, 9, tzinfo=UTC), TryLimit(2, timedelta(minutes=15))
            >>> one = after_wrong(None, limit, at=at)
            >>> two = after_wrong(one, limit, at=at)
            >>> one.is_over(limit, at=at), two.is_over(limit, at=at)
            (False, True)
            >>> two.is_over(limit, at=at + timedelta(minutes=15))
            False
        """
        return self.wrong >= limit.most and self.ends_at > at


def after_wrong(before: TryCount | None, limit: TryLimit, *, at: datetime) -> TryCount:
    """Give the count after one more wrong try.

    What was forgotten begins again at one. A try that comes during the hold does not lengthen it: who goes on
    trying a known name must not be able to keep its owner out for good.

    Examples:
        >>> from datetime import UTC
        >>> at, limit = datetime(2026, 3, 2, 9, tzinfo=UTC), TryLimit(2, timedelta(minutes=15))
        >>> after_wrong(TryCount(1, at), limit, at=at).wrong
        1
        >>> held = after_wrong(TryCount(1, at + timedelta(hours=1)), limit, at=at)
        >>> after_wrong(held, limit, at=at + timedelta(minutes=14)) == held
        True
    """
    if before is None or before.ends_at <= at:
        before = TryCount(0, at)
    if before.is_over(limit, at=at):
        return before
    wrong = before.wrong + 1
    return TryCount(wrong, at + (limit.within if wrong >= limit.most else limit.kept))


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

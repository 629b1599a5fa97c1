"""How hot an issue is: how many people speak of it, how many agree, how lately."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

RECENCY = 5.0
"""What an issue that somebody spoke of just now has ahead of one that has been quiet for good: five more reporters."""
HALF_LIFE = timedelta(days=30)
"""After a month of quiet half of that is left."""


@dataclass(frozen=True)
class Voice:
    """One message about an issue.

    Args:
        reporter: What tells one reporter from another, or nothing where nobody knows; it is only counted.
        at: When it was said; None where that is not known.
        votes: How many others said that they care, for or against.
    """

    reporter: str
    at: datetime | None
    votes: int = 0


def heat_of(voices: Iterable[Voice], *, now: datetime) -> float:
    """Give the heat of an issue: distinct reporters + ln(1 + votes) + recency.

    One person who writes ten times is one reporter; whoever left no name counts each time. A thousand clicks weigh as
    much as seven people who wrote, since clicking is easy. Nobody is marked: reporters are counted and forgotten.

    Args:
        voices: The messages.
        now: The moment for which to say it.

    Examples:
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 2, tzinfo=UTC)
        >>> heat_of([Voice("a", at), Voice("a", at), Voice("b", at)], now=at)
        7.0
        >>> round(heat_of([Voice("a", at - timedelta(days=30), votes=1000)], now=at), 2)
        10.41
    """
    told = list(voices)
    named = {voice.reporter for voice in told if voice.reporter}
    reporters = len(named) + sum(not voice.reporter for voice in told)
    votes = sum(max(0, voice.votes) for voice in told)
    return reporters + math.log1p(votes) + recency((voice.at for voice in told), now=now)


def recency(moments: Iterable[datetime | None], *, now: datetime) -> float:
    """Give what the newest of some moments counts: `RECENCY` now, half of it after `HALF_LIFE`, nothing if unknown.

    Examples:
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 2, tzinfo=UTC)
        >>> recency([at - timedelta(days=30), None], now=at), recency([None], now=at)
        (2.5, 0.0)
    """
    known = [moment for moment in moments if moment is not None]
    if not known:
        return 0.0
    quiet = max(timedelta(0), now - max(known))
    return RECENCY * math.exp2(-(quiet / HALF_LIFE))

"""How often something may be tried: a count that is held back at its limit, and forgotten after a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class TryLimit:
    """How many wrong tries are allowed.

    Args:
        most: Wrong tries in a row before the hold.
        hold: How long further tries are held back then.
        kept: How long a count below the limit is remembered after its last wrong try.
    """

    most: int
    hold: timedelta
    kept: timedelta = timedelta(days=1)


@dataclass(frozen=True)
class TryCount:
    """What is remembered of the tries of one kind: how many were wrong, and until when that counts."""

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
    return TryCount(wrong, at + (limit.hold if wrong >= limit.most else limit.kept))

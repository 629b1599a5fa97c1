"""When something was seen, as a person says: their telephone's clock may be wrong, and no limit runs on it."""

from datetime import datetime, timedelta

TELLING = timedelta(minutes=15)
"""Less between seeing and sending is told to nobody: it is the time of typing."""


def seen_time(told: datetime | None, *, at: datetime) -> datetime:
    """Give when something was seen, as far as it can be true: nobody has seen anything after they told it.

    Args:
        told: What the telephone says; None where it says nothing.
        at: Now, by the server.

    Examples:
        >>> from datetime import UTC
        >>> now = datetime(2026, 11, 30, 9, tzinfo=UTC)
        >>> seen_time(now - timedelta(hours=2), at=now).hour
        7
        >>> seen_time(now + timedelta(days=1), at=now) == seen_time(None, at=now) == now
        True
    """
    return at if told is None else min(told, at)


def is_worth_telling(seen_at: datetime, *, at: datetime) -> bool:
    """Whether a reader should know that something was seen earlier than it was sent.

    Examples:
        >>> from datetime import UTC
        >>> now = datetime(2026, 11, 30, 9, tzinfo=UTC)
        >>> is_worth_telling(now - timedelta(minutes=3), at=now), is_worth_telling(now - timedelta(hours=3), at=now)
        (False, True)
    """
    return at - seen_at >= TELLING

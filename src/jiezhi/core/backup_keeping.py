"""Which backups stay."""

from collections.abc import Sequence
from datetime import datetime


def kept(moments: Sequence[datetime], *, newest: int, days: int, months: int) -> set[datetime]:
    """Give the moments of the backups that stay: the newest ones, and the last one of each day and month.

    Days and months are counted among those that have a backup, not on the calendar: an office that was closed for
    three weeks, or a machine whose clock was wrong, loses nothing by it.

    Args:
        moments: When backups were made.
        newest: How many stay whatever their day.
        days: Of how many days the last one stays.
        months: Of how many months the last one stays.

    Returns:
        Some of the moments; all of them when there are few.

    Examples:
        >>> made = [datetime(2026, 11, day, hour) for day in (1, 2, 3) for hour in (9, 15)]
        >>> [f"{moment:%d %H}" for moment in sorted(kept(made, newest=1, days=2, months=1))]
        ['02 15', '03 15']
    """
    ordered = sorted(set(moments), reverse=True)
    return {
        *ordered[:newest],
        *_last_of_each(ordered, "%Y-%m-%d", days),
        *_last_of_each(ordered, "%Y-%m", months),
    }


def _last_of_each(ordered: Sequence[datetime], period: str, count: int) -> list[datetime]:
    last: dict[str, datetime] = {}
    for moment in ordered:
        last.setdefault(moment.strftime(period), moment)
    return list(last.values())[:count]

"""Which tasks are one visit: whatever is to be done at one household is done on one way there.

What is written on a visit goes to each of its tasks, and a callback is read by whoever waits for it. So a task names
one household or none: strangers who reported the same lamp are never joined through the order they share. A mark is an
opaque word; this module neither knows nor needs to know whom it stands for.
"""

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
MOST_TASKS = 12
"""More is no visit."""


def mark_of_household(household: str) -> str:
    """Give the mark of a task that one household waits for, such as a callback: theirs, and nobody else's.

    Args:
        household: Opaque; empty where it is not known who waits.

    Examples:
        >>> mark_of_household("h"), mark_of_household("")
        ('home h', '')
    """
    return f"home {household}" if household else ""


def mark_of_order(order: str, households: Collection[str]) -> str:
    """Give the mark of a task of an order itself, such as a check on site.

    It is the household's if exactly one stands behind the order, and the order's own otherwise: with it are joined
    only tasks that are the order's too.

    Args:
        order: Its id; empty where the task belongs to none.
        households: Opaque marks of all who wait for the order.

    Examples:
        >>> mark_of_order("1", {"h"}), mark_of_order("1", {"g", "h"}), mark_of_order("1", ())
        ('home h', 'order 1', 'order 1')
        >>> mark_of_order("", ())
        ''
    """
    if not order:
        return ""
    return mark_of_household(next(iter(households))) if len(households) == 1 else f"order {order}"


def join_visits(tasks: Sequence[tuple[K, str]]) -> list[list[K]]:
    """Give the groups of two or more tasks that are one visit, in the order in which their first task stands.

    Args:
        tasks: Each with its mark; a task without one is never part of a visit.

    Returns:
        Groups of tasks as they were given; no task stands in two of them.

    Examples:
        >>> join_visits([("check", "home h"), ("callback", "home g"), ("sitting", "home h"), ("far", "")])
        [['check', 'sitting']]
        >>> join_visits([("a", "home h"), ("b", ""), ("c", "")])
        []
    """
    groups: dict[str, list[K]] = {}
    for task, mark in tasks:
        if mark:
            groups.setdefault(mark, []).append(task)
    return [group for group in groups.values() if len(group) > 1]

"""Which tasks are one visit: whatever is to be done at one household is done on one way there.

Two tasks belong together when they share a mark: the same work order, or the same household behind it. A mark is an
opaque word; this module neither knows nor needs to know whom it stands for. Belonging together passes on: a check that
shares its order with a callback, whose household waits for a mediation session too, are one visit of three tasks.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def join_visits(tasks: Sequence[tuple[K, Iterable[str]]]) -> list[list[K]]:
    """Give the groups of two or more tasks that are one visit, in the order in which their first task stands.

    Args:
        tasks: Each with its marks; a task without any is never part of a visit.

    Returns:
        Groups of tasks as they were given; no task stands in two of them.

    Examples:
        >>> join_visits([("check", {"order 1"}), ("callback", {"order 1", "h"}), ("sitting", {"h"}), ("far", {"x"})])
        [['check', 'callback', 'sitting']]
        >>> join_visits([("a", {"1"}), ("b", set()), ("c", set())])
        []
    """
    group_of: dict[str, int] = {}
    groups: dict[int, list[int]] = {}
    for place, (_task, marks) in enumerate(tasks):
        known = sorted({group_of[mark] for mark in marks if mark in group_of})
        first = known[0] if known else place
        members = sorted({place, *(member for number in known for member in groups.pop(number))})
        groups[first] = members
        for member in members:
            group_of.update(dict.fromkeys(tasks[member][1], first))
    joined = sorted(members for members in groups.values() if len(members) > 1)
    return [[tasks[member][0] for member in members] for members in joined]

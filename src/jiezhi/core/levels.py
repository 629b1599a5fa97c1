"""Trees that an office keeps as a list of parents: how deep they may grow, and that nothing stands below itself."""

from collections.abc import Collection, Mapping
from enum import StrEnum

DEEPEST = 4
"""Levels of matters: kind, class, sub-class, and what is dispatched."""


class PlacingFault(StrEnum):
    """Why something cannot stand where it was put."""

    CYCLE = "cycle"
    TOO_DEEP = "too_deep"
    UNUSED = "unused"
    """It is in use below something that is not."""


def level_of(name: str, parents: Mapping[str, str | None]) -> int:
    """On which level something stands, from 1.

    Args:
        name: the thing.
        parents: for each thing what it stands below; None at the top.

    Raises:
        ValueError: it stands below itself.

    Examples:
        >>> level_of("lamp", {"lamp": "street", "street": None})
        2
    """
    above, seen = parents.get(name), {name}
    while above is not None:
        if above in seen:
            raise ValueError(f"{above!r} stands below itself.")
        seen.add(above)
        above = parents.get(above)
    return len(seen)


def placing_fault(
    name: str, parent: str | None, parents: Mapping[str, str | None], *, deepest: int = DEEPEST
) -> PlacingFault | None:
    """Why a thing, with all that stands below it, cannot be put below a parent; None when it can.

    Args:
        name: the thing, new or known.
        parent: below what it is to stand; None for the top.
        parents: where everything stands now; without cycles.
        deepest: how many levels there may be.

    Examples:
        >>> parents = {"a": None, "b": "a", "c": "b"}
        >>> str(placing_fault("a", "c", parents)), placing_fault("d", "c", parents)
        ('cycle', None)
        >>> str(placing_fault("d", "c", parents, deepest=3))
        'too_deep'
    """
    moved = {**parents, name: parent}
    try:
        levels = [level_of(each, moved) for each in moved]
    except ValueError:
        return PlacingFault.CYCLE
    return PlacingFault.TOO_DEEP if max(levels) > deepest else None


def tree_faults(
    parents: Mapping[str, str | None], *, used: Collection[str], deepest: int = DEEPEST
) -> dict[str, PlacingFault]:
    """What is wrong in a whole tree, the first fault of each thing.

    Args:
        parents: for each thing what it stands below; None at the top.
        used: those that are in use.
        deepest: how many levels there may be.

    Examples:
        >>> {name: str(fault) for name, fault in tree_faults({"a": None, "b": "a"}, used={"b"}).items()}
        {'b': 'unused'}
    """
    faults = {name: _fault(name, parents, used, deepest) for name in parents}
    return {name: fault for name, fault in faults.items() if fault}


def _fault(
    name: str, parents: Mapping[str, str | None], used: Collection[str], deepest: int
) -> PlacingFault | None:
    try:
        level = level_of(name, parents)
    except ValueError:
        return PlacingFault.CYCLE
    if level > deepest:
        return PlacingFault.TOO_DEEP
    above = parents[name]
    return PlacingFault.UNUSED if name in used and above is not None and above not in used else None

"""A new version of a list against what is in force: what is added, dropped, changed, and what stays as it is.

Lines are compared by what they say, not by where they came from: a list that went out as a table and came back as it
was is no change, and a line that was taken out and written again is the line it was.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class SupportLine:
    """A department that helps the lead.

    Args:
        department: id of the department.
        limit: its own limit as amount and unit; empty when it has that of the line.
        task: what it does, in words; empty when the list leaves that to the order.

    Examples:
        >>> quiet, told = SupportLine("power"), SupportLine("power", task="cut the power")
        >>> old, new = (ListLine("1", "lamp", "lights", supports=(each,)) for each in (quiet, told))
        >>> [change.new.supports[0].task for change in list_difference([old], [new]).changed]
        ['cut the power']
    """

    department: str
    limit: tuple[int, str] | tuple[()] = ()
    task: str = ""


@dataclass(frozen=True)
class ListLine:
    """What one line of the responsibility list says.

    Args:
        id: where it is kept; not part of what it says.
        matter: id of the matter.
        lead: id of the department that leads.
        community: id of the only community it holds for; empty for all.
        estate: id of the only estate it holds for; empty for all.
        level: the only level of orders it holds for; empty for all.
        supports: who helps, in the order of their ids.
        limit: amount and unit instead of the matter's; empty without.
        basis: the document it rests on.
    """

    id: str = field(compare=False)
    matter: str
    lead: str
    community: str = ""
    estate: str = ""
    level: str = ""
    supports: tuple[SupportLine, ...] = ()
    limit: tuple[int, str] | tuple[()] = ()
    basis: str = ""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """For what, where and for which level it holds.

        Examples:
            >>> ListLine("1", "lamp", "lights", community="north").place
            ('lamp', 'north', '', '')
        """
        return self.matter, self.community, self.estate, self.level


@dataclass(frozen=True)
class ChangedLine:
    """A line that says something else than before, for the same matter, place and level."""

    old: ListLine
    new: ListLine


@dataclass(frozen=True)
class ListDifference:
    """What makes a draft out of the list in force.

    Args:
        kept: lines in force that stay.
        changed: lines in force with what replaces them.
        dropped: lines in force that the draft no longer has.
        added: lines that only the draft has.
    """

    kept: tuple[ListLine, ...] = ()
    changed: tuple[ChangedLine, ...] = ()
    dropped: tuple[ListLine, ...] = ()
    added: tuple[ListLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes.

        Examples:
            >>> ListDifference().is_empty
            True
        """
        return not (self.changed or self.dropped or self.added)


def list_difference(in_force: Iterable[ListLine], draft: Iterable[ListLine]) -> ListDifference:
    """What a draft changes.

    Lines that say the same are kept. Of the others, one with the same matter, place and level is a change: first of a
    line with the same lead, then of any. The rest was dropped or added.

    Args:
        in_force: the lines that hold now.
        draft: the lines that shall hold.

    Examples:
        >>> lamp, lift = ListLine("1", "lamp", "lights"), ListLine("2", "lift", "market")
        >>> found = list_difference([lamp, lift], [ListLine("3", "lamp", "power"), ListLine("4", "road", "works")])
        >>> [(change.old.lead, change.new.lead) for change in found.changed]
        [('lights', 'power')]
        >>> [line.matter for line in found.dropped], [line.matter for line in found.added]
        (['lift'], ['road'])
        >>> list_difference([lamp, lift], [lift, lamp]).is_empty
        True
    """
    old, new = sorted(in_force, key=_order), sorted(draft, key=_order)
    same, old, new = _paired(old, new, lambda line: line)
    changed: list[tuple[ListLine, ListLine]] = []
    for nearness in (lambda line: (line.place, line.lead), lambda line: line.place):
        found, old, new = _paired(old, new, nearness)
        changed += found
    changes = sorted((ChangedLine(*pair) for pair in changed), key=lambda change: _order(change.new))
    return ListDifference(tuple(line for line, _ in same), tuple(changes), tuple(old), tuple(new))


def with_difference(in_force: Iterable[ListLine], difference: ListDifference) -> list[ListLine]:
    """The list that comes out when a difference is put on what is in force.

    Args:
        in_force: the lines that hold now.
        difference: what changes.

    Raises:
        ValueError: the difference changes or drops a line that is not in force.

    Examples:
        >>> lamp, power = ListLine("1", "lamp", "lights"), ListLine("2", "lamp", "power")
        >>> [line.lead for line in with_difference([lamp], list_difference([lamp], [power]))]
        ['power']
    """
    left = list(in_force)
    gone = [*difference.dropped, *(change.old for change in difference.changed)]
    if Counter(gone) - Counter(left):
        raise ValueError("The difference speaks of a line that is not in force; make it anew.")
    for line in gone:
        left.remove(line)
    return [*left, *(change.new for change in difference.changed), *difference.added]


def _order(line: ListLine) -> tuple[object, ...]:
    return (*line.place, line.lead, line.basis, line.limit, line.supports, line.id)


def _paired(
    old: Sequence[ListLine], new: Sequence[ListLine], nearness: Callable[[ListLine], Hashable]
) -> tuple[list[tuple[ListLine, ListLine]], list[ListLine], list[ListLine]]:
    """Pair lines of both lists that are equally near, each once, and give what is left of either."""
    waiting: dict[Hashable, list[ListLine]] = {}
    for line in reversed(old):
        waiting.setdefault(nearness(line), []).append(line)
    pairs: list[tuple[ListLine, ListLine]] = []
    alone: list[ListLine] = []
    for line in new:
        if partners := waiting.get(nearness(line)):
            pairs.append((partners.pop(), line))
        else:
            alone.append(line)
    left = sorted((line for lines in waiting.values() for line in lines), key=_order)
    return pairs, left, alone

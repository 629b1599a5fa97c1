"""Who is responsible: the choice on the responsibility list, with its reason.

An office writes down which department leads which matter, for the whole sub-district, for one community or for one
estate, and for every order or only for those of one level. An entry for the matter itself goes before one for a parent
of the matter; among entries for the same matter the most specific place goes first, and at one place the entry for the
order's own level. When two departments are equally near, or none is listed, nobody is chosen and a person decides: an
order must not go somewhere because of the sequence of rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from itertools import product


@dataclass(frozen=True)
class Place:
    """Where something is, from the sub-district down; None where it is not known.

    Args:
        sub_district: id of the sub-district.
        community: id of the community.
        grid_cell: id of the grid cell; lists do not go down to it, it is carried for the explanation.
        estate: id of the estate.
    """

    sub_district: str
    community: str | None = None
    grid_cell: str | None = None
    estate: str | None = None


@dataclass(frozen=True)
class ListEntry:
    """One line of the responsibility list of a sub-district.

    Args:
        id: id of the line.
        matter: id of the matter.
        department: id of the department that leads.
        community: id of the only community it holds for; None for all.
        estate: id of the only estate it holds for; None for all.
        level: the only level of orders it holds for, such as how pressing they are; None for all.
        in_force_from: the first local date on which it holds.
        in_force_until: the last local date on which it holds; None for no end.
    """

    id: str
    matter: str
    department: str
    _: KW_ONLY
    in_force_from: date
    in_force_until: date | None = None
    community: str | None = None
    estate: str | None = None
    level: str | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the line holds on this local date; both ends included.

        Args:
            on: a local date.

        Examples:
            >>> line = ListEntry(id="1", matter="lamp", department="lights", in_force_from=date(2026, 1, 1))
            >>> line.is_in_force(date(2025, 12, 31)), line.is_in_force(date(2026, 1, 1))
            (False, True)
        """
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)

    def covers(self, place: Place) -> bool:
        """Whether the line holds for this place; a place that is not known well enough is not covered.

        Args:
            place: where it is.

        Examples:
            >>> start = date(2026, 1, 1)
            >>> line = ListEntry("1", "lamp", "lights", in_force_from=start, estate="rose")
            >>> line.covers(Place("west", estate="rose")), line.covers(Place("west"))
            (True, False)
        """
        return self.community in {None, place.community} and self.estate in {None, place.estate}

    def serves(self, level: str | None) -> bool:
        """Whether the line holds for orders of this level; one whose level is unknown is served by lines for all.

        Args:
            level: the level of an order; None while it is unknown.

        Examples:
            >>> line = ListEntry("1", "lamp", "lights", in_force_from=date(2026, 1, 1), level="urgent")
            >>> line.serves("urgent"), line.serves("normal"), line.serves(None)
            (True, False, False)
        """
        return self.level is None or self.level == level


class RoutingReason(StrEnum):
    """Why a department was chosen, or why none was."""

    ONLY_ENTRY = "only_entry"
    MORE_SPECIFIC_PLACE = "more_specific_place"
    OWN_LEVEL = "own_level"
    NEARER_MATTER = "nearer_matter"
    TIE = "tie"
    GAP = "gap"


@dataclass(frozen=True)
class RoutingChoice:
    """What the list says, and why.

    Args:
        entry: the line that decides; None for a tie or a gap.
        reason: why.
        rivals: the other lines that hold here, nearest first; for a tie, the equally near lines.
    """

    entry: ListEntry | None
    reason: RoutingReason
    rivals: tuple[ListEntry, ...] = ()


@dataclass(frozen=True)
class ListFault:
    """A matter and a place for which the list names nobody, or too many.

    Args:
        reason: `TIE` or `GAP`.
        matter: id of the matter.
        place: where.
        entries: the lines that contradict each other; none for a gap.
        level: for orders of which level; None where no level was asked for.
    """

    reason: RoutingReason
    matter: str
    place: Place
    entries: tuple[ListEntry, ...] = ()
    level: str | None = None


def choose_department(
    entries: Iterable[ListEntry],
    *,
    matter: str,
    place: Place,
    on: date,
    ancestors: Sequence[str] = (),
    level: str | None = None,
) -> RoutingChoice:
    """The line of the responsibility list that decides who leads.

    A nearer matter goes before an ancestor, whatever the place; then estate before community before sub-district; then
    the order's own level before all levels. Lines that are equally near and name the same department are no
    contradiction: the one with the least id decides. The sequence of the entries never matters.

    Args:
        entries: lines of one sub-district, in force or not.
        matter: id of the matter.
        place: where it is.
        on: the local date for which to ask.
        ancestors: ids of the matter's parents, nearest first.
        level: the level of the order; None while it is unknown.

    Examples:
        >>> start = date(2026, 1, 1)
        >>> lamps = ListEntry(id="1", matter="lamp", department="lights", in_force_from=start)
        >>> rose = ListEntry(id="2", matter="lamp", department="property", in_force_from=start, estate="rose")
        >>> place = Place("west", estate="rose")
        >>> choice = choose_department([lamps, rose], matter="lamp", place=place, on=start)
        >>> choice.entry.department, str(choice.reason), [rival.id for rival in choice.rivals]
        ('property', 'more_specific_place', ['1'])
        >>> str(choose_department([lamps], matter="lift", place=Place("west"), on=start).reason)
        'gap'
    """
    distances = {name: number for number, name in reversed(list(enumerate((matter, *ancestors))))}
    fitting = sorted(
        (
            entry
            for entry in entries
            if entry.matter in distances
            and entry.is_in_force(on)
            and entry.covers(place)
            and entry.serves(level)
        ),
        key=lambda entry: (_rank(entry, distances), entry.id, entry.department),
    )
    if not fitting:
        return RoutingChoice(None, RoutingReason.GAP)
    best = _rank(fitting[0], distances)
    nearest = tuple(entry for entry in fitting if _rank(entry, distances) == best)
    if len({entry.department for entry in nearest}) > 1:
        return RoutingChoice(None, RoutingReason.TIE, nearest)
    beaten = fitting[len(nearest) :]
    return RoutingChoice(fitting[0], _reason(best, beaten, distances), tuple(fitting[1:]))


def find_list_faults(
    entries: Iterable[ListEntry],
    matters: Iterable[str],
    places: Iterable[Place],
    on: date,
    *,
    ancestors: Mapping[str, Sequence[str]] | None = None,
    levels: Sequence[str | None] = (None,),
) -> tuple[ListFault, ...]:
    """Every matter and place for which the list names nobody, or two departments at once.

    Args:
        entries: lines of one sub-district.
        matters: ids of the matters that people can report.
        places: the places to try, usually each estate and each community.
        on: the local date for which to ask.
        ancestors: for each matter the ids of its parents, nearest first.
        levels: the levels of orders to try.

    Examples:
        >>> start = date(2026, 1, 1)
        >>> lamps = ListEntry(id="1", matter="lamp", department="lights", in_force_from=start, estate="rose")
        >>> faults = find_list_faults([lamps], ["lamp"], [Place("w", estate="rose"), Place("w")], start)
        >>> [(str(fault.reason), fault.matter, fault.place.estate) for fault in faults]
        [('gap', 'lamp', None)]
    """
    by_matter: dict[str, list[ListEntry]] = {}
    for entry in entries:
        by_matter.setdefault(entry.matter, []).append(entry)
    tried = tuple(places)
    found = []
    for matter in matters:
        parents = (ancestors or {}).get(matter, ())
        lines = [entry for name in dict.fromkeys((matter, *parents)) for entry in by_matter.get(name, ())]
        for place, level in product(tried, levels):
            choice = choose_department(
                lines, matter=matter, place=place, on=on, ancestors=parents, level=level
            )
            if choice.entry is None:
                found.append(ListFault(choice.reason, matter, place, choice.rivals, level))
    return tuple(found)


def _rank(entry: ListEntry, distances: Mapping[str, int]) -> tuple[int, int, int]:
    """Less is nearer."""
    place = 0 if entry.estate is not None else 1 if entry.community is not None else 2
    return distances[entry.matter], place, 1 if entry.level is None else 0


def _reason(
    best: tuple[int, int, int], beaten: Sequence[ListEntry], distances: Mapping[str, int]
) -> RoutingReason:
    if not beaten:
        return RoutingReason.ONLY_ENTRY
    next_best = _rank(beaten[0], distances)
    if next_best[0] != best[0]:
        return RoutingReason.NEARER_MATTER
    return RoutingReason.MORE_SPECIFIC_PLACE if next_best[1] != best[1] else RoutingReason.OWN_LEVEL

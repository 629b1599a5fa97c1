"""Who leads a matter at a place by the responsibility list, and where the list names nobody or too many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.core.routing import (
    ListEntry,
    ListFault,
    Place,
    RoutingChoice,
    RoutingReason,
    choose_department,
    find_list_faults,
)
from jiezhi.organisation.choices import OrderLevel
from jiezhi.organisation.errors import ListGapError, ListTieError
from jiezhi.organisation.models import (
    Department,
    DraftLine,
    Matter,
    ResponsibilityEntry,
    ResponsibilitySupport,
)
from jiezhi.organisation.queries.choosing import matters_of
from jiezhi.places.models import Community, Estate
from jiezhi.places.queries import Spot, communities_of

LEVELS = tuple(level.value for level in OrderLevel)


@dataclass(frozen=True)
class LeadChoice:
    """The department that the responsibility list names, and why.

    Args:
        department: None when the list has a gap or a tie here.
        reason: Which rule decided.
        words: The reason as a sentence for the dispatcher.
        entry: The line of the list that decided.
        rivals: Lines that lost or tied.
    """

    department: Department | None
    reason: RoutingReason
    words: str
    entry: ResponsibilityEntry | None
    rivals: tuple[ResponsibilityEntry, ...]

    def _line_of(self, department_id: UUID) -> ResponsibilityEntry | None:
        lines = [line for line in (self.entry, *self.rivals) if line is not None]
        return next((line for line in lines if line.lead_id == department_id), None)

    def lead_named(self, department_id: UUID) -> Department | None:
        """Give a department as a line names it; None where none of them does, no statement."""
        own = self._line_of(department_id)
        return own.lead if own is not None else None

    def limit_of(self, department_id: UUID) -> tuple[int, str] | None:
        """Give amount and unit of the line that names a department, where it has a limit of its own; no statement.

        Of a tie, or against the nearest line, a department is chosen with the limit of its own line.
        """
        own = self._line_of(department_id)
        return (own.limit_amount, own.limit_unit) if own is not None and own.limit_amount else None

    def needs_several(self, department_id: UUID) -> bool:
        """Whether the line that names a department names supports beside it; no statement."""
        own = self._line_of(department_id)
        return own is not None and bool(getattr(own, "has_supports", False))

    def supports_beside(self, department_id: UUID) -> tuple[ResponsibilitySupport, ...]:
        """Who helps a department by the line that names it; one statement, none where the line names nobody."""
        own = self._line_of(department_id)
        if own is None or not self.needs_several(department_id):
            return ()
        rows = own.supports.exclude(department_id=department_id).select_related("department")
        return tuple(rows.order_by("department__name"))

    @property
    def supports(self) -> tuple[ResponsibilitySupport, ...]:
        """Who helps the lead, by name; asked in one statement when it is wanted."""
        if self.entry is None:
            return ()
        return tuple(self.entry.supports.select_related("department").order_by("department__name"))


def lead_for(*, matter: Matter, spot: Spot, on: date, level: str | None = None) -> LeadChoice:
    """Choose the lead of a matter at a place by the responsibility list, in one statement, and say why.

    Args:
        matter: What is to be done.
        spot: Where.
        on: The local date for which to ask.
        level: How pressing the order is, as an `OrderLevel`; None while it is not known.
    """
    ancestors = ancestor_ids(matter)
    supported = ResponsibilitySupport.objects.filter(entry_id=OuterRef("pk"))
    rows = (
        _entries_in_force(matter.sub_district_id, on)
        .filter(matter_id__in=[matter.pk, *ancestors])
        .annotate(has_supports=Exists(supported))
    )
    by_id = {str(row.pk): row for row in rows}
    choice = choose_department(
        [as_list_entry(row) for row in by_id.values()],
        matter=str(matter.pk),
        place=core_place(matter.sub_district_id, spot),
        on=on,
        ancestors=tuple(str(pk) for pk in ancestors),
        level=level,
    )
    entry = by_id[choice.entry.id] if choice.entry else None
    return LeadChoice(
        department=entry.lead if entry else None,
        reason=choice.reason,
        words=_routing_words(choice, entry, matter),
        entry=entry,
        rivals=tuple(by_id[rival.id] for rival in choice.rivals),
    )


def leads_for(
    asked: Mapping[UUID, tuple[Matter, Spot, str]], *, sub_district_id: UUID, on: date
) -> dict[UUID, Department]:
    """Give the department that the list names for each of many orders, in one statement; nothing of a gap or a tie.

    Args:
        asked: Matter with its parents read ahead, place and level of each.
        sub_district_id: The street.
        on: The local date for which to ask.
    """
    rows = {str(row.pk): row for row in _entries_in_force(sub_district_id, on)} if asked else {}
    lines = [as_list_entry(row) for row in rows.values()]
    found: dict[UUID, Department] = {}
    for key, (matter, spot, level) in asked.items():
        choice = choose_department(
            lines,
            matter=str(matter.pk),
            place=core_place(sub_district_id, spot),
            on=on,
            ancestors=tuple(str(pk) for pk in ancestor_ids(matter)),
            level=level,
        )
        if choice.entry is not None:
            found[key] = rows[choice.entry.id].lead
    return found


def require_lead(choice: LeadChoice, matter: Matter) -> Department:
    """Give the chosen department.

    Raises:
        ListGapError: The list names nobody.
        ListTieError: The list names several.
    """
    if choice.department is not None:
        return choice.department
    if choice.reason is RoutingReason.TIE:
        raise ListTieError(choice.words, facts={"matter": matter.code})
    raise ListGapError(choice.words, facts={"matter": matter.code})


@dataclass(frozen=True)
class FaultLine:
    """A matter for which the responsibility list names nobody, or too many, at some places.

    Args:
        matter: What cannot be routed.
        is_tie: Whether several departments are named; otherwise none is.
        communities: Where; every community of the street when `is_everywhere`.
        is_everywhere: Whether it is so in the whole street.
        leads: The departments that are named with equal right.
        estates: Where, when only lines for estates contradict each other.
        levels: For which orders; empty for all.
    """

    matter: Matter
    is_tie: bool
    communities: tuple[Community, ...]
    is_everywhere: bool
    leads: tuple[Department, ...] = ()
    estates: tuple[Estate, ...] = ()
    levels: tuple[OrderLevel, ...] = ()


def list_faults(*, sub_district_id: UUID, on: date) -> list[FaultLine]:
    """Give the gaps and ties of the responsibility list, for whoever keeps it, in three statements."""
    return faults_among(list(_entries_in_force(sub_district_id, on)), sub_district_id, on=on)


def faults_among(
    rows: Sequence[ResponsibilityEntry | DraftLine], sub_district_id: UUID, *, on: date
) -> list[FaultLine]:
    """Give the gaps and ties of these lines, in two statements; each row comes with its lead and estate."""
    communities = {str(community.pk): community for community in communities_of(sub_district_id)}
    estates = {str(row.estate.pk): row.estate for row in rows if row.estate is not None}
    matters = {str(matter.pk): matter for matter in matters_of(sub_district_id)}
    street = str(sub_district_id)
    places = [Place(street, community=pk) for pk in communities]
    places += [Place(street, community=str(each.community_id), estate=pk) for pk, each in estates.items()]
    levels = LEVELS if any(row.level for row in rows) else (None,)
    faults = find_list_faults(
        [as_list_entry(row) for row in rows],
        matters=matters,
        places=places,
        on=on,
        ancestors={pk: [str(parent) for parent in ancestor_ids(matter)] for pk, matter in matters.items()},
        levels=levels,
    )
    departments = {str(row.lead_id): row.lead for row in rows}
    return [
        FaultLine(
            matter=matters[matter],
            is_tie=is_tie,
            communities=tuple(communities[pk] for pk, estate in where if not estate),
            is_everywhere=len(where) == len(communities) and not any(estate for _pk, estate in where),
            leads=tuple(departments[pk] for pk in leads),
            estates=tuple(estates[estate] for _pk, estate in where if estate),
            levels=() if len(found) == len(levels) else tuple(OrderLevel(level) for level in found),
        )
        for (matter, is_tie, leads, where), found in _grouped(faults).items()
    ]


_Fault = tuple[str, bool, tuple[str, ...], tuple[tuple[str, str], ...]]


def _grouped(faults: Sequence[ListFault]) -> dict[_Fault, list[str]]:
    """Put places with the same fault together, then levels with the same places."""
    places: dict[tuple[str, bool, tuple[str, ...], str], list[tuple[str, str]]] = {}
    for fault in faults:
        # What is wrong at an estate for want of a line of its own is told of its community already.
        if fault.place.estate and not any(entry.estate for entry in fault.entries):
            continue
        leads = tuple(sorted({entry.department for entry in fault.entries}))
        key = (fault.matter, fault.reason is RoutingReason.TIE, leads, fault.level or "")
        places.setdefault(key, []).append((fault.place.community or "", fault.place.estate or ""))
    found: dict[_Fault, list[str]] = {}
    for (matter, is_tie, leads, level), where in places.items():
        found.setdefault((matter, is_tie, leads, tuple(where)), []).append(level)
    return found


def entries_in_force(sub_district_id: UUID, *, on: date) -> list[ListEntry]:
    """Give the lines of the responsibility list that hold on a day, as the rules read them, in one statement."""
    return [as_list_entry(row) for row in _entries_in_force(sub_district_id, on)]


def ancestor_ids(matter: Matter) -> list[UUID]:
    """Give the ids of a matter's parents, nearest first; they must have been read ahead."""
    found: list[UUID] = []
    parent = matter.parent
    while parent is not None:
        found.append(parent.pk)
        parent = parent.parent
    return found


def _entries_in_force(sub_district_id: UUID, on: date) -> QuerySet[ResponsibilityEntry]:
    entries = ResponsibilityEntry.objects.filter(sub_district_id=sub_district_id, in_force_from__lte=on)
    return entries.filter(Q(in_force_until=None) | Q(in_force_until__gt=on)).select_related("lead", "estate")


def as_list_entry(row: ResponsibilityEntry | DraftLine) -> ListEntry:
    """Give a line as routing reads it; one that is only drafted holds on every day."""
    since, until = date.min, None
    if isinstance(row, ResponsibilityEntry):
        since = row.in_force_from
        until = row.in_force_until - timedelta(days=1) if row.in_force_until else None
    return ListEntry(
        id=str(row.pk),
        matter=str(row.matter_id),
        department=str(row.lead_id),
        community=str(row.community_id) if row.community_id else None,
        estate=str(row.estate_id) if row.estate_id else None,
        level=row.level or None,
        in_force_from=since,
        in_force_until=until,
    )


def core_place(sub_district_id: UUID, spot: Spot) -> Place:
    """Give a place as routing reads it."""
    ids = (spot.community_id, spot.grid_cell_id, spot.estate_id)
    community, grid_cell, estate = (str(pk) if pk else None for pk in ids)
    return Place(sub_district=str(sub_district_id), community=community, grid_cell=grid_cell, estate=estate)


def _routing_words(choice: RoutingChoice, entry: ResponsibilityEntry | None, matter: Matter) -> str:
    facts = {"matter": matter.name, "lead": entry.lead.name if entry else "", "count": len(choice.rivals)}
    sentences = {
        RoutingReason.ONLY_ENTRY: _("The responsibility list gives “%(matter)s” to %(lead)s."),
        RoutingReason.MORE_SPECIFIC_PLACE: _(
            "For this place the responsibility list gives “%(matter)s” to %(lead)s."
        ),
        RoutingReason.OWN_LEVEL: _(
            "For orders as pressing as this one the responsibility list gives “%(matter)s” to %(lead)s."
        ),
        RoutingReason.NEARER_MATTER: _(
            "The entry for “%(matter)s” itself, %(lead)s, goes before the wider ones."
        ),
        RoutingReason.TIE: _(
            "The responsibility list names %(count)d departments for “%(matter)s” here with equal right. Choose one; "
            "the keeper of the list sees this fault."
        ),
        RoutingReason.GAP: _(
            "The responsibility list names nobody for “%(matter)s” here. Choose a department; "
            "the keeper of the list sees this gap."
        ),
    }
    return sentences[choice.reason] % facts

"""Versions of the responsibility list: what is in force, what is drafted, and what a draft changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.core.list_versions import ListDifference, ListLine, SupportLine, list_difference
from jiezhi.core.routing import ListEntry
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.choices import OPEN_VERSIONS, VersionState
from jiezhi.organisation.models import (
    DraftLine,
    DraftSupport,
    ListVersion,
    Matter,
    ResponsibilityEntry,
    ResponsibilitySupport,
)
from jiezhi.organisation.queries.routing import FaultLine, as_list_entry, faults_among

KEPT = 100
ListRow = ResponsibilityEntry | DraftLine
Row = TypeVar("Row", ResponsibilityEntry, DraftLine)


@dataclass(frozen=True)
class ChangedRow:
    """One change: `old` alone was dropped, `new` alone was added, both together were changed."""

    old: ListRow | None
    new: ListRow | None

    @property
    def row(self) -> ListRow:
        """The one that says for what and where."""
        row = self.new or self.old
        assert row is not None  # noqa: S101 - a change has a side
        return row


@dataclass(frozen=True)
class MatterChanges:
    """What changes for one matter."""

    matter: Matter
    changes: tuple[ChangedRow, ...]


@dataclass(frozen=True)
class Standing:
    """How an approved version stands on a day.

    Args:
        is_to_come: Its first day has not come.
        is_replaced: Another one has taken its place.
        last_on: The last day on which it holds; None while no other is approved.
    """

    is_to_come: bool
    is_replaced: bool
    last_on: date | None


def versions_of(actor: Actor, *, today: date) -> list[tuple[ListVersion, Standing | None]]:
    """Give the versions of the street, the newest first, and how those stand that are approved."""
    rows = ListVersion.objects.filter(sub_district_id=actor.tenant_id).order_by("-number")[:KEPT]
    found: list[tuple[ListVersion, Standing | None]] = []
    following: ListVersion | None = None
    for version in rows:
        is_approved = version.state == VersionState.IN_FORCE
        found.append((version, standing_of(version, following, today=today) if is_approved else None))
        following = version if is_approved else following
    return found


def versions_to_approve(actor: Actor) -> QuerySet[ListVersion]:
    """Give the versions of the street that were submitted and that somebody else may approve."""
    rows = ListVersion.objects.filter(sub_district_id=actor.tenant_id, state=VersionState.SUBMITTED)
    return rows.exclude(submitter=actor.id)


def standing_of(version: ListVersion, following: ListVersion | None, *, today: date) -> Standing:
    """Give how an approved version stands on a day, before the one that was approved after it."""
    first, until = version.effective_on, following.effective_on if following else None
    assert first is not None  # noqa: S101 - a constraint says so
    return Standing(
        is_to_come=first > today,
        is_replaced=until is not None and until <= max(today, first),
        last_on=until - timedelta(days=1) if until is not None else None,
    )


def find_next_version(version: ListVersion) -> ListVersion | None:
    """Give the version that was approved after an approved one; it holds from the same day on, or a later one."""
    rows = ListVersion.objects.filter(
        sub_district_id=version.sub_district_id, state=VersionState.IN_FORCE, number__gt=version.number
    )
    return rows.order_by("number").first()


def get_version(actor: Actor, version_id: UUID) -> ListVersion:
    """Give a version.

    Raises:
        MissingError: The street has no such version.
    """
    version = ListVersion.objects.filter(sub_district_id=actor.tenant_id, pk=version_id).first()
    if version is None:
        raise MissingError(_("This street has no such version of the list."))
    return version


def find_open_version(sub_district_id: UUID) -> ListVersion | None:
    """Give the version that is still to be decided, if there is one."""
    return ListVersion.objects.filter(sub_district_id=sub_district_id, state__in=OPEN_VERSIONS).first()


def get_line(actor: Actor, version_id: UUID, line_id: UUID) -> DraftLine:
    """Give a line of a version.

    Raises:
        MissingError: The version has no such line, or the street no such version.
    """
    lines = DraftLine.objects.filter(sub_district_id=actor.tenant_id, version_id=version_id, pk=line_id)
    line = lines.select_related("matter", "lead").prefetch_related("supports").first()
    if line is None:
        raise MissingError(_("The draft has no such line any more. Go back to the draft."))
    return line


def lines_of(version: ListVersion) -> list[DraftLine]:
    """Give the lines of a version with all they name, by matter and place, in two statements."""
    return _by_matter(_with_names(DraftLine.objects.filter(version=version), DraftSupport))


def lines_in_force(sub_district_id: UUID, on: date) -> list[ResponsibilityEntry]:
    """Give the lines that hold on a day with all they name, by matter and place, in two statements."""
    rows = ResponsibilityEntry.objects.filter(sub_district_id=sub_district_id, in_force_from__lte=on)
    rows = rows.filter(Q(in_force_until=None) | Q(in_force_until__gt=on))
    return _by_matter(_with_names(rows, ResponsibilitySupport))


def first_free_day(sub_district_id: UUID, *, today: date) -> date:
    """Give the first day from which another version may hold: not before the last one has begun."""
    rows = ResponsibilityEntry.objects.filter(sub_district_id=sub_district_id)
    last = rows.aggregate(last=Max("in_force_from"))["last"]
    return max(today, last) if last else today


def entries_of_draft(version: ListVersion) -> list[ListEntry]:
    """Give a version as routing reads it, holding on every day, so that any past can be tried against it."""
    return [as_list_entry(line) for line in version.lines.all()]


def draft_faults(version: ListVersion, lines: Sequence[DraftLine], *, today: date) -> list[FaultLine]:
    """Give the gaps and ties that a version would have, in two statements."""
    return faults_among(lines, version.sub_district_id, on=version.effective_on or today)


def base_day(version: ListVersion, *, today: date) -> date:
    """Give the day whose list a version is compared with: the one before it holds, or the one on which it may begin."""
    if not version.is_open and version.effective_on is not None:
        return version.effective_on - timedelta(days=1)
    return first_free_day(version.sub_district_id, today=max(today, version.effective_on or today))


def difference_between(in_force: Sequence[ResponsibilityEntry], lines: Sequence[DraftLine]) -> ListDifference:
    """Give what lines change in what is in force; both as `lines_in_force` and `lines_of` give them."""
    return list_difference(map(as_list_line, in_force), map(as_list_line, lines))


def changes_of(version: ListVersion, lines: Sequence[DraftLine], *, today: date) -> list[MatterChanges]:
    """Give what a version changes, by matter, in three statements."""
    in_force = lines_in_force(version.sub_district_id, base_day(version, today=today))
    rows: dict[str, ListRow] = {str(row.pk): row for row in in_force}
    rows |= {str(line.pk): line for line in lines}
    found = difference_between(in_force, lines)
    changes = [
        *(ChangedRow(rows[each.old.id], rows[each.new.id]) for each in found.changed),
        *(ChangedRow(rows[line.id], None) for line in found.dropped),
        *(ChangedRow(None, rows[line.id]) for line in found.added),
    ]
    grouped: dict[Matter, list[ChangedRow]] = {}
    for change in sorted(changes, key=lambda change: change.row.matter.name):
        grouped.setdefault(change.row.matter, []).append(change)
    return [MatterChanges(matter, tuple(each)) for matter, each in grouped.items()]


def as_list_line(row: ListRow) -> ListLine:
    """Give what a row says, for comparing."""
    supports: Iterable[DraftSupport | ResponsibilitySupport] = row.supports.all()
    return ListLine(
        id=str(row.pk),
        matter=str(row.matter_id),
        lead=str(row.lead_id),
        community=str(row.community_id or ""),
        estate=str(row.estate_id or ""),
        level=row.level,
        supports=tuple(
            sorted(
                SupportLine(str(each.department_id), _limit(each.limit_amount, each.limit_unit), each.task)
                for each in supports
            )
        ),
        limit=_limit(row.limit_amount, row.limit_unit),
        basis=row.basis,
    )


def _limit(amount: int | None, unit: str) -> tuple[int, str] | tuple[()]:
    return (amount, unit) if amount else ()


def _with_names(
    rows: QuerySet[Row], supports: type[DraftSupport] | type[ResponsibilitySupport]
) -> QuerySet[Row]:
    named = supports._default_manager.select_related("department").order_by("department__name")
    related = ("matter__parent", "community", "estate", "lead")
    return rows.select_related(*related).prefetch_related(Prefetch("supports", named))


def _by_matter(rows: Iterable[Row]) -> list[Row]:
    def order(row: ListRow) -> tuple[object, ...]:
        parent = row.matter.parent.name if row.matter.parent else ""
        return (
            parent or row.matter.name,
            bool(parent),
            row.matter.name,
            row.community.name if row.community else "",
            row.estate.name if row.estate else "",
            row.level,
            row.lead.name,
        )

    return sorted(rows, key=order)

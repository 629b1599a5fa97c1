"""What a line of the responsibility list must be, checked against what the street has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.masking import find_personal
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError, StaleError
from jiezhi.organisation.choices import LimitUnits, OrderLevel, VersionState
from jiezhi.organisation.errors import VersionStateError
from jiezhi.organisation.models import (
    Department,
    DraftLine,
    DraftSupport,
    ListVersion,
    Matter,
    ResponsibilityEntry,
)
from jiezhi.places.queries import communities_of, estates_of

VERSION = "organisation.list_version"
MOST = 999
LONGEST_TASK = 200
"""Characters; what is more belongs into the brief of an order."""
LimitDraft = tuple[int, str]


@dataclass(frozen=True)
class SupportDraft:
    """A department that helps.

    Args:
        department_id: Who.
        limit: Its own; None for that of the line.
        task: What it does there, in words, asked of it with every order; None leaves what the line says already.
    """

    department_id: UUID
    limit: LimitDraft | None = None
    task: str | None = None


@dataclass(frozen=True)
class LineDraft:
    """What a line shall say.

    Args:
        matter_id: For what.
        lead_id: Who leads.
        community_id: Where; None with no estate means everywhere.
        estate_id: Where, more exactly.
        level: For orders of which `OrderLevel`; empty for all.
        supports: Who helps.
        limit: Instead of the matter's.
        basis: The document it rests on.
    """

    matter_id: UUID
    lead_id: UUID
    community_id: UUID | None = None
    estate_id: UUID | None = None
    level: str = ""
    supports: tuple[SupportDraft, ...] = ()
    limit: LimitDraft | None = None
    basis: str = ""

    @property
    def key(self) -> tuple[UUID, UUID | None, UUID | None, str, UUID]:
        """By which a line is known again: for what, where, for which level, and who leads."""
        return self.matter_id, self.community_id, self.estate_id, self.level, self.lead_id


def key_of(line: DraftLine) -> tuple[UUID, UUID | None, UUID | None, str, UUID]:
    """Give the same of a line that is kept."""
    return line.matter_id, line.community_id, line.estate_id, line.level, line.lead_id


def contents_of(line: DraftLine | ResponsibilityEntry) -> dict[str, Any]:
    """Give what a line says besides its supports, by column: a draft begins with it, and what is in force is it."""
    columns = (
        "matter_id",
        "community_id",
        "estate_id",
        "level",
        "lead_id",
        "limit_amount",
        "limit_unit",
        "basis",
    )
    return {column: getattr(line, column) for column in columns}


@dataclass(frozen=True)
class KnownRows:
    """What lines of a street may name."""

    matters: frozenset[UUID]
    departments: frozenset[UUID]
    communities: frozenset[UUID]
    estates: frozenset[UUID]


def known_rows(street_id: UUID) -> KnownRows:
    """Read what lines may name, in four statements."""
    matters = Matter.objects.filter(sub_district_id=street_id, is_in_use=True)
    departments = Department.objects.filter(sub_district_id=street_id)
    return KnownRows(
        frozenset(matters.values_list("pk", flat=True)),
        frozenset(departments.values_list("pk", flat=True)),
        frozenset(community.pk for community in communities_of(street_id)),
        frozenset(estate.pk for estate in estates_of(street_id)),
    )


def require_sense(draft: LineDraft, known: KnownRows) -> None:
    """Refuse a line that names what the street has not, or contradicts itself.

    Raises:
        InvalidError: With a sentence that says what to mend.
    """
    helping = [support.department_id for support in draft.supports]
    limits = [limit for limit in (draft.limit, *(each.limit for each in draft.supports)) if limit]
    faults = (
        (draft.matter_id not in known.matters, _("Choose a matter that is in use.")),
        (draft.lead_id not in known.departments, _("Choose a department of this street as lead.")),
        (bool(draft.community_id and draft.estate_id), _("Choose a community or an estate, not both.")),
        (draft.community_id not in {None, *known.communities}, _("This street has no such community.")),
        (draft.estate_id not in {None, *known.estates}, _("This street has no such estate.")),
        (bool(draft.level) and draft.level not in OrderLevel.values, _("Choose the level from the list.")),
        (not known.departments.issuperset(helping), _("Choose departments of this street as supports.")),
        (draft.lead_id in helping, _("The lead cannot support itself. Take it out of the supports.")),
        (len(set(helping)) != len(helping), _("A department is named twice among the supports.")),
        (
            any(not 0 < amount <= MOST or unit not in LimitUnits.values for amount, unit in limits),
            _("A limit is a number from 1 to 999 with its unit."),
        ),
        *_task_faults([support.task or "" for support in draft.supports]),
    )
    for is_wrong, words in faults:
        if is_wrong:
            raise InvalidError(words)


def _task_faults(tasks: Sequence[str]) -> tuple[tuple[bool, str], ...]:
    """A task goes to the department with every order, so what may not stand in a brief may not stand in it."""
    found = [personal for task in tasks for personal in find_personal(task)]
    return (
        (
            any(len(task.strip()) > LONGEST_TASK for task in tasks),
            _("The task of a support is longer than %(longest)d characters. Shorten it.")
            % {"longest": LONGEST_TASK},
        ),
        (
            bool(found),
            _("The task of a support holds what looks like a number of a person (%(found)s). Take it out.")
            % {"found": found[0] if found else ""},
        ),
    )


def write_line(line: DraftLine, draft: LineDraft) -> DraftLine:
    """Store what a line says, with its supports."""
    said = dict(DraftSupport.objects.filter(line=line).values_list("department_id", "task"))
    supports = tuple(
        replace(each, task=said.get(each.department_id, "")) if each.task is None else each
        for each in draft.supports
    )
    line.matter_id, line.lead_id = draft.matter_id, draft.lead_id
    line.community_id, line.estate_id, line.level = draft.community_id, draft.estate_id, draft.level
    line.limit_amount, line.limit_unit = draft.limit or (None, "")
    line.basis = draft.basis.strip()
    line.save()
    DraftSupport.objects.filter(line=line).delete()
    write_supports([(line, supports)])
    return line


def write_supports(pairs: Sequence[tuple[DraftLine, tuple[SupportDraft, ...]]]) -> None:
    """Store the supports of lines that have none yet."""
    DraftSupport.objects.bulk_create(
        DraftSupport(
            sub_district_id=line.sub_district_id,
            line=line,
            department_id=support.department_id,
            limit_amount=support.limit[0] if support.limit else None,
            limit_unit=support.limit[1] if support.limit else "",
            task=(support.task or "").strip(),
        )
        for line, supports in pairs
        for support in supports
    )


def lock_version(
    actor: Actor, version_id: UUID, *states: VersionState, seen_revision: int | None = None
) -> ListVersion:
    """Lock a version that stands in one of these states; whoever changes the list of a street waits here.

    Raises:
        MissingError: The street has no such version.
        VersionStateError: It stands elsewhere.
        StaleError: It was changed since the reader saw it.
    """
    hold(f"organisation.list:{actor.tenant_id}")
    rows = ListVersion.objects.select_for_update().filter(sub_district_id=actor.tenant_id)
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise MissingError(_("This street has no such version of the list."))
    if version.state not in states:
        raise VersionStateError(
            _("This version is “%(state)s”: that can no longer be done with it.")
            % {"state": version.get_state_display()}
        )
    if seen_revision is not None and seen_revision != version.revision:
        raise StaleError(_("The draft was changed while you were reading. Look at it again."))
    return version


def record(verb: str, version: ListVersion, *columns: str, **facts: str | int | bool | None) -> None:
    """Store what changed of a version and leave it in the audit."""
    version.revision += 1
    version.save(update_fields=["revision", *columns])
    audit.record(
        f"organisation.{verb}", kind=VERSION, id=version.pk, facts={"number": version.number, **facts}
    )

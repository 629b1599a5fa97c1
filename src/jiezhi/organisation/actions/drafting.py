"""Deeds on the draft of the responsibility list: begun, written line by line or from a file, withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold, next_value
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions._lines import (
    VERSION,
    LineDraft,
    SupportDraft,
    contents_of,
    key_of,
    known_rows,
    lock_version,
    record,
    require_sense,
    write_line,
    write_supports,
)
from jiezhi.organisation.choices import VersionState
from jiezhi.organisation.errors import VersionStateError
from jiezhi.organisation.models import DraftLine, ListVersion
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import find_open_version, first_free_day, get_line, lines_in_force

LONGEST_TITLE = 64


@action
def begin_draft(*, title: str, note: str = "", actor: Actor, at: datetime) -> ListVersion:
    """Begin a version with a copy of what will be in force when it can begin; a street has one open at most.

    Raises:
        InvalidError: It has no title.
        VersionStateError: Another one is still to be decided.
    """
    require(actor, KEEP_LISTS)
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidError(_("Give the version a title of at most 64 characters."))
    street = actor.tenant_id
    hold(f"organisation.list:{street}")
    if find_open_version(street) is not None:
        raise VersionStateError(_("A draft is open already. Finish it or withdraw it first."))
    version = ListVersion.objects.create(
        sub_district_id=street,
        number=next_value(sub_district_id=street, series="list_version"),
        title=title,
        note=note.strip(),
        drafted_by=actor.label,
        drafted_at=at,
    )
    count = _copy_lines(version, today=timezone.localdate(at))
    facts: dict[str, str | int | bool | None] = {"number": version.number, "lines": count}
    audit.record("organisation.draft_begun", kind=VERSION, id=version.pk, facts=facts)
    return version


@action
def add_line(*, version_id: UUID, draft: LineDraft, actor: Actor, at: datetime) -> DraftLine:
    """Add a line to a draft.

    Raises:
        InvalidError: It names what the street has not, or stands there already.
    """
    require(actor, KEEP_LISTS)
    version = lock_version(actor, version_id, VersionState.DRAFT)
    require_sense(draft, known_rows(actor.tenant_id))
    _require_new(version, draft)
    line = write_line(DraftLine(sub_district_id=actor.tenant_id, version=version), draft)
    record("line_kept", version, is_new=True)
    return line


@action
def change_line(
    *, version_id: UUID, line_id: UUID, draft: LineDraft, actor: Actor, at: datetime
) -> DraftLine:
    """Change what a line of a draft says.

    Raises:
        InvalidError: It names what the street has not, or another line says so already.
        MissingError: The draft has no such line.
    """
    require(actor, KEEP_LISTS)
    version = lock_version(actor, version_id, VersionState.DRAFT)
    line = get_line(actor, version_id, line_id)
    require_sense(draft, known_rows(actor.tenant_id))
    _require_new(version, draft, besides=line.pk)
    write_line(line, draft)
    record("line_kept", version, is_new=False)
    return line


@action
def drop_line(*, version_id: UUID, line_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a line out of a draft.

    Raises:
        MissingError: The draft has no such line.
    """
    require(actor, KEEP_LISTS)
    version = lock_version(actor, version_id, VersionState.DRAFT)
    get_line(actor, version_id, line_id).delete()
    record("line_dropped", version)


@action
def bring_lines(
    *, version_id: UUID, drafts: Sequence[LineDraft], drop_others: bool, actor: Actor, at: datetime
) -> int:
    """Bring lines into a draft, all or none: those known by matter, place, level and lead change, others are added.

    Gives how many lines were taken out.

    Args:
        version_id: A draft.
        drafts: What the lines say.
        drop_others: Whether lines that are not among them are taken out.
        actor: Who keeps the list.
        at: Now.

    Raises:
        InvalidError: There is none, one stands twice, or names what the street has not.
    """
    require(actor, KEEP_LISTS)
    version = lock_version(actor, version_id, VersionState.DRAFT)
    known, wanted = known_rows(actor.tenant_id), {draft.key: draft for draft in drafts}
    if not drafts or len(wanted) != len(drafts):
        raise InvalidError(_("The file names no line, or one of them twice. Correct it and bring it again."))
    for draft in drafts:
        require_sense(draft, known)
    kept = {key_of(line): line for line in version.lines.select_for_update()}
    for key, draft in wanted.items():
        fresh = DraftLine(sub_district_id=actor.tenant_id, version=version)
        write_line(kept.get(key) or fresh, draft)
    dropped = [line.pk for key, line in kept.items() if key not in wanted] if drop_others else []
    DraftLine.objects.filter(pk__in=dropped).delete()
    record("lines_brought", version, lines=len(drafts), dropped=len(dropped))
    return len(dropped)


@action
def withdraw_draft(*, version_id: UUID, actor: Actor, at: datetime) -> ListVersion:
    """Give a version up that is still to be decided; it stays to be read.

    Raises:
        VersionStateError: It is decided already.
    """
    require(actor, KEEP_LISTS)
    version = lock_version(actor, version_id, VersionState.DRAFT, VersionState.SUBMITTED)
    version.state = VersionState.WITHDRAWN
    record("draft_withdrawn", version, "state")
    return version


def _require_new(version: ListVersion, draft: LineDraft, *, besides: UUID | None = None) -> None:
    matter_id, community_id, estate_id, level, lead_id = draft.key
    twins = DraftLine.objects.filter(
        version=version, matter=matter_id, community=community_id, estate=estate_id, level=level, lead=lead_id
    )
    if any(pk != besides for pk in twins.values_list("pk", flat=True)):
        raise InvalidError(_("The draft has this line already: the same matter, place, level and lead."))


def _copy_lines(version: ListVersion, *, today: date) -> int:
    """Begin a version with what will be in force, and count the lines."""
    street = version.sub_district_id
    rows = lines_in_force(street, first_free_day(street, today=today))
    copies = [DraftLine(sub_district_id=street, version=version, **contents_of(row)) for row in rows]
    DraftLine.objects.bulk_create(copies)
    supports = [
        tuple(
            SupportDraft(
                each.department_id,
                (each.limit_amount, each.limit_unit) if each.limit_amount else None,
                each.task,
            )
            for each in row.supports.all()
        )
        for row in rows
    ]
    write_supports(list(zip(copies, supports, strict=True)))
    return len(copies)

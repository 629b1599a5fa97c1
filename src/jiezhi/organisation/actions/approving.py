"""How a draft of the responsibility list comes into force: submitted by one person, approved by another."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.list_versions import ListDifference
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions._lines import contents_of, lock_version, record
from jiezhi.organisation.choices import VersionState
from jiezhi.organisation.errors import SameHandError, UnfinishedDraftError, VersionStateError
from jiezhi.organisation.models import DraftLine, ListVersion, ResponsibilityEntry, ResponsibilitySupport
from jiezhi.organisation.permissions import APPROVE_LISTS, KEEP_LISTS
from jiezhi.organisation.queries import (
    difference_between,
    draft_faults,
    find_next_version,
    find_open_version,
    first_free_day,
    lines_in_force,
    lines_of,
)


@action
def submit_draft(*, version_id: UUID, effective_on: date, actor: Actor, at: datetime) -> ListVersion:
    """Submit a draft for approval, with the day from which it shall hold.

    Raises:
        InvalidError: The day is over, or lies before the last version begins.
        VersionStateError: The draft changes nothing, or is none.
    """
    require(actor, KEEP_LISTS)
    version = lock_version(actor, version_id, VersionState.DRAFT)
    _require_day(version, effective_on, at=at)
    if _difference(version, effective_on)[0].is_empty:
        raise VersionStateError(
            _("The draft says the same as the list in force: there is nothing to approve.")
        )
    version.state, version.effective_on, version.return_reason = VersionState.SUBMITTED, effective_on, ""
    version.submitted_by, version.submitter, version.submitted_at = actor.label, actor.id, at
    columns = ("state", "effective_on", "return_reason", "submitted_by", "submitter", "submitted_at")
    record("draft_submitted", version, *columns, effective_on=effective_on.isoformat())
    return version


@action
def return_draft(*, version_id: UUID, reason: str, actor: Actor, at: datetime) -> ListVersion:
    """Give a submitted draft back to be worked on, and say why.

    Raises:
        InvalidError: No reason is given.
        VersionStateError: It is not submitted.
    """
    require(actor, APPROVE_LISTS)
    version = lock_version(actor, version_id, VersionState.SUBMITTED)
    if not reason.strip():
        raise InvalidError(_("Say in a sentence what is to be changed."))
    version.state, version.return_reason = VersionState.DRAFT, reason.strip()
    record("draft_returned", version, "state", "return_reason")
    return version


@action
def approve_draft(
    *,
    version_id: UUID,
    effective_on: date,
    gaps_note: str = "",
    seen_revision: int | None = None,
    actor: Actor,
    at: datetime,
) -> ListVersion:
    """Put a submitted draft in force from a day on; until then the list in force stays in force.

    Lines that say the same stay the rows they are, since objections and send-backs are counted by them. What was
    changed or dropped ends on that day; what is new begins with it. Orders that are under way keep their department.

    Args:
        version_id: A submitted version.
        effective_on: The first day, today or later.
        gaps_note: Why gaps are left, when there are any.
        seen_revision: The draft as the reader saw it.
        actor: Somebody else than who submitted it.
        at: Now.

    Raises:
        SameHandError: The same person submitted it.
        UnfinishedDraftError: It has ties, or gaps that nobody has spoken to.
        InvalidError: The day is over, or lies before the last version begins.
        StaleError: It was changed since.
    """
    require(actor, APPROVE_LISTS)
    version = lock_version(actor, version_id, VersionState.SUBMITTED, seen_revision=seen_revision)
    if version.submitter == actor.id:
        raise SameHandError(_("You submitted this draft yourself: another person has to approve it."))
    _require_day(version, effective_on, at=at)
    found, lines = _difference(version, effective_on)
    _require_no_faults(version, lines, gaps_note, today=timezone.localdate(at))
    _put_in_force(version, found, {str(line.pk): line for line in lines}, effective_on)
    version.state, version.effective_on, version.gaps_note = (
        VersionState.IN_FORCE,
        effective_on,
        gaps_note.strip(),
    )
    version.approved_by, version.approved_at = actor.label, at
    columns = ("state", "effective_on", "gaps_note", "approved_by", "approved_at")
    counts = {"changed": len(found.changed), "dropped": len(found.dropped), "added": len(found.added)}
    record("draft_approved", version, *columns, effective_on=effective_on.isoformat(), **counts)
    return version


@action
def withdraw_approval(*, version_id: UUID, actor: Actor, at: datetime) -> ListVersion:
    """Take the approval of a version back before its day: it waits for approval again, and nothing of it remains.

    Raises:
        VersionStateError: It holds already, or another version rests on it.
    """
    require(actor, APPROVE_LISTS)
    version = lock_version(actor, version_id, VersionState.IN_FORCE)
    _require_still_to_come(version, today=timezone.localdate(at))
    ResponsibilitySupport.objects.filter(entry__version=version).delete()
    ResponsibilityEntry.objects.filter(version=version).delete()
    version.ended_entries.update(in_force_until=None, ended_by=None)
    version.state, version.gaps_note = VersionState.SUBMITTED, ""
    version.approved_by, version.approved_at = "", None
    record("approval_withdrawn", version, "state", "gaps_note", "approved_by", "approved_at")
    return version


def _require_still_to_come(version: ListVersion, *, today: date) -> None:
    if version.effective_on is None or version.effective_on <= today:
        raise VersionStateError(
            _("This version holds already, and orders were dispatched by it. Begin a draft to change it.")
        )
    if find_next_version(version) is not None:
        raise VersionStateError(
            _("A later version rests on this one. Withdraw the approval of that one first.")
        )
    if find_open_version(version.sub_district_id) is not None:
        raise VersionStateError(_("A draft is open that began as a copy of this version. Withdraw it first."))


def _require_day(version: ListVersion, effective_on: date, *, at: datetime) -> None:
    first = first_free_day(version.sub_district_id, today=timezone.localdate(at))
    if effective_on < first:
        raise InvalidError(
            _("A version can hold from %(day)s on at the earliest. Choose that day or a later one.")
            % {"day": first.isoformat()}
        )


def _difference(version: ListVersion, on: date) -> tuple[ListDifference, list[DraftLine]]:
    lines = lines_of(version)
    return difference_between(lines_in_force(version.sub_district_id, on), lines), lines


def _require_no_faults(version: ListVersion, lines: list[DraftLine], gaps_note: str, *, today: date) -> None:
    faults = draft_faults(version, lines, today=today)
    if any(fault.is_tie for fault in faults):
        raise UnfinishedDraftError(
            _(
                "The draft names several departments with equal right. Give it back, so that these lines are mended."
            )
        )
    if faults and not gaps_note.strip():
        raise UnfinishedDraftError(
            _(
                "The draft names nobody for some matters. Say in a sentence why that may stay, or give it back."
            )
        )


def _put_in_force(
    version: ListVersion, found: ListDifference, lines: dict[str, DraftLine], effective_on: date
) -> None:
    gone = [*(change.old.id for change in found.changed), *(line.id for line in found.dropped)]
    ResponsibilityEntry.objects.filter(pk__in=gone).update(in_force_until=effective_on, ended_by=version)
    new = [lines[line.id] for line in (*(change.new for change in found.changed), *found.added)]
    entries = [
        ResponsibilityEntry(
            sub_district_id=version.sub_district_id,
            version=version,
            **contents_of(line),
            in_force_from=effective_on,
        )
        for line in new
    ]
    ResponsibilityEntry.objects.bulk_create(entries)
    ResponsibilitySupport.objects.bulk_create(
        ResponsibilitySupport(
            sub_district_id=version.sub_district_id,
            entry=entry,
            department_id=support.department_id,
            limit_amount=support.limit_amount,
            limit_unit=support.limit_unit,
            task=support.task,
        )
        for entry, line in zip(entries, new, strict=True)
        for support in line.supports.all()
    )

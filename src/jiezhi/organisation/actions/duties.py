"""Deeds on the duty list: entries written, changed, ended; nothing is ever deleted, since objections cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions._registers import require_seen
from jiezhi.organisation.choices import DutyKind
from jiezhi.organisation.models import DutyEntry
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import get_department, get_duty, get_kept_matter

DUTY = "organisation.duty_entry"


@dataclass(frozen=True)
class DutyDraft:
    """What an entry of the duty list shall say.

    Args:
        code: As the district numbers it.
        name: The duty.
        kind: A `DutyKind`.
        basis_title: The document it rests on.
        in_force_from: The first day on which it holds.
        owner: Whose duty it is, in words.
        department_id: The same, when it is a department of the street.
        matter_id: The matter it speaks of, if there is one.
        basis_number: Of the document.
        basis_on: Date of the document.
    """

    code: str
    name: str
    kind: str
    basis_title: str
    in_force_from: date
    owner: str = ""
    department_id: UUID | None = None
    matter_id: UUID | None = None
    basis_number: str = ""
    basis_on: date | None = None


@dataclass(frozen=True)
class BroughtDuty:
    """An entry as a table file has it.

    Args:
        draft: What it shall say; an entry that the list has is found by the code.
        until_on: The first day on which it no longer holds; None while it does.
        seen_version: What the file was compared with; None for a new one.
    """

    draft: DutyDraft
    until_on: date | None = None
    seen_version: int | None = None


@action
def keep_duty(
    *,
    draft: DutyDraft,
    duty_id: UUID | None = None,
    seen_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> DutyEntry:
    """Add an entry to the duty list, or change one.

    Raises:
        StaleError: Somebody has written it since the reader saw it.
        InvalidError: Something is missing, or its code is taken.
        MissingError: The street has no such entry, matter or department.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    duty = get_duty(actor, duty_id) if duty_id else DutyEntry(sub_district_id=actor.tenant_id, version=0)
    require_seen(duty, seen_version)
    others = DutyEntry.objects.filter(sub_district_id=actor.tenant_id, code=draft.code.strip())
    if others.exclude(pk=duty.pk).exists():
        raise InvalidError(
            _("The duty list has an entry with this code already. Change that one, or write another.")
        )
    _write(duty, draft, actor, until_on=duty.in_force_until)
    return duty


@action
def bring_duties(*, brought: Sequence[BroughtDuty], actor: Actor, at: datetime) -> int:
    """Add and change entries of the duty list as a table file has them, all or none; give how many.

    Raises:
        InvalidError: Something is missing in one of them, or it would end before it begins.
        StaleError: One was written since the file was compared with it.
        MissingError: The street has no such matter or department.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    kept = {duty.code: duty for duty in DutyEntry.objects.filter(sub_district_id=actor.tenant_id)}
    for each in brought:
        code = each.draft.code.strip()
        duty = kept.setdefault(code, DutyEntry(sub_district_id=actor.tenant_id, version=0))
        # One that was not there when the file was read must still be missing: version 0 is what is not kept yet.
        require_seen(duty, each.seen_version or 0)
        _write(duty, each.draft, actor, until_on=each.until_on)
    return len(brought)


@action
def end_duty(*, duty_id: UUID, until_on: date, actor: Actor, at: datetime) -> DutyEntry:
    """Let an entry of the duty list end; it stays, since objections cite it.

    Raises:
        InvalidError: It would end before it begins.
        MissingError: The street has no such entry.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    duty = get_duty(actor, duty_id)
    if until_on < duty.in_force_from:
        raise InvalidError(_("The entry would end before it begins. Check the day."))
    duty.in_force_until, duty.version = until_on, duty.version + 1
    duty.save(update_fields=["in_force_until", "version"])
    facts = {"code": duty.code, "until_on": until_on.isoformat()}
    audit.record("organisation.duty_ended", kind=DUTY, id=duty.pk, facts=facts)
    return duty


def _hold(actor: Actor) -> None:
    """Let one after another write the list of a street."""
    hold(f"organisation.duties:{actor.tenant_id}")


def _write(duty: DutyEntry, draft: DutyDraft, actor: Actor, *, until_on: date | None) -> None:
    if not (draft.code.strip() and draft.name.strip() and draft.basis_title.strip()):
        raise InvalidError(_("An entry needs a code, a name and the document it rests on."))
    if draft.kind not in DutyKind.values:
        raise InvalidError(_("Choose the kind from the list."))
    if until_on is not None and draft.in_force_from > until_on:
        raise InvalidError(_("The entry would begin after it has ended. Check the first day."))
    if draft.department_id:
        get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id)
    if draft.matter_id:
        get_kept_matter(actor, draft.matter_id)
    for name in ("code", "name", "owner", "basis_title", "basis_number"):
        setattr(duty, name, getattr(draft, name).strip())
    duty.kind, duty.in_force_from, duty.basis_on = draft.kind, draft.in_force_from, draft.basis_on
    duty.department_id, duty.matter_id = draft.department_id, draft.matter_id
    duty.in_force_until, duty.version = until_on, duty.version + 1
    duty.save()
    facts = {"code": duty.code, "kind": duty.kind, "until_on": until_on.isoformat() if until_on else None}
    audit.record("organisation.duty_kept", kind=DUTY, id=duty.pk, facts=facts)

"""Deeds on matters and on the duty list: written, changed, taken out of use; nothing is ever deleted."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.validators import validate_slug
from django.forms import ValidationError
from django.utils.translation import gettext as _

from jiezhi.core.levels import PlacingFault, placing_fault
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.choices import DutyKind, FlowName, LimitUnits
from jiezhi.organisation.models import ComplaintCause, DutyEntry, Matter, StepLimit
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import get_department, get_duty, get_kept_matter

MATTER, DUTY = "organisation.matter", "organisation.duty_entry"
MOST = 999


@dataclass(frozen=True)
class MatterDraft:
    """What a matter shall be.

    Args:
        code: Short name; it stays what it was first.
        name: As residents and the office call it.
        flow: How it is handled.
        limit: From dispatch to done, as amount and unit.
        parent_id: Below which matter; None at the top.
        step_limits: For each step that has a limit of its own, amount and unit.
        keywords: Words of residents that point to it.
        needs_photo: Whether done is shown by a picture.
        cause_id: Under which cause of complaint its orders are counted; None for none, as for questions.
    """

    code: str
    name: str
    flow: str
    limit: tuple[int, str]
    parent_id: UUID | None = None
    step_limits: dict[str, tuple[int, str]] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    needs_photo: bool = False
    cause_id: UUID | None = None


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


@action
def keep_matter(*, draft: MatterDraft, matter_id: UUID | None = None, actor: Actor, at: datetime) -> Matter:
    """Add a matter, or change one: orders that have it keep their promised times.

    Raises:
        InvalidError: Its code is taken, it would stand below itself or too deep, a limit makes no sense, or the
            street has no such cause.
        MissingError: The street has no such matter.
    """
    require(actor, KEEP_LISTS)
    hold(f"organisation.matters:{actor.tenant_id}")
    matter = get_kept_matter(actor, matter_id) if matter_id else Matter(sub_district_id=actor.tenant_id)
    _require_sense(draft)
    if matter_id is None:
        matter.code = _new_code(draft.code, actor.tenant_id)
    _require_place(matter, draft.parent_id)
    _require_cause(matter, draft.cause_id)
    matter.parent_id, matter.name, matter.flow = draft.parent_id, draft.name.strip(), draft.flow
    matter.limit_amount, matter.limit_unit = draft.limit
    matter.keywords = list(dict.fromkeys(word for word in draft.keywords if word))
    matter.needs_photo, matter.cause_id = draft.needs_photo, draft.cause_id
    matter.save()
    StepLimit.objects.filter(matter=matter).exclude(step__in=draft.step_limits).delete()
    for step, (amount, unit) in draft.step_limits.items():
        StepLimit.objects.update_or_create(
            sub_district_id=actor.tenant_id,
            matter=matter,
            step=step,
            defaults={"amount": amount, "unit": unit},
        )
    facts: dict[str, str | int | bool | None] = {"code": matter.code, "is_new": matter_id is None}
    audit.record("organisation.matter_kept", kind=MATTER, id=matter.pk, facts=facts)
    return matter


@action
def retire_matter(*, matter_id: UUID, is_in_use: bool = False, actor: Actor, at: datetime) -> Matter:
    """Take a matter out of use, or back into it; its orders and its history stay.

    Raises:
        InvalidError: Matters below it are in use, or the one above it is not.
        MissingError: The street has no such matter.
    """
    require(actor, KEEP_LISTS)
    hold(f"organisation.matters:{actor.tenant_id}")
    matter = get_kept_matter(actor, matter_id)
    if not is_in_use and matter.children.filter(is_in_use=True).exists():
        raise InvalidError(_("Matters below it are in use. Take those out of use first."))
    if is_in_use and matter.parent is not None and not matter.parent.is_in_use:
        raise InvalidError(_("The matter above it is out of use. Take that back into use first."))
    matter.is_in_use = is_in_use
    matter.save(update_fields=["is_in_use"])
    facts: dict[str, str | int | bool | None] = {"code": matter.code, "is_in_use": is_in_use}
    audit.record("organisation.matter_retired", kind=MATTER, id=matter.pk, facts=facts)
    return matter


@action
def keep_duty(*, draft: DutyDraft, duty_id: UUID | None = None, actor: Actor, at: datetime) -> DutyEntry:
    """Add an entry to the duty list, or change one.

    Raises:
        InvalidError: Something is missing, or its code is taken.
        MissingError: The street has no such entry, matter or department.
    """
    require(actor, KEEP_LISTS)
    duty = get_duty(actor, duty_id) if duty_id else DutyEntry(sub_district_id=actor.tenant_id)
    if not (draft.code.strip() and draft.name.strip() and draft.basis_title.strip()):
        raise InvalidError(_("An entry needs a code, a name and the document it rests on."))
    if draft.kind not in DutyKind.values:
        raise InvalidError(_("Choose the kind from the list."))
    others = DutyEntry.objects.filter(sub_district_id=actor.tenant_id, code=draft.code.strip())
    if others.exclude(pk=duty.pk).exists():
        raise InvalidError(
            _("The duty list has an entry with this code already. Change that one, or write another.")
        )
    if duty.in_force_until is not None and draft.in_force_from > duty.in_force_until:
        raise InvalidError(_("The entry would begin after it has ended. Check the first day."))
    if draft.department_id:
        get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id)
    if draft.matter_id:
        get_kept_matter(actor, draft.matter_id)
    for name in ("code", "name", "owner", "basis_title", "basis_number"):
        setattr(duty, name, getattr(draft, name).strip())
    duty.kind, duty.in_force_from, duty.basis_on = draft.kind, draft.in_force_from, draft.basis_on
    duty.department_id, duty.matter_id = draft.department_id, draft.matter_id
    duty.save()
    audit.record(
        "organisation.duty_kept", kind=DUTY, id=duty.pk, facts={"code": duty.code, "kind": duty.kind}
    )
    return duty


@action
def end_duty(*, duty_id: UUID, until_on: date, actor: Actor, at: datetime) -> DutyEntry:
    """Let an entry of the duty list end; it stays, since objections cite it.

    Raises:
        InvalidError: It would end before it begins.
        MissingError: The street has no such entry.
    """
    require(actor, KEEP_LISTS)
    duty = get_duty(actor, duty_id)
    if until_on < duty.in_force_from:
        raise InvalidError(_("The entry would end before it begins. Check the day."))
    duty.in_force_until = until_on
    duty.save(update_fields=["in_force_until"])
    facts = {"code": duty.code, "until_on": until_on.isoformat()}
    audit.record("organisation.duty_ended", kind=DUTY, id=duty.pk, facts=facts)
    return duty


def _require_sense(draft: MatterDraft) -> None:
    if not draft.name.strip():
        raise InvalidError(_("Enter what the matter is called."))
    if draft.flow not in FlowName.values:
        raise InvalidError(_("Choose how it is handled."))
    if any(
        not 0 < amount <= MOST or unit not in LimitUnits.values
        for amount, unit in (draft.limit, *draft.step_limits.values())
    ):
        raise InvalidError(_("A limit is a number from 1 to 999 with its unit."))


def _new_code(typed: str, street_id: UUID) -> str:
    code = typed.strip()
    try:
        validate_slug(code)
    except ValidationError as error:
        raise InvalidError(_("A code is letters, digits and hyphens, such as street-lamp.")) from error
    if Matter.objects.filter(sub_district_id=street_id, code=code).exists():
        raise InvalidError(_("Another matter has this code. Choose one that is not taken."))
    return code


def _require_cause(matter: Matter, cause_id: UUID | None) -> None:
    causes = ComplaintCause.objects.filter(sub_district_id=matter.sub_district_id)
    if cause_id and not causes.filter(pk=cause_id).exists():
        raise InvalidError(_("This street has no such cause of complaint. Choose one from the list."))


def _require_place(matter: Matter, parent_id: UUID | None) -> None:
    rows = list(Matter.objects.filter(sub_district_id=matter.sub_district_id))
    parents = {str(row.pk): str(row.parent_id) if row.parent_id else None for row in rows}
    if parent_id and parent_id not in {row.pk for row in rows if row.is_in_use}:
        raise InvalidError(_("Choose a matter in use to put it below."))
    fault = placing_fault(str(matter.pk), str(parent_id) if parent_id else None, parents)
    if fault is PlacingFault.CYCLE:
        raise InvalidError(_("A matter cannot stand below itself. Choose another one to put it below."))
    if fault is PlacingFault.TOO_DEEP:
        raise InvalidError(_("Matters have four levels at most. Put it higher up."))

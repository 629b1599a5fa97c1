"""Deeds on matters: written, changed, taken out of use; nothing is ever deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.validators import validate_slug
from django.db.models import Count
from django.forms import ValidationError
from django.utils.translation import gettext as _

from jiezhi.core.levels import PlacingFault, placing_fault, tree_faults
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions._registers import require_seen
from jiezhi.organisation.choices import FlowName, LimitUnits
from jiezhi.organisation.models import ComplaintCause, Matter, StepLimit
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import get_kept_matter, kept_matters

MATTER = "organisation.matter"
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
class BroughtMatter:
    """A matter as a table file has it.

    Args:
        matter_id: Its own; of a new one, what it shall have, so that others of the file can stand below it.
        draft: What it shall be.
        is_in_use: Whether it shall be in use.
        seen_version: What the file was compared with; None for a new one.
    """

    matter_id: UUID
    draft: MatterDraft
    is_in_use: bool = True
    seen_version: int | None = None


@action
def keep_matter(
    *,
    draft: MatterDraft,
    matter_id: UUID | None = None,
    seen_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Matter:
    """Add a matter, or change one: orders that have it keep their promised times.

    Raises:
        StaleError: Somebody has written it since the reader saw it.
        InvalidError: Its code or its name is taken, it would stand below itself or too deep, a limit makes no sense,
            or the street has no such cause.
        MissingError: The street has no such matter.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    matter = get_kept_matter(actor, matter_id) if matter_id else Matter(sub_district_id=actor.tenant_id)
    require_seen(matter, seen_version)
    _require_place(matter, draft.parent_id)
    _write(matter, draft, is_new=matter_id is None)
    _require_own_name(actor, {matter.name})
    return matter


@action
def bring_matters(*, brought: Sequence[BroughtMatter], actor: Actor, at: datetime) -> int:
    """Add and change matters as a table file has them, all or none; give how many.

    The tree is looked at once all are written: one may be moved below another that the file adds further down.

    Raises:
        InvalidError: As for one matter; or one in use would stand below one that is not.
        StaleError: One was written since the file was compared with it.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    kept = {matter.pk: matter for matter in kept_matters(actor.tenant_id)}
    for each in brought:
        matter = kept.get(each.matter_id) or Matter(pk=each.matter_id, sub_district_id=actor.tenant_id)
        require_seen(matter, each.seen_version)
        matter.is_in_use = each.is_in_use
        _write(matter, each.draft, is_new=each.matter_id not in kept)
    _require_tree(actor)
    _require_own_name(actor, {each.draft.name.strip() for each in brought})
    return len(brought)


@action
def retire_matter(*, matter_id: UUID, is_in_use: bool = False, actor: Actor, at: datetime) -> Matter:
    """Take a matter out of use, or back into it; its orders and its history stay.

    Raises:
        InvalidError: Matters below it are in use, or the one above it is not, or its name is taken meanwhile.
        MissingError: The street has no such matter.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    matter = get_kept_matter(actor, matter_id)
    if not is_in_use and matter.children.filter(is_in_use=True).exists():
        raise InvalidError(_("Matters below it are in use. Take those out of use first."))
    if is_in_use and matter.parent is not None and not matter.parent.is_in_use:
        raise InvalidError(_("The matter above it is out of use. Take that back into use first."))
    matter.is_in_use, matter.version = is_in_use, matter.version + 1
    matter.save(update_fields=["is_in_use", "version"])
    facts: dict[str, str | int | bool | None] = {"code": matter.code, "is_in_use": is_in_use}
    _require_own_name(actor, {matter.name})
    audit.record("organisation.matter_retired", kind=MATTER, id=matter.pk, facts=facts)
    return matter


def _hold(actor: Actor) -> None:
    """Let one after another write the matters of a street."""
    hold(f"organisation.matters:{actor.tenant_id}")


def _write(matter: Matter, draft: MatterDraft, *, is_new: bool) -> None:
    _require_sense(draft)
    if is_new:
        matter.code = _new_code(draft.code, matter.sub_district_id)
    _require_cause(matter, draft.cause_id)
    matter.parent_id, matter.name, matter.flow = draft.parent_id, draft.name.strip(), draft.flow
    matter.limit_amount, matter.limit_unit = draft.limit
    matter.keywords = list(dict.fromkeys(word for word in draft.keywords if word))
    matter.needs_photo, matter.cause_id = draft.needs_photo, draft.cause_id
    matter.version += not is_new
    matter.save(force_insert=is_new)
    StepLimit.objects.filter(matter=matter).exclude(step__in=draft.step_limits).delete()
    for step, (amount, unit) in draft.step_limits.items():
        StepLimit.objects.update_or_create(
            sub_district_id=matter.sub_district_id,
            matter=matter,
            step=step,
            defaults={"amount": amount, "unit": unit},
        )
    facts: dict[str, str | int | bool | None] = {"code": matter.code, "is_new": is_new}
    audit.record(
        "organisation.matter_kept", kind=MATTER, id=matter.pk, facts=facts | {"is_in_use": matter.is_in_use}
    )


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
    if fault:
        raise InvalidError(placing_words(fault))


def _require_tree(actor: Actor) -> None:
    matters = {str(matter.pk): matter for matter in kept_matters(actor.tenant_id)}
    parents = {pk: str(matter.parent_id) if matter.parent_id else None for pk, matter in matters.items()}
    faults = tree_faults(parents, used={pk for pk, matter in matters.items() if matter.is_in_use})
    for pk, fault in faults.items():
        raise InvalidError(f"{matters[pk].name}: {placing_words(fault)}")


def _require_own_name(actor: Actor, names: Collection[str]) -> None:
    """Refuse two matters in use that nobody could tell apart: called the same below the same one."""
    rows = kept_matters(actor.tenant_id).filter(is_in_use=True, name__in=names)
    twin = (
        rows.values("parent_id", "name")
        .annotate(count=Count("id"))
        .filter(count__gt=1)
        .order_by("name")
        .first()
    )
    if twin is not None:
        raise InvalidError(name_words(twin["name"]))


def name_words(name: str) -> str:
    """Say that a name is taken, and what to do."""
    words = _(
        "Two matters below the same one are called “%(name)s”: nobody could tell them apart. Change one."
    )
    return words % {"name": name}


def placing_words(fault: PlacingFault) -> str:
    """Say what is wrong with the place of a matter, and what to do."""
    return {
        PlacingFault.CYCLE: _("A matter cannot stand below itself. Choose another one to put it below."),
        PlacingFault.TOO_DEEP: _("Matters have four levels at most. Put it higher up."),
        PlacingFault.UNUSED: _(
            "It is in use, and the matter above it is not. Take both into use, or both out of it."
        ),
    }[fault]

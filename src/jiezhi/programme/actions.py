"""Setting the plan's phases and targets."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.measure import Unit
from jiezhi.programme.models import Phase, Target
from jiezhi.programme.permissions import KEEP_GOALS
from jiezhi.programme.queries import get_phase, goal_measures

PHASE = "programme.phase"


@dataclass(frozen=True)
class TargetDraft:
    """What a measure shall be.

    Args:
        measure: Its key.
        value: At the end of the phase, in the measure's unit; None takes the target away.
        baseline: When the phase began; None when nobody measured it.
    """

    measure: str
    value: float | None
    baseline: float | None = None


@action
def keep_phase(
    *, name: str, begins_on: date, ends_on: date, phase_id: UUID | None = None, actor: Actor, at: datetime
) -> Phase:
    """Enter a phase, or change one.

    Raises:
        InvalidError: The name is empty or taken, it ends before it begins, or it overlaps another.
        MissingError: The street has no such phase.
    """
    require(actor, KEEP_GOALS)
    phase = get_phase(actor, phase_id) if phase_id else Phase(sub_district_id=actor.tenant_id)
    others = Phase.objects.filter(sub_district_id=actor.tenant_id).exclude(pk=phase.pk)
    if not name.strip() or others.filter(name=name.strip()).exists():
        raise InvalidError(_("A phase needs a name of its own."))
    if ends_on <= begins_on:
        raise InvalidError(_("A phase ends after it begins. Check both days."))
    if others.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise InvalidError(_("It overlaps another phase: on one day one target counts. Check both days."))
    phase.name, phase.begins_on, phase.ends_on = name.strip(), begins_on, ends_on
    phase.save()
    facts = {"begins_on": begins_on.isoformat(), "ends_on": ends_on.isoformat()}
    audit.record("programme.phase_kept", kind=PHASE, id=phase.pk, facts=facts)
    return phase


@action
def set_targets(*, phase_id: UUID, drafts: list[TargetDraft], actor: Actor, at: datetime) -> None:
    """Set what measures shall be when a phase ends.

    Raises:
        InvalidError: There is no such measure, or a value cannot be one of its kind.
        MissingError: The street has no such phase.
    """
    require(actor, KEEP_GOALS)
    phase = get_phase(actor, phase_id)
    units = {measure.key: measure.unit for measure in goal_measures()}
    kept = {row.measure: row for row in Target.objects.select_for_update().filter(phase=phase)}
    for draft in drafts:
        if draft.measure not in units:
            raise InvalidError(_("There is no such measure. Open the page again."))
        row = kept.get(draft.measure)
        if draft.value is None:
            if row is not None:
                row.delete()
                audit.record(
                    "programme.target_dropped", kind=PHASE, id=phase.pk, facts={"measure": draft.measure}
                )
            continue
        _require_sense(draft, units[draft.measure])
        if row is None or (row.value, row.baseline) != (draft.value, draft.baseline):
            row = row or Target(sub_district_id=actor.tenant_id, phase=phase, measure=draft.measure)
            row.value, row.baseline = draft.value, draft.baseline
            row.save()
            facts = {"measure": draft.measure, "value": f"{draft.value:g}"}
            audit.record("programme.target_set", kind=PHASE, id=phase.pk, facts=facts)
    audit.record("programme.phase_kept", kind=PHASE, id=phase.pk, facts={"targets": len(drafts)})


def _require_sense(draft: TargetDraft, unit: Unit) -> None:
    values = [value for value in (draft.value, draft.baseline) if value is not None]
    if any(value < 0 for value in values):
        raise InvalidError(_("A target is not less than nothing. Check it."))
    if unit is Unit.SHARE and any(value > 1 for value in values):
        raise InvalidError(_("A share is at most 100 %. Check it."))

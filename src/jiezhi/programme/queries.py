"""Reads of the plan: phases with their targets, and which target counts on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.goals import Way
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.measure import Measure, every_measure
from jiezhi.programme.models import Phase, Target


@dataclass(frozen=True)
class Goal:
    """The target that counts on a day.

    Args:
        phase: Name of the phase.
        way: From its baseline to the target.
    """

    phase: str
    way: Way


def goal_measures() -> list[Measure]:
    """Give the measures that may have a target."""
    return [measure for measure in every_measure() if measure.about == "orders" or measure.is_goal]


def phases_of(actor: Actor) -> list[Phase]:
    """Give the phases of the street with their targets, in two statements."""
    rows = Phase.objects.filter(sub_district_id=actor.tenant_id).prefetch_related("targets")
    return list(rows.order_by("begins_on", "id"))


def get_phase(actor: Actor, phase_id: UUID) -> Phase:
    """Give a phase of the street.

    Raises:
        MissingError: There is none.
    """
    phase = Phase.objects.filter(sub_district_id=actor.tenant_id, pk=phase_id).first()
    if phase is None:
        raise MissingError(_("This street has no such phase."))
    return phase


def goals_on(actor: Actor, on: date) -> dict[str, Goal]:
    """Give for each measure the target of the phase a day lies in, or of the next one that has any: one statement."""
    rows = (
        Target.objects.filter(sub_district_id=actor.tenant_id, phase__ends_on__gte=on)
        .select_related("phase")
        .order_by("phase__begins_on", "phase_id")
    )
    goals: dict[str, Goal] = {}
    for row in rows:
        way = Way(row.baseline, row.value, row.phase.begins_on, row.phase.ends_on)
        goals.setdefault(row.measure, Goal(row.phase.name, way))
    return goals

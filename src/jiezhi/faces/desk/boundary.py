"""A department's boundary (职责边界): what it leads and how, what it helps with, what it gave back, what is open."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.models import Department, ResponsibilityEntry
from jiezhi.organisation.queries import Boundary, boundary_of, departments_of
from jiezhi.workorders.authority import usual_modes
from jiezhi.workorders.choices import HandOverMode, OrderState
from jiezhi.workorders.returns import HandedBack, handed_back_by
from jiezhi.workorders.workflow import usual_states


@dataclass(frozen=True)
class LedLine:
    """A line that the department leads.

    Args:
        line: The row.
        limit: Its own limit, or else its matter's, in words.
        steps: The steps of its usual course in words, each with its own limit where the matter sets one.
    """

    line: ResponsibilityEntry
    limit: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class BoundaryPage:
    """The page of a department.

    Args:
        boundary: What the list says.
        leads: Its lines.
        handed_back: What it gave back.
        since_on: Of orders opened since then.
        departments: All of the street, to go on to.
    """

    boundary: Boundary
    leads: tuple[LedLine, ...]
    handed_back: list[HandedBack]
    since_on: date
    departments: list[Department]


def boundary_page(actor: Actor, department_id: UUID, *, at: datetime) -> BoundaryPage:
    """Give a department's boundary: eight statements, two more where it gave something back, one for an outpost.

    Raises:
        MissingError: The street has no such department.
    """
    today = timezone.localdate(at)
    since_on = _a_year_before(today)
    found = boundary_of(sub_district_id=actor.tenant_id, department_id=department_id, on=today)
    modes = usual_modes(found.department, [line.matter for line in found.leads], on=today)
    return BoundaryPage(
        boundary=found,
        leads=tuple(_led(line, modes[line.matter_id]) for line in found.leads),
        handed_back=handed_back_by(found.department, since_on=since_on),
        since_on=since_on,
        departments=departments_of(actor.tenant_id),
    )


def _led(line: ResponsibilityEntry, mode: HandOverMode) -> LedLine:
    matter = line.matter
    limits = {row.step: amount_words(row.amount, row.unit) for row in matter.step_limits.all()}
    amount, unit = (line.limit_amount or matter.limit_amount), (line.limit_unit or matter.limit_unit)
    states = usual_states(matter.flow, mode)
    return LedLine(
        line=line,
        limit=amount_words(amount, unit),
        steps=tuple(_step_words(state, limits.get(state, "")) for state in states),
    )


def _step_words(state: OrderState, limit: str) -> str:
    if not limit:
        return str(state.label)
    return _("%(name)s (%(limit)s)") % {"name": state.label, "limit": limit}


def _a_year_before(today: date) -> date:
    """Give the same day of the last year; of a leap day, the one before."""
    return today.replace(year=today.year - 1, day=min(today.day, 28 if today.month == 2 else 31))

"""Where a department's duty begins and ends by the list: what it leads, what it helps with, what is open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import prefetch_related_objects

from jiezhi.organisation.models import Department, ResponsibilityEntry, ResponsibilitySupport
from jiezhi.organisation.queries.choosing import get_department
from jiezhi.organisation.queries.routing import FaultLine, ancestor_ids, faults_among
from jiezhi.organisation.queries.versions import lines_in_force


@dataclass(frozen=True)
class Part:
    """What a department does in a line that another one leads."""

    line: ResponsibilityEntry
    support: ResponsibilitySupport


@dataclass(frozen=True)
class Boundary:
    """What the list in force says of a department.

    Args:
        department: Which.
        leads: The lines that it leads, by matter and place, each with its matter's step limits.
        parts: The lines in which it helps another.
        faults: Ties in which it is named, and gaps of matters that it leads elsewhere.
    """

    department: Department
    leads: tuple[ResponsibilityEntry, ...]
    parts: tuple[Part, ...]
    faults: tuple[FaultLine, ...]


def boundary_of(*, sub_district_id: UUID, department_id: UUID, on: date) -> Boundary:
    """Give what the list that holds on a day says of a department, in six statements.

    Raises:
        MissingError: The street has no such department.
    """
    department = get_department(sub_district_id=sub_district_id, department_id=department_id)
    lines = lines_in_force(sub_district_id, on)
    leads = tuple(line for line in lines if line.lead_id == department_id)
    prefetch_related_objects([line.matter for line in leads], "step_limits")
    led = {line.matter_id for line in leads}

    def touches(fault: FaultLine) -> bool:
        if fault.is_tie:
            return department in fault.leads
        return not led.isdisjoint([fault.matter.pk, *ancestor_ids(fault.matter)])

    return Boundary(
        department=department,
        leads=leads,
        parts=tuple(
            Part(line, support)
            for line in lines
            for support in line.supports.all()
            if support.department_id == department_id
        ),
        faults=tuple(fault for fault in faults_among(lines, sub_district_id, on=on) if touches(fault)),
    )

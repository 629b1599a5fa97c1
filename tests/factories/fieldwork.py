"""What people on patrol wrote down."""

from datetime import date, datetime
from uuid import UUID, uuid4

from jiezhi.fieldwork.actions import ReportDraft, VisitDraft, take_report, take_visit
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.queries import get_visit
from jiezhi.project.demo.roles import GRID_WORKER
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office, make_staff
from tests.factories.workorders import MONDAY


def visit_draft(office: Office, **told: object) -> VisitDraft:
    """A visit after which somebody is to come again, at once."""
    told = {"key": uuid4(), "seen": "独居老人，家里整洁", "estate_id": office.estate.pk, **told}
    told = {"door": "3号楼2单元501", "next_step": NextStep.AGAIN, "next_on": date(2026, 11, 2), **told}
    return VisitDraft(**told)  # type: ignore[arg-type]


def taken_visit(office: Office, *, at: datetime = MONDAY) -> Visit:
    """A visit in the office's community, which is due again; whoever made it holds a post there."""
    actor = make_staff(office.committee, GRID_WORKER).actor
    taken = take_visit(draft=visit_draft(office), actor=actor, at=at)
    return get_visit(actor, UUID(taken.id))


def report_draft(office: Office, **told: object) -> ReportDraft:
    """Rubbish at the office's estate."""
    told = {"key": uuid4(), "matter_id": office.rubbish.pk, "estate_id": office.estate.pk, **told}
    return ReportDraft(**told)  # type: ignore[arg-type]


def reported_from_patrol(office: Office, *, at: datetime = MONDAY, **told: object) -> WorkOrder:
    """An order that the grid worker brought in."""
    taken = take_report(draft=report_draft(office, **told), actor=office.grid_worker.actor, at=at)
    return WorkOrder.objects.get(pk=taken.id)

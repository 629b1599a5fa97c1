from dataclasses import replace
from datetime import datetime, timedelta

from jiezhi.organisation.models import Department
from jiezhi.supervision.models import DutyShift, EmergencyResponse
from jiezhi.workorders.actions import open_order
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY, make_draft

HALF_DAY = timedelta(hours=12)


def make_shift(
    office: Office, department: Department | None = None, *, turn: int = 1, at: datetime = MONDAY
) -> DutyShift:
    """A turn of duty around a moment."""
    taken = DutyShift.objects.filter(sub_district=office.street, begins_at=at - HALF_DAY).count()
    return DutyShift.objects.create(
        sub_district=office.street,
        department=department or office.lighting,
        begins_at=at - HALF_DAY,
        ends_at=at + HALF_DAY,
        turn=max(turn, taken + 1),
    )


def emergency_order(office: Office, *, at: datetime = MONDAY) -> WorkOrder:
    """An emergency that has just gone out."""
    draft = replace(make_draft(office), urgency=UrgencyTier.EMERGENCY, brief="电线垂落在人行道上")
    return open_order(draft=draft, lead=office.lighting, actor=office.dispatcher.actor, at=at)


def called_emergency(office: Office, shift: DutyShift, *, at: datetime = MONDAY) -> EmergencyResponse:
    """An emergency to which a turn of duty was called, and which nobody has answered."""
    order = emergency_order(office, at=at)
    response = EmergencyResponse.objects.create(
        sub_district=office.street, order=order, began_at=at, next_due_at=at + timedelta(minutes=5)
    )
    response.calls.create(sub_district=office.street, shift=shift, called_at=at)
    return response

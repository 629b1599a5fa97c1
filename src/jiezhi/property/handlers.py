"""Whom property governance tells: those who asked."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.organisation.staff import staff_of_department, staff_of_street
from jiezhi.property.events import CompanyAnswered, CompanyCallLate
from jiezhi.property.permissions import ASK
from jiezhi.workorders.queries import find_any_order

ANSWERED = notice_kind("property.answered", _("%(company)s answered about work order %(number)s."))
LATE = notice_kind(
    "property.late", _("%(company)s has not answered about work order %(number)s in time: remind it.")
)


@subscribe(CompanyAnswered)
def tell_of_answer(event: CompanyAnswered) -> None:
    """The company answered on its own page: whoever has the order goes on with it."""
    _tell(event.order_id, event.sub_district_id, ANSWERED, {"company": event.company, "number": event.number})


@subscribe(CompanyCallLate)
def tell_of_late_answer(event: CompanyCallLate) -> None:
    """The company's limit has passed."""
    _tell(event.order_id, event.sub_district_id, LATE, {"company": event.company, "number": event.number})


def _tell(order_id: UUID, street_id: UUID, kind: NoticeKind, facts: dict[str, str]) -> None:
    at, order = current_unit().at, find_any_order(order_id)
    on = timezone.localdate(at)
    lead_id = order.lead_id if order else None
    readers = staff_of_department(lead_id, allowed=ASK, on=on) if lead_id else []
    tell_staff(
        readers=readers or staff_of_street(street_id, allowed=ASK, on=on),
        kind=kind,
        about=OriginRef("workorders.order", order_id),
        facts=facts,
        actor=system_job("property.calls", sub_district_id=street_id, permissions=frozenset()),
        at=at,
    )

"""Whom property governance tells: those who asked."""

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
from jiezhi.workorders.merged import find_staying

ANSWERED = notice_kind("property.answered", _("%(company)s answered about work order %(number)s."))
LATE = notice_kind(
    "property.late", _("%(company)s has not answered about work order %(number)s in time: remind it.")
)


@subscribe(CompanyAnswered)
def tell_of_answer(event: CompanyAnswered) -> None:
    """The company answered on its own page: whoever has the order goes on with it."""
    _tell(event, ANSWERED)


@subscribe(CompanyCallLate)
def tell_of_late_answer(event: CompanyCallLate) -> None:
    """The company's limit has passed."""
    _tell(event, LATE)


def _tell(event: CompanyAnswered | CompanyCallLate, kind: NoticeKind) -> None:
    """Tell whoever leads the order that answers for it now: it may have been merged since the company was asked."""
    at, street_id = current_unit().at, event.sub_district_id
    on = timezone.localdate(at)
    order = find_staying(event.order_id)
    lead_id = order.lead_id if order else None
    readers = staff_of_department(lead_id, allowed=ASK, on=on) if lead_id else []
    tell_staff(
        readers=readers or staff_of_street(street_id, allowed=ASK, on=on),
        kind=kind,
        about=OriginRef("workorders.order", order.pk if order else event.order_id),
        facts={"company": event.company, "number": order.number if order else event.number},
        actor=system_job("property.calls", sub_district_id=street_id, permissions=frozenset()),
        at=at,
    )

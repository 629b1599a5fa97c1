"""Whom mediations tell: the committee of its terms, and whoever has the order of the outcome."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.mediation.events import MediationEnded, TermNear
from jiezhi.mediation.permissions import KEEP, SEE
from jiezhi.mediation.queries import MEDIATION
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.organisation.staff import staff_of_department, staff_of_street
from jiezhi.workorders.queries import find_any_order

OUTCOME = notice_kind("mediation.outcome", _("Mediation %(number)s has an outcome: the order goes on."))
TERM = notice_kind(
    "mediation.term", _("Mediation %(number)s began on %(begun)s; the last day of its term is %(last)s.")
)
COURT = notice_kind(
    "mediation.court",
    _("The agreement of %(number)s took effect on %(begun)s; both can ask the court until %(last)s."),
)


@subscribe(MediationEnded)
def tell_of_outcome(event: MediationEnded) -> None:
    """There is an outcome: whoever has the order goes on with it."""
    order = find_any_order(event.order_id) if event.order_id else None
    if order is not None and order.lead_id is not None:
        _tell(order.lead_id, event.sub_district_id, event.mediation_id, OUTCOME, {"number": event.number})


@subscribe(TermNear)
def tell_of_term(event: TermNear) -> None:
    """A term comes to its end, with both its days."""
    days = {"begun": event.begun_on.isoformat(), "last": event.last_on.isoformat()}
    kind = COURT if event.is_for_court else TERM
    _tell(
        event.committee_id, event.sub_district_id, event.mediation_id, kind, {"number": event.number, **days}
    )


def _tell(
    department_id: UUID, street_id: UUID, mediation_id: UUID, kind: NoticeKind, facts: dict[str, str]
) -> None:
    at = current_unit().at
    on = timezone.localdate(at)
    readers = staff_of_department(department_id, allowed=SEE, on=on)
    tell_staff(
        readers=readers or staff_of_street(street_id, allowed=KEEP, on=on),
        kind=kind,
        about=OriginRef(MEDIATION, mediation_id),
        facts=facts,
        actor=system_job("mediation.news", sub_district_id=street_id, permissions=frozenset()),
        at=at,
    )

"""Whom merging tells: dispatchers read what residents joined themselves."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.merging.events import ReportJoined
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.kinds import notice_kind
from jiezhi.organisation.staff import staff_of_street

JOINED = notice_kind(
    "merging.report_joined",
    _("%(number)s was joined to %(order)s by whoever made it: read whether it says more."),
)


@subscribe(ReportJoined)
def tell_dispatchers(event: ReportJoined) -> None:
    """Nobody else reads a request that joined an order by itself."""
    at = current_unit().at
    tell_staff(
        readers=staff_of_street(event.sub_district_id, allowed=RECEIVE, on=timezone.localdate(at)),
        kind=JOINED,
        about=OriginRef(PICTURE_OWNER, event.concern_id),
        facts={"number": event.number, "order": event.order_number},
        actor=system_job("merging.notices", sub_district_id=event.sub_district_id, permissions=frozenset()),
        at=at,
    )

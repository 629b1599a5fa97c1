"""Whom news from the field reaches: the dispatcher of reports, the community of visits that it is to go on with."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.fieldwork.events import FieldJoined, FieldReported, VisitHandedOn
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.queries import VISITED
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.organisation.staff import staff_of_community, staff_of_street
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import PICTURE_OWNER

REPORTED = notice_kind("fieldwork.reported", _("%(number)s was reported from patrol: dispatch it."))
DANGER = notice_kind(
    "fieldwork.danger",
    _("%(number)s was reported from patrol and cannot wait: dispatch it now."),
    NoticeGroup.URGENT,
)
LIKE = notice_kind(
    "fieldwork.like",
    _("%(number)s was reported from patrol and may be the same as %(order)s: merge the two, or dispatch it."),
)
JOINED = notice_kind(
    "fieldwork.joined",
    _("%(number)s from patrol was joined to %(order)s by whoever saw it: read whether it says more."),
)
HANDED_ON = notice_kind("fieldwork.handed_on", _("A visit of %(day)s waits for the community to go on."))


@subscribe(FieldReported)
def tell_of_report(event: FieldReported) -> None:
    """An order waits that nobody telephoned about."""
    on = timezone.localdate(current_unit().at)
    readers = staff_of_street(event.sub_district_id, allowed=DISPATCH, on=on)
    about, facts = OriginRef(PICTURE_OWNER, event.order_id), {"number": event.number}
    if event.is_dangerous:
        _tell(event.sub_district_id, readers, DANGER, about, facts)
    elif event.like_number:
        _tell(event.sub_district_id, readers, LIKE, about, {**facts, "order": event.like_number})
    else:
        _tell(event.sub_district_id, readers, REPORTED, about, facts)


@subscribe(FieldJoined)
def tell_of_joining(event: FieldJoined) -> None:
    """Nobody else reads what was joined: what is new in it may change what is to be done."""
    on = timezone.localdate(current_unit().at)
    readers = staff_of_street(event.sub_district_id, allowed=DISPATCH, on=on)
    facts = {"number": event.number, "order": event.into_number}
    _tell(event.sub_district_id, readers, JOINED, OriginRef(PICTURE_OWNER, event.order_id), facts)


@subscribe(VisitHandedOn)
def tell_community(event: VisitHandedOn) -> None:
    """Whoever visits in the community reads what was seen; the notice itself holds a day and no more."""
    on = timezone.localdate(current_unit().at)
    readers = staff_of_community(event.community_id, allowed=VISIT, on=on)
    about = OriginRef(VISITED, event.visit_id)
    _tell(event.sub_district_id, readers, HANDED_ON, about, {"day": on.isoformat()})


def _tell(
    street_id: UUID, readers: Collection[User], kind: NoticeKind, about: OriginRef, facts: dict[str, str]
) -> None:
    tell_staff(
        readers=list(readers),
        kind=kind,
        about=about,
        facts=facts,
        actor=system_job("fieldwork.news", sub_district_id=street_id, permissions=frozenset()),
        at=current_unit().at,
    )

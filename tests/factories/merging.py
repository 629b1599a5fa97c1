"""Orders that residents wait for, and what may be done with two of them."""

from datetime import datetime, timedelta

from jiezhi.concerns.actions import Confirmation, Verdict, answer_callback, confirm_concern
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Concern
from jiezhi.merging.models import DuplicatePair
from jiezhi.organisation.models import Matter
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY, dispatched_order, submitted_concern

MINUTE = timedelta(minutes=1)


def reported(
    office: Office,
    words: str = "3号楼前的路灯不亮",
    *,
    matter: Matter | None = None,
    phone: str = "",
    at: datetime = MONDAY,
) -> tuple[Concern, WorkOrder]:
    """A request and its order, which waits for the lighting department."""
    concern = submitted_concern(office, words, phone=phone, at=at).concern
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=(matter or office.lamp).pk, brief="修复3号楼前不亮的路灯"),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=at,
    )
    concern.refresh_from_db()
    return concern, order


def done(office: Office, order: WorkOrder, *, at: datetime) -> WorkOrder:
    """Carried to where its reporters are asked."""
    order.refresh_from_db()
    if order.state == "dispatched":
        accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=at)
    return resolve_order(
        order_id=order.pk, reply="已更换灯泡", seen_version=None, actor=office.officer.actor, at=at
    )


def says(concern: Concern, verdict: Verdict, *, at: datetime) -> WorkOrder:
    """What a reporter answers by their own code."""
    holder = code_holder(sub_district_id=concern.sub_district_id, code_digest=concern.code_digest)
    return answer_callback(concern_id=concern.pk, verdict=verdict, actor=holder, at=at)


def proposed_pair(office: Office, order: WorkOrder, *, at: datetime = MONDAY) -> DuplicatePair:
    """An order and another one like it, as a night proposes them."""
    one, other = sorted((order.pk, dispatched_order(office, at=at).pk))
    return DuplicatePair.objects.create(
        sub_district=office.street, one_id=one, other_id=other, wording=0.9, is_same_estate=True, found_at=at
    )

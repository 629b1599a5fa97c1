from datetime import UTC, date, datetime
from uuid import uuid4

from jiezhi.concerns.actions import Receipt, Submission, submit_concern
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.kit.actor import Actor, ActorKind, OriginRef
from jiezhi.organisation.models import Department, Matter
from jiezhi.organisation.queries import get_matter
from jiezhi.places.queries import Spot
from jiezhi.workorders.actions import OrderDraft, SupportWish, ask_supports, open_order
from jiezhi.workorders.models import OutpostAgreement, Support, WorkOrder
from tests.factories.offices import Office
from tests.factories.organisation import make_department

MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
"""Monday 2 November 2026, 10:00 in the office."""


def visitor(office: Office) -> Actor:
    """Somebody who opened the portal of this street."""
    return Actor(
        kind=ActorKind.VISITOR, id="", sub_district_id=office.street.pk, permissions=frozenset({SUBMIT.code})
    )


def spot_of(office: Office) -> Spot:
    """The office's estate as a place."""
    estate = office.estate
    return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)


def submitted_concern(
    office: Office, words: str = "3号楼前的路灯不亮", *, phone: str = "", at: datetime = MONDAY
) -> Receipt:
    """A request of a resident, just made."""
    submission = Submission(key=uuid4(), words=words, spot=spot_of(office), phone=phone)
    return submit_concern(submission=submission, actor=visitor(office), at=at)


def make_draft(
    office: Office, matter: Matter | None = None, brief: str = "修复3号楼前不亮的路灯"
) -> OrderDraft:
    """What an order is about."""
    return OrderDraft(
        matter=get_matter(sub_district_id=office.street.pk, matter_id=(matter or office.lamp).pk),
        brief=brief,
        spot=spot_of(office),
        origin=OriginRef("tests.origin", uuid4()),
    )


def dispatched_order(office: Office, matter: Matter | None = None, *, at: datetime = MONDAY) -> WorkOrder:
    """An order that waits for the department."""
    return open_order(
        draft=make_draft(office, matter), lead=office.lighting, actor=office.dispatcher.actor, at=at
    )


def make_agreement(outpost: Department, *, matter: Matter | None = None) -> OutpostAgreement:
    """An agreement with an outpost, in force for long."""
    return OutpostAgreement.objects.create(
        sub_district_id=outpost.sub_district_id,
        department=outpost,
        matter=matter,
        document_name="协同处置协议",
        in_force_from=date(2020, 1, 1),
    )


def asked_support(office: Office, order: WorkOrder, *, at: datetime = MONDAY) -> Support:
    """A part of the committee in an order, which it has not answered yet."""
    wish = SupportWish(make_department(office.street).pk, "协助断电", (2, "working_days"))
    support = ask_supports(order_id=order.pk, wishes=[wish], actor=office.dispatcher.actor, at=at)[0]
    Support.objects.filter(pk=support.pk).update(department=office.committee)
    support.refresh_from_db()
    return support

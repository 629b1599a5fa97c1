"""Orders carried some steps further, by the people of the small office."""

from datetime import datetime, timedelta

from jiezhi.organisation.models import Matter
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY, dispatched_order

HOUR = timedelta(hours=1)


def order_in_hand(office: Office, matter: Matter | None = None, *, at: datetime = MONDAY) -> WorkOrder:
    """An order that the lighting department has accepted at once."""
    order = dispatched_order(office, matter, at=at)
    return accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=at)


def reported_order(office: Office, matter: Matter | None = None, *, at: datetime = MONDAY) -> WorkOrder:
    """An order that the department reports done two hours later."""
    order = order_in_hand(office, matter, at=at)
    return resolve_order(
        order_id=order.pk, reply="已更换灯泡", seen_version=None, actor=office.officer.actor, at=at + 2 * HOUR
    )

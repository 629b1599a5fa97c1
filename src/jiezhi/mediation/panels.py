"""The mediation that an order waits for or goes on with, and the way to open one, on the order's page."""

from collections.abc import Mapping

from jiezhi.kit.actor import Actor
from jiezhi.mediation.permissions import KEEP, SEE
from jiezhi.mediation.queries import mediation_of_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel


def _mediation(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Ask the database only where the order waits or is in hand, or has waited before."""
    if order.state not in (
        OrderState.WAITING,
        OrderState.IN_HAND,
        OrderState.CLOSED,
        OrderState.AWAITING_CALLBACK,
    ):
        return None
    found = mediation_of_order(actor, order.pk)
    may_open = actor.may(KEEP.code) and order.state == OrderState.IN_HAND
    return {"mediation": found, "may_open": may_open} if found or may_open else None


register_panel(OrderPanel("mediation", "mediation/_panel.html", SEE.code, _mediation))

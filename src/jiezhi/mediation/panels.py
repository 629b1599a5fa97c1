"""The mediation that an order waits for or goes on with, and the way to open one, on the order's page."""

from collections.abc import Mapping

from jiezhi.kit.actor import Actor
from jiezhi.mediation.permissions import KEEP, SEE
from jiezhi.mediation.queries import mediation_of_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel


def _mediation(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Ask the database only where the order waits; where it is in hand, a mediation can be opened."""
    if order.state == OrderState.WAITING:
        found = mediation_of_order(actor, order.pk)
        return {"mediation": found} if found else None
    return {} if order.state == OrderState.IN_HAND and actor.may(KEEP.code) else None


register_panel(
    OrderPanel(
        "mediation",
        "mediation/_panel.html",
        SEE.code,
        _mediation,
        offer="mediation/_offer.html",
        has_content=lambda read: "mediation" in read,
    )
)

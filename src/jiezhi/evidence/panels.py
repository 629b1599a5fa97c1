"""What evidence adds to the page of an order: the way to it, and whether it counts."""

from collections.abc import Mapping

from jiezhi.evidence.permissions import MAKE
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel
from jiezhi.workorders.permissions import VIEW


def _way(_actor: Actor, _order: WorkOrder) -> Mapping[str, object] | None:
    return {}


register_panel(OrderPanel("slip", "", VIEW.code, _way, offer="evidence/_slip.html"))
register_panel(OrderPanel("evidence", "", MAKE.code, _way, offer="evidence/_offer.html"))

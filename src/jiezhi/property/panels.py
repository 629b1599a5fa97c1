"""The place on an order's page where its duty and the company's answer are shown."""

from collections.abc import Mapping

from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import FlowName
from jiezhi.property.permissions import SEE
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel


def _duty(_actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Keep the place; what stands in it is fetched beside the page, which costs no statement for it.

    An order without an estate may answer for one that has one.
    """
    is_empty = order.estate_id is None and not order.absorbed_count
    return None if is_empty or order.flow == FlowName.TASK else {}


register_panel(OrderPanel("property", "property/_panel.html", SEE.code, _duty))

"""The chain to which an order belongs, on the order's page."""

from collections.abc import Mapping

from jiezhi.chains.permissions import SEE
from jiezhi.chains.queries import STEP, chain_behind
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.panels import OrderPanel, register_panel


def _chain_behind(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    chain = chain_behind(actor, order.pk) if order.origin_kind == STEP or order.is_cross_department else None
    return None if chain is None else {"chain": chain}


register_panel(OrderPanel("chain", "chains/_panel.html", SEE.code, _chain_behind))

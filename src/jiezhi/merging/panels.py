"""What merging adds to the page of an order: with which others it was put together, and how to do or undo that."""

from collections.abc import Mapping

from jiezhi.kit.actor import Actor
from jiezhi.merging.forms import UndoForm
from jiezhi.workorders.choices import MERGEABLE
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.nearby import MERGED_FLOWS, absorbed_by
from jiezhi.workorders.panels import OrderPanel, register_panel
from jiezhi.workorders.permissions import DISPATCH, VIEW


def _merging(actor: Actor, order: WorkOrder) -> Mapping[str, object] | None:
    """Read what was merged: no statement for an order that stands alone, one for any other."""
    may_decide = actor.may(DISPATCH.code)
    may_merge = may_decide and order.state in MERGEABLE and order.flow in MERGED_FLOWS
    if order.merged_into_id is None and not order.absorbed_count and not may_merge:
        return None
    return {
        "absorbed": absorbed_by(order),
        "is_merged": order.merged_into_id is not None,
        "may_merge": may_merge,
        "may_undo": may_decide and order.merged_into_id is not None,
        "undo_form": UndoForm(),
    }


register_panel(
    OrderPanel(
        "merging",
        "merging/_order.html",
        VIEW.code,
        _merging,
        offer="merging/_offer.html",
        has_content=lambda read: bool(read["absorbed"] or read["is_merged"]),
    )
)

"""Taking the urgency off an order that a misread danger gave it, while it waits for its dispatch."""

from datetime import datetime
from uuid import UUID

from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.workorders.actions._moves import lock_any_order, record
from jiezhi.workorders.choices import OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder


@action
def lower_urgency(*, order_id: UUID, origin: OriginRef, actor: Actor, at: datetime) -> WorkOrder:
    """Make an emergency that has not gone out an order like any other, with the whole limit of its matter.

    Only what made it an emergency takes that off again, and only before somebody decided on its dispatch.

    Args:
        order_id: Which order.
        origin: What came in and was called no emergency.
        actor: Who called it off.
        at: Now.
    """
    order = lock_any_order(actor, order_id)
    is_own = (order.origin_kind, order.origin_id) == (origin.kind, origin.id)
    if is_own and order.state == OrderState.OPENED and order.urgency == UrgencyTier.EMERGENCY:
        order.urgency = UrgencyTier.NORMAL
        order.version += 1
        order.save(update_fields=["urgency", "version"])
        record("urgency_lowered", order)
    return order

"""A mark on an order: what lies there is kept by whoever supervises; the order only knows that something does."""

from datetime import datetime
from uuid import UUID

from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.workorders.actions._moves import lock_any_order, record
from jiezhi.workorders.models import WorkOrder


@action
def mark_order(*, order_id: UUID, kind: str, rule: str, actor: Actor, at: datetime) -> WorkOrder:
    """Note that a reminder, a card or a raising lies on an order; its version stays, since its work does not change.

    Args:
        order_id: Which order.
        kind: What lies on it.
        rule: Why.
        actor: Whoever supervises, or the system.
        at: Now.
    """
    order = lock_any_order(actor, order_id)
    if not order.is_marked:
        order.is_marked = True
        order.save(update_fields=["is_marked"])
    record("order_marked", order, mark=kind, rule=rule)
    return order

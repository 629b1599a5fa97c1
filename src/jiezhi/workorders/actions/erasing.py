"""What goes from an order when whoever reported it wants their data deleted."""

from datetime import datetime
from uuid import UUID

from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.workorders.actions._moves import lock_any_order, record
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder


@action
def forget_point(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the marked point off a closed order; community and estate stay, by which work is counted.

    Called by `concerns.actions.erase_contact`, which asks whether the actor may, once no other report shares the order.

    Returns:
        False where the work still needs the place.
    """
    order = lock_any_order(actor, order_id)
    if order.state != OrderState.CLOSED:
        record("point_kept", order)
        return False
    WorkOrder.objects.filter(pk=order.pk).update(lon=None, lat=None)
    record("point_forgotten", order)
    return True

"""An order that is held still while another app's record is put beside it."""

from uuid import UUID

from jiezhi.workorders.models import WorkOrder


def hold_order(order_id: UUID) -> None:
    """Lock an order until the deed ends: a row that names it waits for its lock anyway, and then it is too late.

    Whoever takes another lock that deeds on orders take as well takes this one first.
    """
    WorkOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).only("pk").first()

"""Which order answers for another in the end, and for which others it answers: an order that took others in may go on.

What lies on an order stays with it when it is merged. Whoever reads it follows the merge, so that parting the two again
needs nothing.
"""

from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.nearby import absorbed_by
from jiezhi.workorders.queries import find_any_order

FOLLOWED = 5
"""How often lists follow an order that is merged on and on; ours. A recursion for each row is exact, but PostgreSQL
reckons it so dear that it compiles the statement: 67 ms for 62 rows beside 60,000 orders, where the joins take 1."""


def staying_order(order: WorkOrder) -> WorkOrder:
    """Give the order that answers for one: itself, or the last it was merged into, by one statement a merge."""
    while order.merged_into is not None:
        order = order.merged_into
    return order


def find_staying(order_id: UUID) -> WorkOrder | None:
    """Give the order of whichever street that answers for one, for news of it; None when there is none."""
    order = find_any_order(order_id)
    return staying_order(order) if order is not None else None


def staying_id(order: str) -> Coalesce:
    """Give the column that holds which order answers for the order of a row of a list.

    Args:
        order: The way from a row to its order.
    """
    ways = [f"{order}{'__merged_into' * merges}_id" for merges in range(FOLLOWED, -1, -1)]
    return Coalesce(*(F(way) for way in ways))


def all_absorbed_by(order: WorkOrder) -> list[WorkOrder]:
    """Give the orders that an order answers for, those among them that had taken others in before included.

    One statement for each that took others in, none where there are none.
    """
    found = absorbed_by(order)
    return found + [further for row in found for further in all_absorbed_by(row)]

"""Which department the responsibility list names for several orders at once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import leads_for
from jiezhi.places.queries import Spot
from jiezhi.workorders.queries import visible_orders


def suggested_leads(actor: Actor, order_ids: Sequence[UUID], *, on: date) -> dict[UUID, Department]:
    """Give the department of each order for which the list names one: a statement for the orders, one for the list.

    Args:
        actor: Who asks.
        order_ids: Which orders.
        on: The local day.
    """
    rows = visible_orders(actor).filter(pk__in=order_ids).select_related("matter__parent__parent__parent")
    asked = {
        order.pk: (
            order.matter,
            Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat),
            order.urgency,
        )
        for order in rows
    }
    return leads_for(asked, sub_district_id=actor.tenant_id, on=on)


def counted_names(leads: dict[UUID, Department]) -> list[tuple[str, int]]:
    """Give how many orders go to each department, by its name."""
    names = [lead.name for lead in leads.values()]
    return [(name, names.count(name)) for name in sorted(set(names))]

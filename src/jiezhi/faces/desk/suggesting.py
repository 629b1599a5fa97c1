"""Which department the responsibility list names for several orders at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import lead_for
from jiezhi.places.queries import Spot
from jiezhi.workorders.queries import visible_orders

MOST_KINDS = 12
"""Matters at places that are looked up for one press; beyond that nothing is suggested, and the page says so."""


@dataclass(frozen=True)
class Suggestions:
    """What the list says of some orders.

    Args:
        leads: The department of each order for which the list names one.
        is_whole: Whether all orders were looked up.
    """

    leads: dict[UUID, Department] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Give how many orders go to each department, by its name."""
        names = [lead.name for lead in self.leads.values()]
        return [(name, names.count(name)) for name in sorted(set(names))]


def suggested_leads(actor: Actor, order_ids: Sequence[UUID], *, on: date) -> Suggestions:
    """Ask the list once for each matter at each place: one statement for the orders, one or two for each of those.

    Args:
        actor: Who asks.
        order_ids: Which orders.
        on: The local day.
    """
    rows = list(visible_orders(actor).filter(pk__in=order_ids).select_related("matter").order_by("number"))
    kinds: dict[tuple[object, ...], list[UUID]] = {}
    for order in rows:
        key = (order.matter_id, order.community_id, order.grid_cell_id, order.estate_id, order.urgency)
        kinds.setdefault(key, []).append(order.pk)
    known = {order.pk: order for order in rows}
    found: dict[UUID, Department] = {}
    for ids in list(kinds.values())[:MOST_KINDS]:
        first = known[ids[0]]
        spot = Spot(first.community_id, first.grid_cell_id, first.estate_id, first.lon, first.lat)
        lead = lead_for(matter=first.matter, spot=spot, on=on, level=first.urgency).department
        if lead is not None:
            found |= dict.fromkeys(ids, lead)
    return Suggestions(found, is_whole=len(kinds) <= MOST_KINDS)

"""What is suggested for several orders at once: departments by the list, and the standard answers that fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiezhi.answers.queries import answers_in_use
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


@dataclass(frozen=True)
class FittingAnswer:
    """A standard answer, and which of several orders it answers.

    Args:
        id: Its id.
        name: Its name with the matter.
        text: With its places open: each order fills in its own words.
        order_ids: Those of its matter in the hands of its department.
    """

    id: UUID
    name: str
    text: str
    order_ids: frozenset[UUID]


def fitting_answers(actor: Actor, order_ids: Sequence[UUID]) -> list[FittingAnswer]:
    """Give the standard answers that fit one of some orders at least, in two statements."""
    rows = visible_orders(actor).filter(pk__in=order_ids)
    hands = {pk: (matter, lead) for pk, matter, lead in rows.values_list("pk", "matter_id", "lead_id")}
    used = answers_in_use(actor.tenant_id, of=set(hands.values()))
    return [
        FittingAnswer(
            each.id,
            f"{each.matter} · {each.name}",
            each.text,
            frozenset(pk for pk, hand in hands.items() if each.fits(*hand)),
        )
        for each in used
    ]

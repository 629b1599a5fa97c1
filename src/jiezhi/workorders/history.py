"""Orders that ran before they came here: written in bulk, with no notices and nothing made up.

A file of earlier messages tells only when something was asked and answered; a source that tells every step gives the
whole course of an order (`courses.py`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from jiezhi.core.numbers import order_number
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.db import next_value
from jiezhi.organisation.models import Matter
from jiezhi.places.queries import Spot
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.search import note_words


@dataclass(frozen=True)
class PastOrder:
    """A finished order as its source tells it.

    Args:
        matter: What it was about.
        origin: What brought it in.
        reply: What was answered.
        opened_at: When the request was made.
        answered_at: When it was answered; not before it was made.
        spot: Where it was, as far as it is known.
    """

    matter: Matter
    origin: OriginRef
    reply: str
    opened_at: datetime
    answered_at: datetime
    spot: Spot = field(default_factory=Spot)


def import_orders(orders: Sequence[PastOrder], *, actor: Actor) -> list[WorkOrder]:
    """Write finished orders with their histories and words, in four statements and one for each day's numbers.

    Called inside the deed of whoever imports, which leaves the audit row. What the source does not tell stays null:
    nobody was the lead, no clock ran, no working time was spent, so these orders are in no measure of time or lead.
    """
    numbers = _numbers_for([timezone.localdate(past.opened_at) for past in orders], actor.tenant_id)
    rows = [_order_of(past, number, actor.tenant_id) for past, number in zip(orders, numbers, strict=True)]
    WorkOrder.objects.bulk_create(rows)
    note_words(rows)
    OrderEntry.objects.bulk_create(entry for row in rows for entry in _entries_of(row, actor))
    return rows


def numbers_for(days: Sequence[date], sub_district_id: UUID, *, prefix: str, series: str) -> list[str]:
    """Give a number for each of several days, in one statement a day."""
    last = {
        day: next_value(sub_district_id=sub_district_id, series=f"{series}-{day:%Y%m%d}", count=count)
        for day, count in sorted(Counter(days).items())
    }
    left = Counter(days)
    numbers = []
    for day in days:
        numbers.append(order_number(prefix, day, last[day] - left[day] + 1))
        left[day] -= 1
    return numbers


def _numbers_for(days: Sequence[date], sub_district_id: UUID) -> list[str]:
    return numbers_for(days, sub_district_id, prefix="GD", series="order")


def _order_of(past: PastOrder, number: str, sub_district_id: UUID) -> WorkOrder:
    return WorkOrder(
        sub_district_id=sub_district_id,
        number=number,
        matter=past.matter,
        flow=past.matter.flow,
        state=OrderState.CLOSED,
        brief=past.matter.name,
        reply=past.reply,
        origin_kind=past.origin.kind,
        origin_id=past.origin.id,
        community_id=past.spot.community_id,
        grid_cell_id=past.spot.grid_cell_id,
        estate_id=past.spot.estate_id,
        lon=past.spot.lon,
        lat=past.spot.lat,
        limit_amount=past.matter.limit_amount,
        limit_unit=past.matter.limit_unit,
        opened_at=past.opened_at,
        opened_on=timezone.localdate(past.opened_at),
        step_entered_at=past.answered_at,
        resolved_at=past.answered_at,
        closed_at=past.answered_at,
    )


def _entries_of(order: WorkOrder, actor: Actor) -> tuple[OrderEntry, OrderEntry]:
    def entry(verb: Verb, at: datetime, before: str, after: str) -> OrderEntry:
        return OrderEntry(
            sub_district_id=order.sub_district_id,
            order=order,
            at=at,
            verb=verb,
            from_state=before,
            to_state=after,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_label=actor.label,
        )

    opened = entry(Verb.OPEN, order.opened_at, "", OrderState.OPENED)
    return opened, entry(Verb.ANSWER, order.step_entered_at, OrderState.OPENED, OrderState.CLOSED)

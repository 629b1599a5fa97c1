"""Orders on a map: where they lie, and by colour and shape how much time each has left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, SmallIntegerField, Value, When
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import LimitUnit, ManyTones, Tone
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import CLOCK_RUNS, OrderState
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.lists import found_orders
from jiezhi.workorders.queries import OrderFilter, capped_count

MOST = 4000
"""Orders on a map; of more, the newest."""
TO_DISPATCH = (OrderState.OPENED, OrderState.SENT_BACK)
"""States in which an order waits for the dispatcher."""
MATCHING_CAP = 20_000
"""How far the orders of a filter are counted where they are more than a map takes."""


class Urge(IntEnum):
    """How an order stands on a map, the most urgent first: the mark of several shows the first of theirs."""

    LATE = 0
    SOON = 1
    CALM = 2
    STILL = 3
    DONE = 4


_OF_TONE = {Tone.LATE: Urge.LATE, Tone.SOON: Urge.SOON, Tone.CALM: Urge.CALM}
_COLUMNS = (
    "id",
    "number",
    "lon",
    "lat",
    "matter__name",
    "community_id",
    "to_dispatch",
    "urge",
    "begun",
    "until",
    "limit_unit",
)


def _standing(at: datetime) -> dict[str, Case]:
    """Let the database say how an order stands, and give times only where a clock runs: reading times costs most.

    Where an order waits for the dispatcher, its version is given too, so that no second statement looks for it.
    """
    has_clock = Q(resolved_at=None, state__in=CLOCK_RUNS, due_at__isnull=False)
    runs = has_clock & Q(due_at__gte=at)
    urge = Case(
        When(resolved_at__isnull=False, then=Value(Urge.DONE.value)),
        When(runs, then=Value(None)),
        When(has_clock, then=Value(Urge.LATE.value)),
        default=Value(Urge.STILL.value),
        output_field=SmallIntegerField(null=True),
    )
    begun, until = (Case(When(runs, then=F(name)), default=None) for name in ("dispatched_at", "due_at"))
    waiting = Case(When(state__in=TO_DISPATCH, then=F("version")), default=None)
    return {"to_dispatch": waiting, "urge": urge, "begun": begun, "until": until}


@dataclass(frozen=True)
class OrdersOnMap:
    """What a map shows.

    Args:
        spots: Longitude and latitude of each place, once.
        orders: Of each order the index of its spot, how it stands, the index of its matter, its number and its id.
        matters: The names of the matters there are.
        communities: How many orders of each kind of urgency lie in each community; None is outside all of them.
        is_capped: Whether there are more than are shown.
        nowhere: How many of the orders have no place on the map, and are left out.
        waiting: Of the orders that wait for the dispatcher, the version of each by its id.
    """

    spots: list[tuple[float, float]] = field(default_factory=list)
    orders: list[tuple[int, Urge, int, str, UUID]] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)
    communities: dict[UUID | None, Counter[Urge]] = field(default_factory=dict)
    is_capped: bool = False
    nowhere: int = 0
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def looked_at(self) -> int:
        """How many orders were looked at: those on the map and those that have no place."""
        return len(self.orders) + self.nowhere

    def urges_of_spots(self) -> list[tuple[Urge, int]]:
        """Give of each spot the most urgent of its orders and how many it has."""
        found = [(Urge.DONE, 0)] * len(self.spots)
        for spot, urge, *_rest in self.orders:
            worst, count = found[spot]
            found[spot] = min(worst, urge), count + 1
        return found


def urge_words() -> dict[Urge, str]:
    """Give the words of a map's legend, the most urgent first."""
    return {
        Urge.LATE: _("Late"),
        Urge.SOON: _("Limit is near"),
        Urge.CALM: _("Time enough"),
        Urge.STILL: _("No clock runs"),
        Urge.DONE: _("Done"),
    }


def orders_on_map(actor: Actor, wanted: OrderFilter, *, at: datetime) -> OrdersOnMap:
    """Give the newest orders of a filter by their places, in one statement, and in one more where a clock runs.

    Of words that are common only the newest orders are looked at; whether there are more, the map says.

    Args:
        actor: Whose area.
        wanted: What the list would be narrowed to.
        at: Now, for the time left.
    """
    found = found_orders(actor, wanted, at=at, most=MOST + 1, is_walked=False)
    orders = found.orders.annotate(**_standing(at)).order_by(*found.newest_first)
    rows = list(orders.values_list(*_COLUMNS)[: MOST + 1])
    is_capped = len(rows) > MOST or not found.is_counted
    return _by_place(rows[:MOST], actor.tenant_id, at=at, is_capped=is_capped)


def matching_floor(
    actor: Actor, wanted: OrderFilter, shown: OrdersOnMap, *, at: datetime
) -> tuple[int, bool]:
    """Give how many orders a filter leaves, and whether there are more: what the list of the same filter counts.

    One statement where the map does not take them all, none otherwise.

    Args:
        actor: Whose area.
        wanted: What the list would be narrowed to.
        shown: What `orders_on_map` gave for the same filter.
        at: Now.
    """
    if not shown.is_capped:
        return shown.looked_at, False
    found = found_orders(actor, wanted, at=at, most=MOST + 1, is_walked=False)
    if not found.is_counted:
        return shown.looked_at, True
    count = capped_count(found.counted, cap=MATCHING_CAP)
    return min(count, MATCHING_CAP), count > MATCHING_CAP


def _by_place(
    rows: Sequence[tuple[Any, ...]], sub_district_id: UUID, *, at: datetime, is_capped: bool
) -> OrdersOnMap:
    shown = OrdersOnMap(is_capped=is_capped, nowhere=sum(row[2] is None or row[3] is None for row in rows))
    spots: dict[tuple[float, float], int] = {}
    matters: dict[str, int] = {}
    counts: Counter[tuple[UUID | None, Urge]] = Counter()
    urges = [Urge(row[7]) if row[7] is not None else None for row in rows]
    running = [row for row in rows if row[7] is None]
    ahead = iter(_ahead(running, sub_district_id, at=at))
    for (pk, number, lon, lat, matter, community, version, *_clock), told in zip(rows, urges, strict=True):
        urge = next(ahead) if told is None else told
        counts[community, urge] += 1
        if lon is None or lat is None:
            continue
        spot = spots.setdefault((lon, lat), len(spots))
        shown.orders.append((spot, urge, matters.setdefault(matter, len(matters)), number, pk))
        if version is not None:
            shown.waiting[pk.hex] = version
    for (community, urge), count in counts.items():
        shown.communities.setdefault(community, Counter())[urge] = count
    shown.spots.extend(spots)
    shown.matters.extend(matters)
    return shown


def _ahead(running: Sequence[tuple[Any, ...]], sub_district_id: UUID, *, at: datetime) -> list[Urge]:
    """Give how orders stand whose limit lies ahead; the calendar is read only if there are any."""
    if not running:
        return []
    since = min((row[8] for row in running if row[8] is not None), default=at)
    tones = ManyTones(calendar_for(sub_district_id, since=min(since, at)), at)
    units = {unit.value: unit for unit in LimitUnit}
    return [_OF_TONE[tones.tone(begun, until, units[unit])] for *_rest, begun, until, unit in running]

"""The map of orders as the server draws it: for browsers without a script or a graphics card, and beside a table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from jiezhi.kit.ui.svg_map import MapArea, MapDot, SvgMap, draw_map
from jiezhi.places.models import Community
from jiezhi.workorders.mapping import OrdersOnMap, Urge, urge_words

STEP_DEGREES = 0.001
"""Marks that are nearer than about 100 m are drawn as one, or thousands would hide each other."""
TONES = {Urge.LATE: "late", Urge.SOON: "soon", Urge.CALM: "calm", Urge.STILL: "still", Urge.DONE: "done"}


@dataclass(frozen=True)
class AreaRow:
    """A line of the table beside a map.

    Args:
        name: Of the community.
        url: The list of its orders.
        counts: Orders of each kind of urgency, in the order of the legend.
        total: All of them.
    """

    name: str
    url: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Drawing:
    """A drawn map, its legend and its table; `map` is None where there is nothing to draw."""

    map: SvgMap | None
    legend: tuple[tuple[str, str], ...]
    rows: tuple[AreaRow, ...]


def drawing_of(shown: OrdersOnMap, communities: Iterable[Community], asked: QueryDict) -> Drawing:
    """Draw orders with the borders of the communities.

    Args:
        shown: What the map shows.
        communities: Of the street, by name.
        asked: The filter as it rides in the address; the table's links keep it.
    """
    known = list(communities)
    words = urge_words()
    rows = [
        _row(place.name, shown.communities.get(place.pk), asked, community_id=str(place.pk))
        for place in known
    ]
    if None in shown.communities:
        rows.append(_row(_("Outside every community"), shown.communities[None], asked, is_outside="on"))
    areas = [MapArea(place.border, place.name) for place in known]
    dots = _dots(shown)
    return Drawing(
        map=draw_map(areas, dots) if areas or dots else None,
        legend=tuple((TONES[urge], words[urge]) for urge in Urge),
        rows=tuple(row for row in rows if row.total),
    )


def _row(name: str, counts: Mapping[Urge, int] | None, asked: QueryDict, **narrowed: str) -> AreaRow:
    counts = counts or {}
    query = asked.copy()
    for name_of_page in ("page", "sort"):
        query.pop(name_of_page, None)
    for column, value in narrowed.items():
        query[column] = value
    url = f"{reverse('workorders:list')}?{query.urlencode()}"
    return AreaRow(name, url, tuple(counts.get(urge, 0) for urge in Urge), sum(counts.values()))


def _dots(shown: OrdersOnMap) -> list[MapDot]:
    """Give one mark for all orders of about 100 m, the most urgent on top."""
    urges: dict[tuple[int, int], Urge] = {}
    counts: Counter[tuple[int, int]] = Counter()
    first: dict[tuple[int, int], tuple[float, float]] = {}
    for (lon, lat), (urge, count) in zip(shown.spots, shown.urges_of_spots(), strict=True):
        here = round(lon / STEP_DEGREES), round(lat / STEP_DEGREES)
        first.setdefault(here, (lon, lat))
        urges[here] = min(urge, urges.get(here, Urge.DONE))
        counts[here] += count
    words = urge_words()
    return [
        MapDot(*first[here], label=f"{words[urges[here]]} · {counts[here]}", tone=TONES[urges[here]])
        for here in sorted(urges, key=lambda here: -urges[here])
    ]

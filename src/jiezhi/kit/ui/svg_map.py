"""Maps as plain SVG: longitude and latitude to path data, with no script, no tiles and no graphics card."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

HEAT_STEPS = 5
_PADDING_PX = 8.0


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area to draw: a GeoJSON `Polygon` or `MultiPolygon` in degrees, and what is said of it."""

    geometry: Mapping[str, Any]
    label: str
    value: str = ""
    heat: int | None = None
    """0 (least) to 4 (most), or None for no colour; `heat_steps` gives it."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MapDot:
    """A place to mark, in degrees."""

    longitude: float
    latitude: float
    label: str
    value: str = ""
    tone: str = "info"
    url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnArea:
    path: str
    label: str
    label_x: str
    label_y: str
    value: str
    heat: int | None
    url: str


@dataclass(frozen=True, slots=True)
class DrawnDot:
    x: str
    y: str
    label: str
    value: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class SvgMap:
    """What the map component draws, in pixels; as text, since a localised comma breaks a path."""

    width: str
    height: str
    areas: tuple[DrawnArea, ...]
    dots: tuple[DrawnDot, ...]


Place = tuple[float, float]


def draw_map(areas: Sequence[MapArea], dots: Sequence[MapDot] = (), *, width_px: int = 640) -> SvgMap:
    """Give the drawing of `areas` and `dots`, fitted to `width_px`, north up.

    Degrees of longitude are shortened by the cosine of the middle latitude: exact enough for a district.

    Raises:
        ValueError: There is nothing to draw, or a geometry is not of areas.
    """
    places = [place for area in areas for ring in _rings(area.geometry) for place in ring]
    places += [(dot.longitude, dot.latitude) for dot in dots]
    if not places:
        raise ValueError("A map needs at least one area or dot. Show an empty state instead.")
    project, height = _projection(places, width_px)
    return SvgMap(
        width=str(width_px),
        height=_px(height),
        areas=tuple(_draw_area(area, project) for area in areas),
        dots=tuple(_draw_dot(dot, project) for dot in dots),
    )


def heat_steps(values: Sequence[float]) -> list[int]:
    """Give each value its step of the heat scale, 0 to 4, by equal width between the least and the greatest.

    Values that are all the same are all in the lowest step: no difference is shown where there is none.

    Examples:
        >>> heat_steps([0, 10, 5]), heat_steps([3, 3])
        ([0, 4, 2], [0, 0])
    """
    if not values:
        return []
    least, span = min(values), max(values) - min(values)
    if span == 0:
        return [0] * len(values)
    return [min(int((value - least) / span * HEAT_STEPS), HEAT_STEPS - 1) for value in values]


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Place]]:
    if geometry["type"] == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry["type"] == "MultiPolygon":
        polygons = geometry["coordinates"]
    else:
        raise ValueError(f"A map area must be a Polygon or MultiPolygon, not {geometry['type']!r}.")
    for polygon in polygons:
        yield from ([(place[0], place[1]) for place in ring] for ring in polygon)


def _projection(places: Sequence[Place], width_px: int) -> tuple[Callable[[Place], Place], float]:
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    shortening = cos(radians((south + north) / 2))
    breadth = (east - west) * shortening
    # One dot alone has no extent: show it in the middle of a square.
    extent = max(breadth, north - south) or 1.0
    inner = width_px - 2 * _PADDING_PX
    scale = inner / (breadth if breadth > extent / 3 else extent)
    height = max((north - south) * scale, inner / 3)
    x_offset = _PADDING_PX + (inner - breadth * scale) / 2
    y_offset = _PADDING_PX + (height - (north - south) * scale) / 2

    def project(place: Place) -> Place:
        return (place[0] - west) * shortening * scale + x_offset, (north - place[1]) * scale + y_offset

    return project, height + 2 * _PADDING_PX


def _draw_area(area: MapArea, project: Callable[[Place], Place]) -> DrawnArea:
    rings = [[project(place) for place in ring] for ring in _rings(area.geometry)]
    label_x, label_y = _centre(max(rings, key=lambda ring: abs(_signed_area(ring))))
    return DrawnArea(
        path="".join(f"M{'L'.join(f'{_px(x)} {_px(y)}' for x, y in ring)}Z" for ring in rings),
        label=area.label,
        label_x=_px(label_x),
        label_y=_px(label_y),
        value=area.value,
        heat=area.heat,
        url=area.url,
    )


def _draw_dot(dot: MapDot, project: Callable[[Place], Place]) -> DrawnDot:
    x, y = project((dot.longitude, dot.latitude))
    return DrawnDot(x=_px(x), y=_px(y), label=dot.label, value=dot.value, tone=dot.tone, url=dot.url)


def _signed_area(ring: Sequence[Place]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(ring)) / 2


def _centre(ring: Sequence[Place]) -> Place:
    area = _signed_area(ring)
    if area == 0:
        return ring[0]
    weights = [((x1 + x2), (y1 + y2), x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring)]
    return sum(x * w for x, _, w in weights) / (6 * area), sum(y * w for _, y, w in weights) / (6 * area)


def _edges(ring: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    yield from zip(ring, [*ring[1:], ring[0]], strict=True)


def _px(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")

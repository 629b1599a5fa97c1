"""How large a piece of ground is, from its border.

Borders are drawn in degrees. Within a street a few kilometres wide the earth is flat enough to lay a plane on it:
a degree north and a degree east are measured once, at the border's middle, on the ellipsoid.
"""

from collections.abc import Mapping, Sequence
from math import cos, radians, sin
from typing import Any

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257222101
M2_IN_KM2 = 1_000_000
CORNERS = 3

Ring = Sequence[Sequence[float]]


def metres_in_a_degree(lat: float) -> tuple[float, float]:
    """Give how many metres one degree east and one degree north are at a latitude.

    Args:
        lat: Degrees north.

    Examples:
        >>> [round(metres) for metres in metres_in_a_degree(30.28)]
        [96214, 110857]

    Source:
        The ellipsoid of CGCS2000: semi-major axis 6,378,137 m, flattening 1/298.257222101; the radii of the parallel
        and of the meridian are those of any textbook of geodesy.
    """
    squared = FLATTENING * (2 - FLATTENING)
    bend = 1 - squared * sin(radians(lat)) ** 2
    east = SEMI_MAJOR_M / bend**0.5 * cos(radians(lat))
    north = SEMI_MAJOR_M * (1 - squared) / bend**1.5
    return radians(east), radians(north)


def area_km2(border: Mapping[str, Any]) -> float:
    """Give the area of a GeoJSON Polygon or MultiPolygon, in square kilometres; holes are left out.

    Args:
        border: Degrees, longitude before latitude.

    Examples:
        >>> ring = [[120.0, 30.0], [120.01, 30.0], [120.01, 30.01], [120.0, 30.01], [120.0, 30.0]]
        >>> round(area_km2({"type": "Polygon", "coordinates": [ring]}), 3)
        1.07
        >>> area_km2({"type": "Polygon", "coordinates": []})
        0.0
    """
    polygons = border["coordinates"] if border["type"] == "MultiPolygon" else [border["coordinates"]]
    outer = sum(_ring_m2(polygon[0]) for polygon in polygons if polygon)
    holes = sum(_ring_m2(ring) for polygon in polygons for ring in polygon[1:])
    return (outer - holes) / M2_IN_KM2


def _ring_m2(ring: Ring) -> float:
    """Give a ring's area by the shoelace formula, measured from its first corner so that no digits are lost."""
    if len(ring) < CORNERS:
        return 0.0
    lats = [spot[1] for spot in ring]
    east_m, north_m = metres_in_a_degree((min(lats) + max(lats)) / 2)
    first_lon, first_lat = ring[0][0], ring[0][1]
    flat = [((spot[0] - first_lon) * east_m, (spot[1] - first_lat) * north_m) for spot in ring]
    pairs = zip(flat, [*flat[1:], flat[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2

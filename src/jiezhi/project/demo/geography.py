"""The ground of the demo street: 42 grid cells on a bent lattice, and twelve communities made of them.

The lattice is bent by fixed sine waves, so borders look like roads and streams, neighbours share every point of
a common border, and a community is exactly the union of its cells.
"""

from dataclasses import dataclass
from functools import cache
from math import sin

from shapely.geometry import Point, Polygon, mapping
from shapely.ops import unary_union

Node = tuple[int, int]
Spot = tuple[float, float]

AREA_KM2 = "12.3"
"""As entered in the street's record; the lattice below comes to the same."""
WEST, SOUTH = 120.1350, 30.2570
CELL_LON, CELL_LAT = 0.00558, 0.00489
"""About 540 m each way; the street is some three and a half kilometres across."""
EDGE_PARTS = 5


@dataclass(frozen=True)
class CommunityPlan:
    """A community to be made, with the lattice cells it consists of and the letter its cells are numbered under."""

    name: str
    letter: str
    kind: str
    cells: tuple[Node, ...]


COMMUNITIES = (
    CommunityPlan("柳岸社区", "L", "old", ((0, 0), (1, 0), (0, 1), (0, 2))),
    CommunityPlan("桥东社区", "Q", "mixed", ((4, 0), (4, 1), (3, 1))),
    CommunityPlan("梧桐社区", "T", "converted_village", ((0, 4), (1, 4), (0, 5), (1, 5))),
    CommunityPlan("望湖社区", "W", "new", ((5, 4), (6, 4), (5, 5), (6, 5))),
    CommunityPlan("建新社区", "J", "old", ((1, 1), (1, 2), (1, 3), (0, 3))),
    CommunityPlan("古井社区", "G", "mixed", ((2, 0), (3, 0), (2, 1))),
    CommunityPlan("石榴社区", "S", "mixed", ((2, 2), (2, 3), (3, 3))),
    CommunityPlan("文昌社区", "C", "mixed", ((3, 2), (4, 2), (4, 3))),
    CommunityPlan("南浦社区", "N", "mixed", ((5, 0), (6, 0), (5, 1), (6, 1))),
    CommunityPlan("杏林社区", "X", "mixed", ((2, 4), (2, 5), (3, 5))),
    CommunityPlan("广济社区", "D", "mixed", ((3, 4), (4, 4), (4, 5))),
    CommunityPlan("湖西社区", "H", "new", ((5, 2), (6, 2), (5, 3), (6, 3))),
)


@cache
def cell_polygon(cell: Node) -> Polygon:
    """Give the ground of a lattice cell, in degrees."""
    i, j = cell
    ring = (
        _edge((i, j), (i + 1, j))
        + _edge((i + 1, j), (i + 1, j + 1))
        + _edge((i, j + 1), (i + 1, j + 1))[::-1]
        + _edge((i, j), (i, j + 1))[::-1]
    )
    return Polygon(list(dict.fromkeys(ring)))


def cell_border(cell: Node) -> dict[str, object]:
    """Give a cell's border as GeoJSON."""
    return dict(mapping(cell_polygon(cell)))


def community_border(plan: CommunityPlan) -> dict[str, object]:
    """Give a community's border as GeoJSON: the union of its cells."""
    return dict(mapping(unary_union([cell_polygon(cell) for cell in plan.cells])))


def spot_in_cell(cell: Node, east: float, north: float) -> Spot:
    """Give a place within a cell.

    Args:
        cell: Which.
        east: From its western edge (0) to its eastern one (1).
        north: From its southern edge (0) to its northern one (1).

    Returns:
        Degrees; a place that a bent edge cuts off is drawn towards the middle until it lies within.
    """
    i, j = cell
    corners = (_node((i, j)), _node((i + 1, j)), _node((i, j + 1)), _node((i + 1, j + 1)))
    shares = ((1 - east) * (1 - north), east * (1 - north), (1 - east) * north, east * north)
    lon = sum(corner[0] * share for corner, share in zip(corners, shares, strict=True))
    lat = sum(corner[1] * share for corner, share in zip(corners, shares, strict=True))
    return drawn_inside(cell, (lon, lat))


def drawn_inside(cell: Node, spot: Spot) -> Spot:
    """Draw a place towards the middle of a cell until it lies within."""
    ground = cell_polygon(cell)
    lon, lat = round(spot[0], 6), round(spot[1], 6)
    middle = ground.centroid
    while not ground.contains(Point(lon, lat)):
        lon, lat = round((3 * lon + middle.x) / 4, 6), round((3 * lat + middle.y) / 4, 6)
    return lon, lat


def _node(node: Node) -> Spot:
    i, j = node
    return (
        WEST + i * CELL_LON + 0.0009 * sin(3 * i + 5 * j + 1),
        SOUTH + j * CELL_LAT + 0.0007 * sin(4 * i + 2 * j + 2),
    )


def _edge(begin: Node, end: Node) -> list[Spot]:
    """Give the points from one lattice node to the next, always counted in the same direction."""
    (x1, y1), (x2, y2) = _node(begin), _node(end)
    bend = 0.00035 * sin(7 * (begin[0] + end[0]) + 3 * (begin[1] + end[1]))
    points = []
    for part in range(EDGE_PARTS + 1):
        way = part / EDGE_PARTS
        aside = 0.0 if part in {0, EDGE_PARTS} else bend * sin(3 * part + 1) + bend
        across = (-(y2 - y1), x2 - x1)
        x = x1 + (x2 - x1) * way + across[0] * aside * 120
        y = y1 + (y2 - y1) * way + across[1] * aside * 120
        points.append((round(x, 6), round(y, 6)))
    return points

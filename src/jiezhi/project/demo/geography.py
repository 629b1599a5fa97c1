"""The ground of the demo street: twelve grid cells on a bent lattice, four communities, and their estates.

The lattice is bent by fixed sine waves, so borders look like roads and streams, neighbours share every point of
a common border, and a community is exactly the union of its cells.
"""

from dataclasses import dataclass
from math import sin

from shapely.geometry import Polygon, mapping
from shapely.ops import unary_union

Node = tuple[int, int]
Spot = tuple[float, float]

WEST, SOUTH = 120.1350, 30.2570
CELL_LON, CELL_LAT = 0.0078, 0.0085
"""About 750 m by 950 m; the street is some three kilometres across."""
EDGE_PARTS = 5


@dataclass(frozen=True)
class CommunityPlan:
    """A community to be made, with the lattice cells it consists of."""

    name: str
    kind: str
    residents: int
    cells: tuple[Node, ...]


@dataclass(frozen=True)
class EstatePlan:
    """An estate to be made, some way from the middle of its cell (in tenths of a cell)."""

    name: str
    cell: Node
    east: int
    north: int
    is_old: bool = False


COMMUNITIES = (
    CommunityPlan("柳岸社区", "old", 9840, ((0, 0), (1, 0), (0, 1))),
    CommunityPlan("桥东社区", "mixed", 7260, ((2, 0), (3, 0))),
    CommunityPlan("梧桐社区", "converted_village", 8130, ((0, 2), (1, 2), (1, 1))),
    CommunityPlan("望湖社区", "new", 11420, ((2, 1), (3, 1), (2, 2), (3, 2))),
)

ESTATES = (
    EstatePlan("柳岸新村", (0, 0), -1, 1, is_old=True),
    EstatePlan("纺织厂宿舍", (1, 0), 1, -1, is_old=True),
    EstatePlan("青石里", (0, 1), 0, 1, is_old=True),
    EstatePlan("河畔小区", (1, 0), -2, 2),
    EstatePlan("桥东一村", (2, 0), -1, 0, is_old=True),
    EstatePlan("建设路12号院", (3, 0), 1, 1, is_old=True),
    EstatePlan("丽景苑", (2, 0), 2, -2),
    EstatePlan("梧桐公寓", (0, 2), 0, -1),
    EstatePlan("金桂花苑", (1, 2), 1, 1),
    EstatePlan("梧桐新苑", (1, 1), -1, 1),
    EstatePlan("望湖花园", (2, 1), 0, 0),
    EstatePlan("湖滨春晓", (3, 1), 1, -1),
    EstatePlan("云栖府", (2, 2), -1, 1),
    EstatePlan("湖心苑", (3, 2), 0, 0),
)


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


def estate_spot(plan: EstatePlan) -> Spot:
    """Give where an estate lies."""
    middle = cell_polygon(plan.cell).centroid
    return round(middle.x + plan.east * CELL_LON / 10, 6), round(middle.y + plan.north * CELL_LAT / 10, 6)


def _node(node: Node) -> Spot:
    i, j = node
    return (
        WEST + i * CELL_LON + 0.0012 * sin(3 * i + 5 * j + 1),
        SOUTH + j * CELL_LAT + 0.0011 * sin(4 * i + 2 * j + 2),
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

"""Where the estates of the demo street lie, which buildings they have, and how many live in each.

Everything follows from the seed. However it falls, exactly 87,000 people live in the street.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from jiezhi.core.ground import metres_in_a_degree
from jiezhi.project.demo.estates import ESTATES, EstatePlan, Style
from jiezhi.project.demo.geography import (
    COMMUNITIES,
    SOUTH,
    Node,
    Spot,
    drawn_inside,
    spot_in_cell,
)

RESIDENTS = 87_000
QUARTERS = ((0.27, 0.27), (0.73, 0.73), (0.27, 0.73), (0.73, 0.27))
"""Where in its cell an estate lies; four find room."""
ASIDE = 0.05
ROW_OF = 4
"""Buildings that stand beside each other before a new row begins."""
GAP_EAST_M, GAP_NORTH_M = 48, 34
EAST_M, NORTH_M = metres_in_a_degree(SOUTH)


@dataclass(frozen=True)
class Habit:
    """How a style builds: least and most of each, and how many people are at home in a household."""

    blocks: tuple[int, int]
    floors: tuple[int, int]
    entrances: tuple[int, int]
    doors: tuple[int, int]
    at_home: float


HABITS = {
    Style.WALK_UP: Habit((6, 16), (4, 6), (2, 5), (2, 3), 2.1),
    Style.YARD: Habit((1, 4), (3, 6), (1, 4), (2, 3), 2.1),
    Style.RESETTLED: Habit((8, 14), (6, 11), (2, 3), (2, 2), 3.0),
    Style.TOWERS: Habit((3, 8), (11, 28), (1, 2), (2, 4), 2.6),
}


@dataclass(frozen=True)
class BuildingPlan:
    """A building to be made."""

    number: str
    floors: int
    entrances: int
    households: int
    residents: int
    spot: Spot


@dataclass(frozen=True)
class BuiltEstate:
    """An estate on its ground, with its buildings."""

    plan: EstatePlan
    cell: Node
    spot: Spot
    buildings: tuple[BuildingPlan, ...]

    @property
    def residents(self) -> int:
        """Give how many live in it."""
        return sum(building.residents for building in self.buildings)


def build_estates(seed: int) -> tuple[BuiltEstate, ...]:
    """Give every estate with its buildings and residents, by community."""
    rng = Random(seed)  # noqa: S311 - a made-up street, not a secret
    built = [
        estate for community in COMMUNITIES for estate in _built_in(community.name, community.cells, rng)
    ]
    weights = [
        building.households * HABITS[estate.plan.style].at_home * rng.uniform(0.9, 1.1)
        for estate in built
        for building in estate.buildings
    ]
    shares = iter(shared_out(RESIDENTS, weights))
    return tuple(
        replace(
            estate,
            buildings=tuple(replace(building, residents=next(shares)) for building in estate.buildings),
        )
        for estate in built
    )


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share a number out by weights so that nothing is left: the largest remainders get one more.

    Examples:
        >>> shared_out(10, [1.0, 1.0, 1.0])
        [4, 3, 3]
    """
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    given = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: given[place] - exact[place])
    for place in by_remainder[: total - sum(given)]:
        given[place] += 1
    return given


def _built_in(community: str, cells: tuple[Node, ...], rng: Random) -> list[BuiltEstate]:
    """Place a community's estates so that those named after each other lie beside each other."""
    plans = [plan for plan in ESTATES if plan.community == community]
    taken = dict.fromkeys(cells, 0)
    built = []
    for place, plan in enumerate(plans):
        cell = cells[place * len(cells) // len(plans)]
        east, north = QUARTERS[taken[cell]]
        taken[cell] += 1
        spot = spot_in_cell(cell, east + rng.uniform(-ASIDE, ASIDE), north + rng.uniform(-ASIDE, ASIDE))
        built.append(BuiltEstate(plan, cell, spot, _buildings(HABITS[plan.style], cell, spot, rng)))
    return built


def _buildings(habit: Habit, cell: Node, middle: Spot, rng: Random) -> tuple[BuildingPlan, ...]:
    count = rng.randint(*habit.blocks)
    usual_floors, doors = rng.randint(*habit.floors), rng.randint(*habit.doors)
    buildings = []
    for place in range(count):
        floors = min(max(usual_floors + rng.choice((-1, 0, 0, 0, 1)), habit.floors[0]), habit.floors[1])
        entrances = rng.randint(*habit.entrances)
        buildings.append(
            BuildingPlan(
                number=str(place + 1),
                floors=floors,
                entrances=entrances,
                households=floors * entrances * doors,
                residents=0,
                spot=drawn_inside(cell, _beside(middle, place, count)),
            )
        )
    return tuple(buildings)


def _beside(middle: Spot, place: int, count: int) -> Spot:
    """Give where the place-th of so many buildings stands: in rows around the estate's middle."""
    rows = (count - 1) // ROW_OF + 1
    row, column = divmod(place, ROW_OF)
    east_m = (column - (min(count, ROW_OF) - 1) / 2) * GAP_EAST_M
    north_m = ((rows - 1) / 2 - row) * GAP_NORTH_M
    return middle[0] + east_m / EAST_M, middle[1] + north_m / NORTH_M

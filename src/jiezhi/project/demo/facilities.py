"""Where the residents of the demo street are served: 69,600 m2 for 87,000, so 0.8 m2 each, as the plan found it."""

from dataclasses import dataclass

from jiezhi.places.choices import FacilityKind
from jiezhi.project.demo.geography import COMMUNITIES, Spot, spot_in_cell

CENTRES_M2 = {
    "柳岸社区": 3_600,
    "桥东社区": 2_900,
    "梧桐社区": 3_200,
    "望湖社区": 4_100,
    "建新社区": 3_300,
    "文昌社区": 3_000,
    "南浦社区": 2_800,
    "广济社区": 2_700,
}
"""The other four communities have no service centre."""
STATIONS_M2 = {"柳岸社区": 980, "建新社区": 860, "石榴社区": 720, "杏林社区": 840}
ROOMS_M2 = {
    "柳岸社区": (2_100, 1_400),
    "桥东社区": (1_900, 1_200),
    "梧桐社区": (2_300, 1_500),
    "望湖社区": (2_600, 1_600),
    "建新社区": (1_800, 1_100),
    "古井社区": (1_700, 1_300),
    "石榴社区": (1_900, 1_400),
    "文昌社区": (2_000, 1_300),
    "南浦社区": (2_200, 1_500),
    "杏林社区": (1_800, 1_200),
    "广济社区": (1_900, 1_300),
    "湖西社区": (2_200, 1_400),
}


@dataclass(frozen=True)
class FacilityPlan:
    """A place of service to be made."""

    kind: FacilityKind
    community: str
    name: str
    area_m2: int
    spot: Spot


def _facilities() -> tuple[FacilityPlan, ...]:
    cells = {plan.name: plan.cells for plan in COMMUNITIES}
    plans = [
        FacilityPlan(
            FacilityKind.SERVICE_CENTRE,
            name,
            f"{name}综合服务中心",
            area_m2,
            spot_in_cell(cells[name][1], 0.5, 0.5),
        )
        for name, area_m2 in CENTRES_M2.items()
    ]
    plans += [
        FacilityPlan(
            FacilityKind.ELDER_STATION,
            name,
            f"{name.removesuffix('社区')}养老驿站",
            area_m2,
            spot_in_cell(cells[name][2], 0.5, 0.5),
        )
        for name, area_m2 in STATIONS_M2.items()
    ]
    for name, (meeting_m2, sports_m2) in ROOMS_M2.items():
        first, last = cells[name][0], cells[name][-1]
        kind = FacilityKind.COMMUNITY_ROOM
        plans += [
            FacilityPlan(kind, name, f"{name}议事活动用房", meeting_m2, spot_in_cell(first, 0.5, 0.46)),
            FacilityPlan(kind, name, f"{name}文体活动用房", sports_m2, spot_in_cell(last, 0.46, 0.54)),
        ]
    return tuple(plans)


FACILITIES = _facilities()

from datetime import time
from itertools import count

from jiezhi.organisation.models import WorkingHours
from jiezhi.places.choices import CommunityKind
from jiezhi.places.models import Community, District, Estate, GridCell, SubDistrict

_serial = count(1)


def square(west: float, south: float, side: float = 0.01) -> dict[str, object]:
    """A GeoJSON square, degrees."""
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def make_street(name: str = "", slug: str = "") -> SubDistrict:
    """A street with working hours 09:00-12:00 and 13:00-17:00."""
    number = next(_serial)
    district, _ = District.objects.get_or_create(name="明湖区")
    street = SubDistrict.objects.create(
        district=district,
        name=name or f"青石{number}街道",
        slug=slug or f"qingshi-{number}",
        phone="0000-12345",
        service_point="青石路1号便民服务中心",
    )
    for opens, closes in ((time(9), time(12)), (time(13), time(17))):
        WorkingHours.objects.create(sub_district=street, opens=opens, closes=closes)
    return street


def make_community(
    street: SubDistrict, name: str = "", *, west: float = 120.0, south: float = 30.0
) -> Community:
    """A square community with one grid cell of the same shape."""
    number = next(_serial)
    border = square(west, south)
    community = Community.objects.create(
        sub_district=street,
        name=name or f"柳岸{number}社区",
        kind=CommunityKind.MIXED,
        residents=7000,
        border=border,
    )
    GridCell.objects.create(sub_district=street, community=community, code=f"W{number:03}", border=border)
    return community


def make_estate(community: Community, name: str = "") -> Estate:
    """An estate in the middle of its community."""
    ring = community.border["coordinates"][0]
    return Estate.objects.create(
        sub_district_id=community.sub_district_id,
        community=community,
        grid_cell=community.grid_cells.first(),
        name=name or f"柳岸新村{next(_serial)}",
        lon=(ring[0][0] + ring[1][0]) / 2,
        lat=(ring[0][1] + ring[2][1]) / 2,
    )

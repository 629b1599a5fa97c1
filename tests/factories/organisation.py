from datetime import date
from itertools import count

from jiezhi.organisation.choices import DepartmentKind, FlowName, LimitUnits
from jiezhi.organisation.models import Department, Matter, ResponsibilityEntry
from jiezhi.places.models import Community, SubDistrict

_serial = count(1)


def make_department(
    street: SubDistrict,
    name: str = "",
    *,
    kind: str = DepartmentKind.SECTION,
    community: Community | None = None,
) -> Department:
    """A department; with a community, its residents' side."""
    if community is not None:
        kind = DepartmentKind.COMMUNITY
    return Department.objects.create(
        sub_district=street, name=name or f"综合执法{next(_serial)}队", kind=kind, community=community
    )


def make_matter(
    street: SubDistrict,
    name: str = "",
    *,
    flow: str = FlowName.CONCERN,
    limit: tuple[int, str] = (5, LimitUnits.WORKING_DAYS),
    keywords: tuple[str, ...] = (),
    needs_photo: bool = False,
) -> Matter:
    """A matter that can be chosen."""
    number = next(_serial)
    return Matter.objects.create(
        sub_district=street,
        code=f"m-{number}",
        name=name or f"路灯不亮{number}",
        flow=flow,
        limit_amount=limit[0],
        limit_unit=limit[1],
        keywords=list(keywords),
        needs_photo=needs_photo,
    )


def make_entry(
    matter: Matter, lead: Department, *, community: Community | None = None
) -> ResponsibilityEntry:
    """A line of the responsibility list, in force for long."""
    return ResponsibilityEntry.objects.create(
        sub_district_id=matter.sub_district_id,
        matter=matter,
        lead=lead,
        community=community,
        in_force_from=date(2020, 1, 1),
    )

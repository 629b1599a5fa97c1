from datetime import date, datetime
from itertools import count

from jiezhi.kit.actor import Actor
from jiezhi.organisation.actions import begin_draft
from jiezhi.organisation.choices import DepartmentKind, FlowName, LimitUnits
from jiezhi.organisation.models import (
    ComplaintCause,
    Department,
    DutyEntry,
    ListVersion,
    Matter,
    ResponsibilityEntry,
)
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


def make_cause(street: SubDistrict, name: str = "") -> ComplaintCause:
    """A cause of complaint that no matter names yet."""
    number = next(_serial)
    return ComplaintCause.objects.create(
        sub_district=street, code=f"cause-{number}", name=name or f"原因{number}", position=number
    )


def make_duty(street: SubDistrict, *, matter: Matter | None = None, kind: str = "taken_back") -> DutyEntry:
    """An entry of the duty list, in force for long."""
    number = next(_serial)
    return DutyEntry.objects.create(
        sub_district=street,
        code=f"L-{number}",
        name=f"路灯设施维修{number}",
        kind=kind,
        owner="区城市管理局",
        matter=matter,
        basis_title="履职事项清单",
        basis_number="明政发〔2025〕8号",
        basis_on=date(2025, 3, 1),
        in_force_from=date(2020, 1, 1),
    )


def open_draft(street: SubDistrict, actor: Actor, at: datetime) -> ListVersion:
    """The open draft of the street, begun if there is none."""
    found = ListVersion.objects.filter(sub_district=street, state__in=["draft", "submitted"]).first()
    return found or begin_draft(title="冬季修订", actor=actor, at=at)

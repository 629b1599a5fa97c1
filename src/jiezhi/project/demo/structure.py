"""Puts the ground, the lists and the people of the demo street into an empty database."""

from datetime import date

from django.contrib.auth.hashers import make_password

from jiezhi.accounts.models import User
from jiezhi.organisation.models import (
    Department,
    Matter,
    Post,
    PostHolding,
    ResponsibilityEntry,
    Role,
    StepLimit,
    WorkingHours,
)
from jiezhi.places.models import Community, District, Estate, GridCell, SubDistrict
from jiezhi.project.demo import geography, lists
from jiezhi.project.demo.above import make_sources
from jiezhi.project.demo.holidays import holiday_rows
from jiezhi.project.demo.people import DEMO_PASSWORD, STAFF
from jiezhi.project.demo.roles import ROLES
from jiezhi.workorders.models import OutpostAgreement
from jiezhi.workorders.workflow import FLOWS

SLUG = "qingshi"


def make_structure(since_on: date) -> SubDistrict:
    """Make everything that a request needs before it can be made.

    Args:
        since_on: From when posts are held and the responsibility list is in force.
    """
    street = SubDistrict.objects.create(
        district=District.objects.create(name="明湖区"),
        name="青石街道",
        slug=SLUG,
        area_km2="8.4",
        residents=sum(plan.residents for plan in geography.COMMUNITIES),
        phone="0000-12345",
        service_point="青石路1号便民服务中心一楼",
    )
    communities, estates = _make_ground(street)
    departments = _make_departments(street, communities)
    matters = _make_matters(street)
    _make_responsibilities(street, matters, departments, communities, estates, since_on)
    OutpostAgreement.objects.bulk_create(
        OutpostAgreement(
            sub_district=street,
            department=departments[name],
            document_name=document,
            document_number=number,
            in_force_from=since_on,
        )
        for name, document, number in lists.AGREEMENTS
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(sub_district=street, opens=opens, closes=closes) for opens, closes in lists.WORKING_HOURS
    )
    holiday_rows(street)
    _make_staff(street, departments, since_on)
    make_sources(street)
    return street


def _make_ground(street: SubDistrict) -> tuple[dict[str, Community], dict[str, Estate]]:
    communities: dict[str, Community] = {}
    cells: dict[geography.Node, GridCell] = {}
    for letter, plan in zip("LQTW", geography.COMMUNITIES, strict=True):
        community = Community.objects.create(
            sub_district=street,
            name=plan.name,
            kind=plan.kind,
            residents=plan.residents,
            border=geography.community_border(plan),
        )
        communities[plan.name] = community
        for number, node in enumerate(plan.cells, start=1):
            cells[node] = GridCell.objects.create(
                sub_district=street,
                community=community,
                code=f"{letter}{number:02}",
                border=geography.cell_border(node),
            )
    estates = {}
    for home in geography.ESTATES:
        lon, lat = geography.estate_spot(home)
        cell = cells[home.cell]
        estates[home.name] = Estate.objects.create(
            sub_district=street,
            community_id=cell.community_id,
            grid_cell=cell,
            name=home.name,
            is_old=home.is_old,
            lon=lon,
            lat=lat,
        )
    return communities, estates


def _make_departments(street: SubDistrict, communities: dict[str, Community]) -> dict[str, Department]:
    rows = [Department(sub_district=street, name=name, kind=kind) for name, kind in lists.DEPARTMENTS]
    rows += [
        Department(sub_district=street, name=lists.COMMITTEES[name], kind="community", community=community)
        for name, community in communities.items()
    ]
    return {row.name: row for row in Department.objects.bulk_create(rows)}


def _make_matters(street: SubDistrict) -> dict[str, Matter]:
    made: dict[str, Matter] = {}
    for plan in (*lists.PARENTS, *lists.MATTERS):
        made[plan.code] = Matter.objects.create(
            sub_district=street,
            parent=made.get(plan.parent),
            code=plan.code,
            name=plan.name,
            flow=plan.flow,
            limit_amount=plan.limit[0],
            limit_unit=plan.limit[1],
            keywords=list(plan.keywords),
            needs_photo=plan.needs_photo,
        )
    StepLimit.objects.bulk_create(
        StepLimit(sub_district=street, matter=made[plan.code], step=step, amount=amount, unit=unit)
        for plan in lists.MATTERS
        for step, (amount, unit) in lists.STEP_LIMITS.items()
        if step in FLOWS[plan.flow].states
    )
    return made


def _make_responsibilities(
    street: SubDistrict,
    matters: dict[str, Matter],
    departments: dict[str, Department],
    communities: dict[str, Community],
    estates: dict[str, Estate],
    since_on: date,
) -> None:
    def line(code: str, lead: str, **place: object) -> ResponsibilityEntry:
        return ResponsibilityEntry(
            sub_district=street,
            matter=matters[code],
            lead=departments[lead],
            basis=lists.EXAMPLE_BASIS,
            in_force_from=since_on,
            **place,
        )

    rows = [line(code, lead) for code, lead in lists.LEADS.items()]
    rows += [
        line(code, lists.COMMITTEES[name], community=communities[name])
        for code, name in lists.LEADS_AT_COMMUNITY
    ]
    code, name, rivals = lists.TIE
    rows += [line(code, lead, community=communities[name]) for lead in rivals]
    for code, estate, lead, limit in lists.LEADS_AT_ESTATE:
        amount, unit = limit or (None, "")
        rows.append(line(code, lead, estate=estates[estate], limit_amount=amount, limit_unit=unit))
    ResponsibilityEntry.objects.bulk_create(rows)


def _make_staff(street: SubDistrict, departments: dict[str, Department], since_on: date) -> None:
    roles = {
        plan.code: Role.objects.create(
            sub_district=street,
            code=plan.code,
            name=plan.name,
            permissions=list(plan.permissions),
            sees_whole_street=plan.sees_whole_street,
        )
        for plan in ROLES
    }
    # One published password: hashing it once for all spares a second at the first start.
    password = make_password(DEMO_PASSWORD)
    for plan in STAFF:
        user = User.objects.create(username=plan.username, name=plan.name, password=password)
        post = Post.objects.create(
            sub_district=street,
            department=departments[plan.department],
            role=roles[plan.role.code],
            title=plan.title,
        )
        PostHolding.objects.create(sub_district=street, post=post, user=user, since_on=since_on)

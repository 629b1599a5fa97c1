"""Puts the ground, the lists and the people of the demo street into an empty database."""

from datetime import date

from django.contrib.auth.hashers import make_password

from jiezhi.accounts.models import User
from jiezhi.organisation.models import (
    ComplaintCause,
    Department,
    Matter,
    Post,
    PostHolding,
    ResponsibilityEntry,
    Role,
    StepLimit,
    WorkingHours,
)
from jiezhi.places.models import Building, Community, District, Estate, Facility, GridCell, SubDistrict
from jiezhi.project.demo import geography, lists
from jiezhi.project.demo.above import make_sources
from jiezhi.project.demo.buildings import RESIDENTS, BuiltEstate, build_estates
from jiezhi.project.demo.duties import make_duties
from jiezhi.project.demo.facilities import FACILITIES
from jiezhi.project.demo.holidays import holiday_rows
from jiezhi.project.demo.matters import CAUSES, MATTERS, PARENTS
from jiezhi.project.demo.people import DEMO_PASSWORD, STAFF
from jiezhi.project.demo.roles import ROLES
from jiezhi.workorders.models import OutpostAgreement
from jiezhi.workorders.workflow import FLOWS

SLUG = "qingshi"
GROUND_SEED = 7
"""The buildings of the street; requests have a seed of their own."""


def make_structure(since_on: date, *, seed: int = GROUND_SEED) -> SubDistrict:
    """Make everything that a request needs before it can be made.

    Args:
        since_on: From when posts are held and the responsibility list is in force.
        seed: Decides where estates stand, their buildings, and how many live in each.
    """
    street = SubDistrict.objects.create(
        district=District.objects.create(name="明湖区"),
        name="青石街道",
        slug=SLUG,
        area_km2=geography.AREA_KM2,
        residents=RESIDENTS,
        phone="0000-12345",
        service_point="青石路1号便民服务中心一楼",
    )
    built = build_estates(seed)
    communities = _make_communities(street, built)
    estates = _make_estates(street, communities, built)
    departments = _make_departments(street, communities)
    matters = _make_matters(street)
    _make_responsibilities(street, matters, departments, communities, estates, since_on)
    make_duties(street, matters, departments, since_on)
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


def _make_communities(street: SubDistrict, built: tuple[BuiltEstate, ...]) -> dict[str, Community]:
    residents = dict.fromkeys((plan.name for plan in geography.COMMUNITIES), 0)
    for estate in built:
        residents[estate.plan.community] += estate.residents
    rows = Community.objects.bulk_create(
        Community(
            sub_district=street,
            name=plan.name,
            kind=plan.kind,
            residents=residents[plan.name],
            border=geography.community_border(plan),
        )
        for plan in geography.COMMUNITIES
    )
    communities = {row.name: row for row in rows}
    Facility.objects.bulk_create(
        Facility(
            sub_district=street,
            community=communities[plan.community],
            kind=plan.kind,
            name=plan.name,
            area_m2=plan.area_m2,
            lon=plan.spot[0],
            lat=plan.spot[1],
        )
        for plan in FACILITIES
    )
    return communities


def _make_estates(
    street: SubDistrict, communities: dict[str, Community], built: tuple[BuiltEstate, ...]
) -> dict[str, Estate]:
    cells = {
        node: GridCell(
            sub_district=street,
            community=communities[plan.name],
            code=f"{plan.letter}{number:02}",
            border=geography.cell_border(node),
        )
        for plan in geography.COMMUNITIES
        for number, node in enumerate(plan.cells, start=1)
    }
    GridCell.objects.bulk_create(cells.values())
    estates = {
        home.plan.name: Estate(
            sub_district=street,
            community=communities[home.plan.community],
            grid_cell=cells[home.cell],
            name=home.plan.name,
            is_old=home.plan.is_old,
            property_company=home.plan.property_company,
            lon=home.spot[0],
            lat=home.spot[1],
        )
        for home in built
    }
    Estate.objects.bulk_create(estates.values())
    _make_buildings(street, estates, built)
    return estates


def _make_buildings(street: SubDistrict, estates: dict[str, Estate], built: tuple[BuiltEstate, ...]) -> None:
    Building.objects.bulk_create(
        (
            Building(
                sub_district=street,
                estate=estates[home.plan.name],
                number=plan.number,
                floors=plan.floors,
                entrances=plan.entrances,
                households=plan.households,
                residents=plan.residents,
                lon=plan.spot[0],
                lat=plan.spot[1],
            )
            for home in built
            for plan in home.buildings
        ),
        batch_size=500,
    )


def _make_departments(street: SubDistrict, communities: dict[str, Community]) -> dict[str, Department]:
    rows = [Department(sub_district=street, name=name, kind=kind) for name, kind in lists.DEPARTMENTS]
    rows += [
        Department(sub_district=street, name=lists.COMMITTEES[name], kind="community", community=community)
        for name, community in communities.items()
    ]
    return {row.name: row for row in Department.objects.bulk_create(rows)}


def _make_matters(street: SubDistrict) -> dict[str, Matter]:
    causes = {
        code: ComplaintCause(sub_district=street, code=code, name=name, position=position)
        for position, (code, name) in enumerate(CAUSES.items(), start=1)
    }
    ComplaintCause.objects.bulk_create(causes.values())
    made: dict[str, Matter] = {}
    for plan in (*PARENTS, *MATTERS):
        made[plan.code] = Matter(
            sub_district=street,
            parent=made.get(plan.parent),
            cause=causes.get(plan.cause),
            code=plan.code,
            name=plan.name,
            flow=plan.flow,
            limit_amount=plan.limit[0],
            limit_unit=plan.limit[1],
            keywords=list(plan.keywords),
            needs_photo=plan.needs_photo,
        )
    Matter.objects.bulk_create(made.values())
    StepLimit.objects.bulk_create(
        StepLimit(sub_district=street, matter=made[plan.code], step=step, amount=amount, unit=unit)
        for plan in MATTERS
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
        plan.code: Role(
            sub_district=street,
            code=plan.code,
            name=plan.name,
            permissions=list(plan.permissions),
            sees_whole_street=plan.sees_whole_street,
        )
        for plan in ROLES
    }
    Role.objects.bulk_create(roles.values())
    # One published password: hashing it once for all spares a second at the first start.
    password = make_password(DEMO_PASSWORD)
    users = [User(username=plan.username, name=plan.name, password=password) for plan in STAFF]
    posts = [
        Post(
            sub_district=street,
            department=departments[plan.department],
            role=roles[plan.role.code],
            title=plan.title,
        )
        for plan in STAFF
    ]
    User.objects.bulk_create(users)
    Post.objects.bulk_create(posts)
    PostHolding.objects.bulk_create(
        PostHolding(sub_district=street, post=post, user=user, since_on=since_on)
        for user, post in zip(users, posts, strict=True)
    )

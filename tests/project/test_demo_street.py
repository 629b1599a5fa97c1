"""The made-up street before anything happens in it: its ground, homes, facilities, departments and lists."""

from collections import Counter
from datetime import date

import pytest
import shapely
from django.db import transaction
from django.db.models import Sum

from jiezhi.core.ground import area_km2
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import (
    ComplaintCause,
    Department,
    DutyEntry,
    Matter,
    PostHolding,
    ResponsibilityEntry,
    ResponsibilitySupport,
)
from jiezhi.organisation.queries import list_faults, matters_of
from jiezhi.places.models import Building, Community, Estate, Facility, GridCell, SubDistrict
from jiezhi.project.demo import geography
from jiezhi.project.demo.buildings import HABITS, RESIDENTS, build_estates, shared_out
from jiezhi.project.demo.duties import SUPPORTS
from jiezhi.project.demo.estates import ESTATES, MERGED, OLD_STYLES, Style
from jiezhi.project.demo.facilities import FACILITIES
from jiezhi.project.demo.matters import MATTERS, PARENTS
from jiezhi.project.demo.people import STAFF
from jiezhi.project.demo.roles import COMMUNITY_WORKER, GRID_WORKER, OFFICER
from jiezhi.project.demo.structure import make_structure

SEEDS = (1, 7, 20261101)
SINCE = date(2025, 1, 1)


@pytest.fixture
def street(db: None) -> SubDistrict:
    return make_structure(SINCE)


def test_twelve_communities_of_three_or_four_cells_cover_the_street():
    cells = [cell for plan in geography.COMMUNITIES for cell in plan.cells]
    assert len(geography.COMMUNITIES) == len({plan.letter for plan in geography.COMMUNITIES}) == 12
    assert {len(plan.cells) for plan in geography.COMMUNITIES} == {3, 4}
    assert len(cells) == len(set(cells)) == 42
    kinds = Counter(plan.kind for plan in geography.COMMUNITIES)
    assert kinds == {"mixed": 7, "old": 2, "new": 2, "converted_village": 1}


def test_the_street_is_as_large_as_its_record_says():
    drawn = sum(area_km2(geography.community_border(plan)) for plan in geography.COMMUNITIES)
    assert drawn == pytest.approx(float(geography.AREA_KM2), rel=0.02)
    assert geography.AREA_KM2 == "12.3"


def test_cells_tile_their_community_and_communities_the_street():
    grounds = []
    for plan in geography.COMMUNITIES:
        ground = shapely.geometry.shape(geography.community_border(plan))
        cells = [geography.cell_polygon(cell) for cell in plan.cells]
        assert ground.is_valid
        assert ground.geom_type == "Polygon"
        assert all(cell.is_valid for cell in cells)
        assert shapely.unary_union(cells).symmetric_difference(ground).area == 0
        assert sum(cell.area for cell in cells) == pytest.approx(ground.area, rel=1e-9)
        grounds.append(ground)
    whole = shapely.unary_union(grounds)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert sum(ground.area for ground in grounds) == pytest.approx(whole.area, rel=1e-9)


def test_sixty_one_of_a_hundred_estates_are_old_and_none_share_a_name():
    assert len(ESTATES) == len({plan.name for plan in ESTATES}) == 100
    assert sum(plan.is_old for plan in ESTATES) == 61
    assert {plan.community for plan in ESTATES} == {plan.name for plan in geography.COMMUNITIES}
    # A name within another would make a request about one look as if it were about the other.
    assert [(a.name, b.name) for a in ESTATES for b in ESTATES if a is not b and a.name in b.name] == []


def test_merged_estates_are_neighbours_under_one_company():
    known = {plan.name: plan for plan in ESTATES}
    for pair in MERGED:
        first, second = (known[name] for name in pair)
        assert first.community == second.community
        assert first.property_company == second.property_company != ""
    assert any(not plan.property_company for plan in ESTATES if plan.is_old)
    assert all(plan.property_company for plan in ESTATES if not plan.is_old)


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_87000_people_live_in_buildings_that_look_like_their_estate(seed: int):
    built = build_estates(seed)
    assert sum(estate.residents for estate in built) == RESIDENTS == 87_000
    for estate in built:
        habit = HABITS[estate.plan.style]
        assert habit.blocks[0] <= len(estate.buildings) <= habit.blocks[1]
        for building in estate.buildings:
            assert habit.floors[0] <= building.floors <= habit.floors[1]
            assert building.households % (building.floors * building.entrances) == 0
            assert 1 < building.residents / building.households < 5
    blocks = [b for estate in built if estate.plan.style is Style.WALK_UP for b in estate.buildings]
    towers = [b for estate in built if estate.plan.style is Style.TOWERS for b in estate.buildings]
    assert max(block.floors for block in blocks) < min(tower.floors for tower in towers)
    assert sum(b.entrances for b in blocks) / len(blocks) > sum(t.entrances for t in towers) / len(towers)
    assert {Style.WALK_UP, Style.YARD} == OLD_STYLES


@pytest.mark.parametrize("seed", SEEDS)
def test_estates_buildings_and_facilities_lie_in_their_cell_and_community(seed: int):
    cells_of = {plan.name: plan.cells for plan in geography.COMMUNITIES}
    built = build_estates(seed)
    for estate in built:
        assert estate.cell in cells_of[estate.plan.community]
        ground = geography.cell_polygon(estate.cell)
        for spot in (estate.spot, *(building.spot for building in estate.buildings)):
            assert ground.contains(shapely.Point(*spot))
    spots = [building.spot for estate in built for building in estate.buildings]
    assert len(spots) == len(set(spots))
    grounds = {
        plan.name: shapely.geometry.shape(geography.community_border(plan)) for plan in geography.COMMUNITIES
    }
    assert all(grounds[plan.community].contains(shapely.Point(*plan.spot)) for plan in FACILITIES)


def test_the_same_seed_builds_the_same_and_another_another():
    assert build_estates(7) == build_estates(7)
    assert build_estates(7) != build_estates(8)


def test_what_is_shared_out_is_all_there_is():
    assert shared_out(7, [1.0, 2.0, 4.0]) == [1, 2, 4]
    assert shared_out(1, [0.2, 0.9]) == [0, 1]
    assert sum(shared_out(87_000, [0.1 * n for n in range(1, 700)])) == 87_000


def test_eight_centres_four_stations_and_rooms_come_to_69600_square_metres():
    assert Counter(plan.kind for plan in FACILITIES) == {
        "service_centre": 8,
        "elder_station": 4,
        "community_room": 24,
    }
    assert sum(plan.area_m2 for plan in FACILITIES) == 69_600
    assert len({plan.name for plan in FACILITIES}) == len({plan.spot for plan in FACILITIES}) == 36


def test_what_is_stored_is_what_was_planned(street: SubDistrict):
    assert (float(street.area_km2), street.residents) == (12.3, 87_000)
    assert Community.objects.aggregate(all=Sum("residents"))["all"] == 87_000
    for community in Community.objects.annotate(living=Sum("estates__buildings__residents")):
        assert community.residents == community.living > 3_000
    assert (GridCell.objects.count(), Estate.objects.count()) == (42, 100)
    assert Estate.objects.filter(is_old=True).count() == 61
    assert Facility.objects.aggregate(all=Sum("area_m2"))["all"] == 69_600
    for estate in Estate.objects.select_related("grid_cell"):
        assert estate.grid_cell.community_id == estate.community_id
    planned = sum(len(estate.buildings) for estate in build_estates(7))
    assert Building.objects.count() == planned


def test_the_same_seed_stores_the_same_rows(db: None):
    def rows() -> list[tuple[object, ...]]:
        columns = ("estate__name", "number", "floors", "entrances", "households", "residents", "lon", "lat")
        return list(Building.objects.order_by("estate__name", "number").values_list(*columns))

    kept = {}
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        mark = transaction.savepoint()
        make_structure(SINCE, seed=seed)
        kept[name] = rows()
        transaction.savepoint_rollback(mark)
    assert kept["first"] == kept["again"] != kept["other"]


def test_twelve_departments_of_every_kind_besides_the_committees(street: SubDistrict):
    kinds = Counter(Department.objects.values_list("kind", flat=True))
    assert kinds == {"section": 5, "outpost": 2, "bureau": 2, "utility": 3, "community": 12}
    committees = Department.objects.filter(kind=DepartmentKind.COMMUNITY)
    assert {row.community.name for row in committees.select_related("community")} == {
        plan.name for plan in geography.COMMUNITIES
    }


def test_somebody_can_handle_whatever_comes(street: SubDistrict):
    roles = Counter((plan.department, plan.role.code) for plan in STAFF)
    for department in Department.objects.all():
        is_committee = department.kind == DepartmentKind.COMMUNITY
        for role in (COMMUNITY_WORKER, GRID_WORKER) if is_committee else (OFFICER,):
            assert roles[department.name, role.code] == 1, (department.name, role.code)
    assert len({plan.username for plan in STAFF}) == len({plan.name for plan in STAFF}) == len(STAFF)
    assert PostHolding.objects.count() == len(STAFF)


def test_forty_to_sixty_matters_on_four_levels(street: SubDistrict):
    leaves = matters_of(street.pk)
    assert 40 <= len(leaves) == len(MATTERS) <= 60
    depths = Counter(len(lineage(matter)) for matter in leaves)
    assert max(depths) == 4
    assert min(depths) == 2
    assert all(matter.keywords for matter in leaves)
    parents = {plan.code for plan in PARENTS}
    assert {matter.parent.code for matter in leaves} <= parents
    assert Matter.objects.filter(parent=None).count() == 7


def lineage(matter: Matter) -> list[str]:
    return [matter.code, *(lineage(matter.parent) if matter.parent else [])]


def test_every_matter_but_a_question_has_a_cause_and_every_cause_its_matters(street: SubDistrict):
    causes = list(ComplaintCause.objects.order_by("position"))
    assert [(cause.code, cause.name) for cause in causes] == [
        ("facilities", "设施不足"),
        ("late", "响应不及时"),
        ("unprofessional", "服务不专业"),
        ("other", "其他"),
    ]
    assert all(cause.matters.count() >= 4 for cause in causes)
    without = {matter.code for matter in matters_of(street.pk) if matter.cause_id is None}
    assert without == {"how-to", "idea", "personal-data"}


def test_the_list_is_whole_but_for_one_gap_and_one_tie(street: SubDistrict):
    faults = list_faults(sub_district_id=street.pk, on=SINCE)
    told = {
        (fault.is_tie, fault.matter.code, tuple(row.name for row in fault.communities)) for fault in faults
    }
    assert told == {(False, "charging", ("望湖社区",)), (True, "noise", ("桥东社区",))}
    assert len(faults) == 2
    committees = ResponsibilityEntry.objects.filter(lead__kind=DepartmentKind.COMMUNITY, estate=None)
    assert all(row.community_id == row.lead.community_id for row in committees.select_related("lead"))
    assert committees.count() == 7 * 12 - 1


def test_every_department_leads_something(street: SubDistrict):
    leading = set(ResponsibilityEntry.objects.values_list("lead__name", flat=True))
    assert set(Department.objects.values_list("name", flat=True)) == leading


def test_the_duty_list_has_every_kind_and_the_list_names_supports(street):
    kinds = Counter(DutyEntry.objects.filter(sub_district=street).values_list("kind", flat=True))
    assert set(kinds) == {"basic", "cooperative", "taken_back"}
    supported = ResponsibilitySupport.objects.filter(sub_district=street)
    assert {row.entry.matter.code for row in supported.select_related("entry__matter")} == set(SUPPORTS)
    assert all(row.department_id != row.entry.lead_id for row in supported.select_related("entry"))

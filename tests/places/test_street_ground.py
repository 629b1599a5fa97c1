"""A street in numbers: what is counted, and what stays apart."""

import pytest
from django.db import IntegrityError, transaction

from jiezhi.places.choices import FacilityKind
from jiezhi.places.models import Building, Estate, Facility
from jiezhi.places.queries import street_ground
from tests.factories import make_community, make_estate, make_street

pytestmark = pytest.mark.django_db


def make_building(estate: Estate, number: str, *, households: int = 20, residents: int = 50) -> Building:
    return Building.objects.create(
        sub_district_id=estate.sub_district_id, estate=estate, number=number, floors=5, entrances=2,
        households=households, residents=residents, lon=estate.lon, lat=estate.lat,
    )  # fmt: skip


def make_facility(community, kind: FacilityKind, name: str, area_m2: int) -> Facility:
    return Facility.objects.create(
        sub_district_id=community.sub_district_id, community=community, kind=kind, name=name, area_m2=area_m2,
        lon=120.005, lat=30.005,
    )  # fmt: skip


def test_everything_is_counted_once_and_in_its_own_community():
    street = make_street()
    first = make_community(street, "甲社区")
    second = make_community(street, "乙社区", west=120.01)
    old, new, far = make_estate(first), make_estate(first), make_estate(second)
    Estate.objects.filter(pk=old.pk).update(is_old=True)
    Estate.objects.filter(pk__in=[new.pk, far.pk]).update(property_company="和璟物业")
    for estate, number in ((old, "1"), (old, "2"), (new, "1"), (far, "1")):
        make_building(estate, number)
    make_facility(first, FacilityKind.SERVICE_CENTRE, "甲中心", 300)
    make_facility(first, FacilityKind.COMMUNITY_ROOM, "甲用房", 200)
    make_facility(second, FacilityKind.COMMUNITY_ROOM, "乙用房", 100)

    ground = street_ground(street.pk)

    one, other = sorted(ground.communities, key=lambda row: row.estates, reverse=True)
    assert (one.community.name, one.estates, one.old_estates) == ("甲社区", 2, 1)
    assert (one.buildings, one.households, one.residents) == (3, 60, 150)
    assert one.facilities == {"service_centre": 1, "community_room": 1}
    assert one.service_area_m2 == 500
    assert (other.community.name, other.estates, other.old_estates) == ("乙社区", 1, 0)
    assert (other.buildings, other.residents, other.service_area_m2) == (1, 50, 100)
    assert ground.facility_areas_m2 == {"service_centre": 300, "community_room": 300}
    assert (ground.managed_estates, ground.property_companies) == (2, 1)


def test_another_street_is_not_counted():
    street = make_street()
    elsewhere = make_community(make_street())
    estate = make_estate(elsewhere)
    Estate.objects.filter(pk=estate.pk).update(property_company="和璟物业")
    make_building(estate, "1")
    make_facility(elsewhere, FacilityKind.ELDER_STATION, "别处驿站", 90)
    ground = street_ground(street.pk)
    assert ground.communities == ()
    assert (ground.managed_estates, ground.facility_areas_m2) == (0, {})


def test_an_empty_community_has_nothing_instead_of_no_line():
    street = make_street()
    make_community(street)
    (row,) = street_ground(street.pk).communities
    assert (row.estates, row.buildings, row.residents, row.service_area_m2) == (0, 0, 0, 0)


def test_the_numbers_cost_six_statements(budget):
    street = make_street()
    for west in (120.0, 120.01, 120.02):
        make_building(make_estate(make_community(street, west=west)), "1")
    with budget(6):
        street_ground(street.pk)


def test_the_database_refuses_what_cannot_be():
    estate = make_estate(make_community(make_street()))
    make_building(estate, "1")
    for wrong in (
        lambda: make_building(estate, "1"),
        lambda: Building.objects.filter(number="1").update(floors=0),
        lambda: Building.objects.filter(number="1").update(entrances=0),
        lambda: make_facility(estate.community, FacilityKind.ELDER_STATION, "驿站", 0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    make_building(make_estate(estate.community), "1")  # the same number in another estate
    assert Building.objects.count() == 2

"""The street in numbers: every figure with its source, and the plan's own measure beside it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from jiezhi.places.choices import FacilityKind
from jiezhi.places.models import Building, Community, Facility, SubDistrict
from tests.factories import Office, make_office, make_street, staff_client

pytestmark = pytest.mark.django_db


def page_of(office: Office) -> str:
    answer = staff_client(office.leader).get(reverse("wall:profile"))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def figures_of(page: str) -> dict[str, str]:
    """Give the words of each figure by its key."""
    parts = re.findall(r'<div data-figure="(\w+)">(.*?)</div>', page, re.DOTALL)
    return {key: " ".join(re.sub(r"<[^>]+>", " ", words).split()) for key, words in parts}


def furnish(office: Office, *, residents: int, area_m2: int) -> None:
    """Let the office's street have residents in one building, and one place of service."""
    SubDistrict.objects.filter(pk=office.street.pk).update(residents=residents, area_km2="1.50")
    Building.objects.create(
        sub_district=office.street, estate=office.estate, number="1", floors=6, entrances=3, households=36,
        residents=residents - 10, lon=office.estate.lon, lat=office.estate.lat,
    )  # fmt: skip
    Facility.objects.create(
        sub_district=office.street, community=office.community, kind=FacilityKind.SERVICE_CENTRE, name="中心",
        area_m2=area_m2, lon=office.estate.lon, lat=office.estate.lat,
    )  # fmt: skip


def test_every_figure_says_where_it_comes_from():
    office = make_office()
    furnish(office, residents=1_000, area_m2=800)
    figures = figures_of(page_of(office))
    assert set(figures) == {
        "area", "residents", "communities", "estates", "companies", "buildings", "departments", "facilities",
        "service_area", "per_resident",
    }  # fmt: skip
    assert all("来源：" in words for words in figures.values())
    assert "1.5 平方公里" in figures["area"]
    assert "1,000" in figures["residents"]
    assert "已登记楼栋合计 990 人" in figures["residents"]


def test_what_is_missing_to_the_plan_is_said_in_square_metres():
    office = make_office()
    furnish(office, residents=1_000, area_m2=800)
    words = figures_of(page_of(office))["per_resident"]
    assert "0.80 平方米" in words
    assert "规划要求 1.2 平方米，尚缺 400 平方米" in words


def test_enough_is_enough():
    office = make_office()
    furnish(office, residents=1_000, area_m2=1_200)
    page = page_of(office)
    assert "规划要求 1.2 平方米，已达到" in figures_of(page)["per_resident"]
    assert "is-short" not in page


def test_without_residents_nothing_is_divided():
    office = make_office()
    Community.objects.update(residents=None)
    page = page_of(office)
    assert "请先登记街道的常住人口" in figures_of(page)["per_resident"]
    assert "0.00" not in figures_of(page)["per_resident"]


def test_a_community_without_a_service_centre_is_marked():
    office = make_office()
    table = page_of(office).partition("<tbody>")[2]
    assert office.community.name in table
    assert '<span class="warn-note">无</span>' in table
    furnish(office, residents=1_000, area_m2=800)
    assert "warn-note" not in page_of(office).partition("<tbody>")[2]


def test_another_street_is_not_told():
    office = make_office()
    stranger = make_street("别处街道")
    Community.objects.create(
        sub_district=stranger, name="别处社区", kind="new", border=office.community.border
    )
    assert "别处" not in page_of(office)


def test_the_wall_leads_to_the_numbers_and_back():
    client = staff_client(make_office().leader)
    assert f'href="{reverse("wall:profile")}"' in client.get(reverse("wall:wall")).content.decode()
    assert f'href="{reverse("wall:wall")}"' in client.get(reverse("wall:profile")).content.decode()


def test_who_may_not_see_the_wall_is_told_so():
    answer = staff_client(make_office().officer).get(reverse("wall:profile"))
    assert answer.status_code == 403

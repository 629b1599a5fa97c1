"""The wall: numbers that open their lists, words instead of zeros, nobody's name."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from jiezhi.kit.models import Beat, DeliveryState, OutboxDelivery
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_community, make_department, make_office, staff_client
from tests.factories.figures import random_orders

pytestmark = pytest.mark.django_db


def full_office():
    office = make_office()
    leads = [office.lighting, make_department(office.street)]
    communities = [office.community, make_community(office.street, west=120.01)]
    since = timezone.now() - timedelta(days=79)
    random_orders(office, 200, seed=7, since=since, leads=leads, communities=communities)
    return office


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/wall/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def listed(client: Client, url: str) -> int:
    """How many orders a list holds, as its own filter reads the address."""
    answer = client.get(url)
    assert answer.status_code == 200
    numbers = set(re.findall(r"GD\d{8}-\d+", answer.content.decode()))
    page = 2
    while True:
        more = client.get(f"{url}&page={page}")
        found = set(re.findall(r"GD\d{8}-\d+", more.content.decode())) - numbers
        if not found:
            return len(numbers)
        numbers, page = numbers | found, page + 1


def test_each_number_opens_exactly_its_orders():
    client = staff_client(full_office().leader)
    page = page_of(client, "?period=30d")
    parts = re.findall(
        r'class="figure-value" href="([^"]+)" data-measure="(\w+)".*?<p class="figure-note">\D*(\d+)\D+(\d+)?(.*?)</p>',
        page,
        re.DOTALL,
    )
    assert [key for _, key, *_ in parts] == ["on_time", "cross_on_time", "solved", "satisfied", "handling"]
    for url, key, first, second, rest in parts:
        counts = [int(first), int(second)] if second else [int(first)]
        part, whole = (counts[0], counts[0]) if key == "handling" else (min(counts), max(counts))
        assert listed(client, url) == part, key
        missed = re.search(r'href="([^"]+)">(\d+)', rest)
        if key != "handling":
            assert missed
            assert int(missed[2]) == whole - part
            assert listed(client, missed[1]) == whole - part, key


def test_each_community_opens_its_orders():
    office = full_office()
    client = staff_client(office.leader)
    page = page_of(client)
    areas = re.findall(r'<a href="([^"]+)" aria-label="(\S+) (\d+)">', page)
    assert len(areas) == 2
    for url, _name, count in areas:
        assert listed(client, url) == int(count)


def test_the_total_is_all_orders_and_those_of_no_community_open_their_list():
    office = full_office()
    client = staff_client(office.leader)
    page = page_of(client, "?period=30d")
    total = re.search(r'<a href="([^"]+)">\S+ 至 \S+ 立案 (\d+) 件', page)
    outside = re.search(r'<a href="([^"]+)">其中不在任何社区 (\d+) 件', page)
    assert total
    assert outside
    inside = sum(int(count) for count in re.findall(r'aria-label="\S+ (\d+)">', page))
    assert int(total[2]) == inside + int(outside[2])
    assert listed(client, total[1]) == int(total[2]) > inside
    assert listed(client, outside[1]) == int(outside[2])


def test_the_wall_is_silent_about_no_community_where_every_order_has_one():
    office = full_office()
    WorkOrder.objects.update(community=office.community)
    assert "不在任何社区" not in page_of(staff_client(office.leader))


def test_late_orders_stand_in_attention_and_open_their_list():
    office = full_office()
    client = staff_client(office.leader)
    late = WorkOrder.objects.filter(
        sub_district=office.street, state="in_hand", due_at__lt=timezone.now()
    ).count()
    found = re.search(r'class="alarm" href="([^"]+)">\D*(\d+)', page_of(client))
    assert found
    assert int(found[2]) == late > 0
    assert listed(client, found[1]) == late


def test_another_streets_orders_are_never_counted():
    full_office()
    other = make_office()
    page = page_of(staff_client(other.leader))
    assert page.count("—") >= 4
    assert 'class="figure-value" href' not in page
    assert "alarm" not in page


def test_without_orders_the_wall_says_why_instead_of_zero():
    page = page_of(staff_client(make_office().leader), "?period=month")
    assert "本期还没有办结的工单。" in page
    assert "本期还没有诉求人作答。" in page
    assert re.search(r">\s*0(\.0)?\s*<span class=\"figure-unit", page) is None


def test_the_wall_names_no_person():
    office = full_office()
    page = page_of(staff_client(office.leader))
    for person in (office.dispatcher, office.officer, office.leader, office.grid_worker):
        assert person.user.name not in page


def test_the_header_tells_how_the_worker_does():
    office = make_office()
    client = staff_client(office.leader)
    assert "后台没有运行" in page_of(client)
    Beat.objects.create(name="tests.timer", last_at=timezone.now())
    assert "后台正常" in page_of(client)
    OutboxDelivery.objects.create(
        trace_id=office.street.pk,
        occurrence="tests.Happened",
        handler="tests.handler",
        payload={},
        state=DeliveryState.WAITING,
        created_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
        next_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
    )
    assert "11-02 09:00" in page_of(client)


def test_an_officer_is_refused_and_a_visitor_is_led_to_the_sign_in():
    office = make_office()
    answer = staff_client(office.officer).get("/wall/")
    assert answer.status_code == 403
    answer = Client().get("/wall/")
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_a_period_nobody_knows_becomes_the_usual_one():
    page = page_of(staff_client(make_office().leader), "?period=<script>")
    assert re.search(r'href="\?period=30d" aria-current="true"', page)


def test_the_wall_asks_the_database_a_known_number_of_times(django_assert_max_num_queries):
    client = staff_client(full_office().leader)
    page_of(client)
    with django_assert_max_num_queries(37):
        page_of(client)


def test_the_map_has_a_table_twin():
    office = full_office()
    page = page_of(staff_client(office.leader))
    twin = page[page.index('class="twin"') :]
    assert office.community.name in twin[: twin.index("</table>")]

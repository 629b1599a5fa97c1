"""Months beside each other: each value is what the lists count, and each month opens as a wall of its own."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.faces.wall.months import month_lines
from jiezhi.insight.periods import Period, last_months, month_of
from jiezhi.insight.queries import measures_by_month, measures_now
from jiezhi.kit.measure import all_measures
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_office, make_street, staff_client
from tests.factories.figures import random_orders

pytestmark = pytest.mark.django_db


def office_with_months():
    office = make_office()
    since = timezone.now() - timedelta(days=120)
    random_orders(office, 120, seed=5, since=since, leads=[office.lighting], communities=[office.community])
    return office


def test_each_month_equals_the_measures_of_that_month():
    office = office_with_months()
    at = timezone.now()
    today = timezone.localdate(at)
    rows = measures_by_month(office.leader.actor, at=at)
    assert len(rows) == 13
    assert sum(row.orders for row in rows) == WorkOrder.objects.count() == 120
    for row in rows:
        alone = measures_now(office.leader.actor, month_of(row.first_on, today), at=at)
        told = [(figure.value, figure.whole, figure.part or 0) for figure in row.figures]
        assert told == [(each.now.value, each.now.whole, each.now.part or 0) for each in alone]


def test_the_months_cost_one_statement_a_measure(budget):
    office = office_with_months()
    with budget(1 + len(all_measures())):
        measures_by_month(office.leader.actor, at=timezone.now())


def test_each_number_of_a_month_opens_its_orders():
    office = office_with_months()
    client = staff_client(office.leader)
    page = unescape(client.get(reverse("wall:months")).content.decode())
    links = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a></td>', page)
    assert len(links) == 13
    for url, count in links:
        found = set(re.findall(r"GD\d{8}-\d+", client.get(url).content.decode()))
        assert len(found) == min(int(count), 50)
    month = timezone.localdate().strftime("%Y-%m")
    wall = client.get(f"/wall/?month={month}").content.decode()
    assert f"?month={month}" in wall


def test_only_a_month_that_is_over_is_held_against_the_one_before():
    office = office_with_months()
    lines = month_lines(office.leader.actor, at=timezone.now())
    assert [line.is_running for line in lines] == [True] + [False] * 12
    assert {cell.tone for cell in lines[0].cells} == {""}
    assert {cell.tone for line in lines[1:] for cell in line.cells} >= {"better", "worse"}
    page = staff_client(office.leader).get(reverse("wall:months")).content.decode()
    assert page.count("未结束</span>") == 1


@pytest.mark.parametrize("month", ["2026-13", "x", "", "9999-01"])
def test_a_month_that_is_none_shows_the_usual_wall(month: str):
    office = make_office()
    answer = staff_client(office.leader).get(f"/wall/?month={month}")
    assert answer.status_code == 200
    assert '?period=30d" aria-current' in answer.content.decode()


def test_months_are_counted_over_the_turn_of_the_year():
    assert last_months(date(2026, 1, 31), 2) == [date(2026, 1, 1), date(2025, 12, 1)]
    assert month_of(date(2026, 2, 1), date(2026, 11, 23)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert month_of(date(2026, 11, 1), date(2026, 11, 23)).last_on == date(2026, 11, 23)


def test_another_street_is_in_no_month():
    office_with_months()
    make_street()
    other = make_office()
    assert sum(row.orders for row in measures_by_month(other.leader.actor, at=timezone.now())) == 0

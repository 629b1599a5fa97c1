"""Causes of complaint: counted by matter, and each number opens exactly its orders."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.insight.periods import PeriodName, month_of, period_named
from jiezhi.insight.queries import cause_counts
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import ComplaintCause
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_office, staff_client
from tests.factories.figures import random_orders

pytestmark = pytest.mark.django_db
NUMBER = r"GD\d{8}-\d+"


def office_with_causes():
    """Thirty orders of the last days: twelve lamps, ten of rubbish, five questions, three assigned by a meeting."""
    office = make_office()
    for position, (matter, code, name) in enumerate(
        [(office.lamp, "facilities", "设施不足"), (office.rubbish, "late", "响应不及时")]
    ):
        matter.cause = ComplaintCause.objects.create(
            sub_district=office.street, code=code, name=name, position=position
        )
        matter.save()
    since = timezone.now() - timedelta(days=1)
    orders = random_orders(
        office, 30, seed=7, since=since, leads=[office.lighting], communities=[office.community]
    )
    today = timezone.localdate()
    for number, order in enumerate(orders):
        order.opened_on = today
        order.matter = office.lamp if number < 12 else office.rubbish
        if 22 <= number < 27:
            order.matter = office.enquiry
        if number >= 27:
            order.flow = FlowName.TASK
    WorkOrder.objects.bulk_update(orders, ["matter", "opened_on", "flow"])
    return office


def counted(office, period=None):
    at = timezone.now()
    period = period or period_named(PeriodName.LAST_30_DAYS, timezone.localdate(at))
    return cause_counts(office.leader.actor, period, at=at)


def page_of(office, query: str = "") -> str:
    return unescape(staff_client(office.leader).get(reverse("wall:causes") + query).content.decode())


def test_orders_are_counted_under_the_cause_of_their_matter():
    office = office_with_causes()
    found = counted(office)
    told = [
        (cause.name, cause.orders, [(each.name, each.orders) for each in cause.matters])
        for cause in found.causes
    ]
    assert told == [
        ("设施不足", 12, [(office.lamp.name, 12)]),
        ("响应不及时", 10, [(office.rubbish.name, 10)]),
    ]
    assert (found.orders, found.without) == (22, 5)


def test_a_cause_of_several_matters_names_each_most_first():
    office = office_with_causes()
    office.rubbish.cause = office.lamp.cause
    office.rubbish.save()
    (cause,) = counted(office).causes
    assert [(each.name, each.orders) for each in cause.matters] == [
        (office.lamp.name, 12),
        (office.rubbish.name, 10),
    ]


def test_the_causes_are_one_statement(budget):
    office = office_with_causes()
    with budget(1):
        counted(office)


def test_each_number_opens_exactly_its_orders():
    office = office_with_causes()
    client, page = staff_client(office.leader), page_of(office)
    links = re.findall(r'<a href="(/desk/orders/[^"]*cause_id=[^"]*)">(?:[^<]* )?(\d+)</a>', page)
    assert [int(count) for _url, count in links] == [12, 12, 10, 10]
    for url, count in links:
        listed = client.get(url).content.decode()
        assert len(set(re.findall(NUMBER, listed))) == int(count)
    assert "投诉原因：设施不足" in client.get(links[0][0]).content.decode().replace("\n", "")


def test_the_shares_add_up_from_the_top():
    page = page_of(office_with_causes())
    assert re.findall(r'<td class="number">([\d.]+)</td>', page) == ["54.5", "54.5", "45.5", "100.0"]
    assert "另有 5 件" in page


def test_a_month_is_a_period_of_its_own():
    office, today = office_with_causes(), timezone.localdate()
    before = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    WorkOrder.objects.filter(matter=office.lamp).update(opened_on=before)
    assert [cause.orders for cause in counted(office, month_of(before, today)).causes] == [12]
    page = page_of(office, f"?month={before:%Y-%m}")
    assert "设施不足" in page
    assert "响应不及时" not in page
    assert f'?month={before:%Y-%m}" aria-current="true"' in page


def test_without_causes_the_page_says_so():
    office = make_office()
    assert "请换一个时段" in page_of(office)
    office = office_with_causes()
    type(office.lamp).objects.update(cause=None)
    assert "还没有对应的投诉原因" in page_of(office)


def test_the_wall_leads_to_the_causes_of_the_same_month():
    office = make_office()
    client, month = staff_client(office.leader), f"{timezone.localdate():%Y-%m}"
    assert 'href="/wall/causes/"' in client.get("/wall/").content.decode()
    assert f'href="/wall/causes/?month={month}"' in client.get(f"/wall/?month={month}").content.decode()


def test_another_street_has_causes_of_its_own():
    office_with_causes()
    assert counted(make_office()).causes == ()


def test_a_list_of_a_street_without_causes_does_not_ask_for_one():
    office = make_office()
    assert "filter_cause_id" not in staff_client(office.leader).get("/desk/orders/").content.decode()
    office = office_with_causes()
    assert "filter_cause_id" in staff_client(office.leader).get("/desk/orders/").content.decode()

"""A page that cannot give what its address asks for says so, and names it."""

from html import unescape

import pytest
from django.urls import reverse

from jiezhi.workorders.lists import order_page
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import PAGE_ROWS, OrderFilter
from tests.factories import make_office, staff_client
from tests.factories.figures import random_orders
from tests.factories.organisation import open_draft
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
NOT_APPLIED = "未生效"


def office_with(count: int):
    office = make_office()
    leads, communities = [office.lighting], [office.community]
    random_orders(office, count, seed=3, since=MONDAY, leads=leads, communities=communities)
    return office


@pytest.mark.parametrize(("asked", "shown"), [("99999", 2), ("3", 2), ("0", 1), ("x", 1), ("²", 1)])
def test_a_page_that_is_not_there_is_named_and_the_last_one_shown(asked: str, shown: int):
    client = staff_client(office_with(PAGE_ROWS + 1).dispatcher)
    answer = client.get("/desk/orders/", {"page": asked})
    assert f"没有第“{asked}”页，现显示第{shown}页" in unescape(answer.content.decode())
    assert len(answer.context["rows"]) == (1 if shown == 2 else PAGE_ROWS)


@pytest.mark.parametrize("query", ["", "?page=", "?page=1", "?page=2", "?page=2&sort=due"])
def test_a_page_that_is_there_says_nothing(query: str):
    client = staff_client(office_with(PAGE_ROWS + 1).dispatcher)
    answer = client.get(f"/desk/orders/{query}")
    assert answer.context["unmet"] == []
    assert len(answer.context["rows"]) == (1 if "page=2" in query else PAGE_ROWS)


@pytest.mark.parametrize("sort", ["", "due"])
@pytest.mark.parametrize("words", ["", "路灯"])
def test_the_last_page_of_whatever_list_is_the_same_asked_for_or_fallen_back_on(words: str, sort: str):
    office = office_with(PAGE_ROWS + 3)
    WorkOrder.objects.update(brief="路灯不亮")
    wanted, actor = OrderFilter(words=words), office.dispatcher.actor
    last, beyond = (order_page(actor, wanted, at=MONDAY, number=number, sort=sort) for number in (2, 99_999))
    assert last == beyond
    assert (beyond.number, len(beyond.rows)) in {(2, 3), (1, 0)}


def test_an_empty_list_has_one_page():
    page = staff_client(make_office().dispatcher).get("/desk/orders/?page=7").context["page"]
    assert (page.number, page.count, page.has_next) == (1, 0, False)


@pytest.mark.parametrize(
    ("address", "query", "labels"),
    [
        ("workorders:list", "community_id=xxx&opened_from=notadate", ["社区", "立案日期起"]),
        ("workorders:list", "state=nothing", ["状态"]),
        ("workorders:map", "lead_id=xxx", ["承办部门"]),
        ("organisation:duties", "kind=xxx", ["类别"]),
        ("desk:burden", "month=1999-13", ["月份"]),
        ("desk:dry_run", "months=4", ["往回看"]),
        ("wall:wall", "period=xxx", ["时段"]),
        ("wall:causes", "month=2999-01", ["月份"]),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(address: str, query: str, labels: list[str]):
    office = make_office()
    args = (
        [open_draft(office.street, office.dispatcher.actor, MONDAY).pk] if address == "desk:dry_run" else []
    )
    client = staff_client(office.leader)
    url = reverse(address, args=args)
    page = client.get(f"{url}?{query}").content.decode()
    for label in labels:
        assert f"“{label}”{NOT_APPLIED}" in page
    assert page.count(NOT_APPLIED) == len(labels)
    assert NOT_APPLIED not in client.get(url).content.decode()

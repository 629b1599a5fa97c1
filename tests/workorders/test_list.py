"""The list of orders: what it shows, how it is narrowed, what it costs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jiezhi.places.queries import Spot
from jiezhi.workorders import actions
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import outcomes
from jiezhi.workorders.queries import PAGE_ROWS, OrderFilter
from jiezhi.workorders.search import rebuild_search
from tests.factories import (
    dispatched_order,
    make_department,
    make_draft,
    make_matter,
    make_office,
)
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
LIST = "/desk/orders/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def officer(office):
    return english_client(office.officer)


@pytest.fixture
def dispatcher(office):
    return english_client(office.dispatcher)


def numbers_on(response):
    return [row.number for row in response.context["rows"]]


def test_the_list_shows_the_newest_first_and_what_a_row_needs(office, officer):
    first = dispatched_order(office)
    second = dispatched_order(office, at=MONDAY + HOUR)
    response = officer.get(LIST)
    assert numbers_on(response) == [second.number, first.number]
    words = text_of(response)
    for shown in (first.number, office.lamp.name, office.estate.name, office.lighting.name, "overdue"):
        assert shown in words
    assert "2 orders" in words


def test_the_list_can_be_ordered_by_the_nearest_limit(office, officer):
    slow = dispatched_order(office)
    quick = dispatched_order(office, make_matter(office.street, limit=(1, "working_days")))
    assert numbers_on(officer.get(LIST, {"sort": "due"})) == [quick.number, slow.number]
    assert numbers_on(officer.get(LIST, {"sort": "-due"})) == [slow.number, quick.number]
    assert numbers_on(officer.get(LIST, {"sort": "brief"})) == [quick.number, slow.number]


def test_an_officer_sees_only_orders_of_their_department(office, officer):
    own = dispatched_order(office)
    other = make_department(office.street)
    draft = replace(make_draft(office), spot=Spot())
    actions.open_order(draft=draft, lead=other, actor=office.dispatcher.actor, at=MONDAY)
    dispatched_order(make_office())
    assert numbers_on(officer.get(LIST)) == [own.number]


@pytest.mark.parametrize(
    "wanted",
    [
        {"state": "in_hand"},
        {"is_unfinished": "on"},
        {"is_late": "on"},
        {"lead_id": "lighting"},
        {"community_id": "community"},
        {"matter_id": "lamp"},
        {"opened_from": "2026-11-03"},
        {"opened_until": "2026-11-01"},
        {"words": "独一无二"},
    ],
    ids=lambda wanted: next(iter(wanted)),
)
def test_each_filter_of_the_address_narrows_the_list(office, dispatcher, wanted):
    late = timezone.now() - timedelta(days=60)
    hit = order_in_hand(office, at=late)
    miss = actions.answer_on_spot(
        draft=replace(make_draft(office, office.enquiry), spot=Spot()),
        reply="已答复",
        actor=office.dispatcher.actor,
        at=datetime(2026, 1, 5, 2, tzinfo=UTC),
    )
    hit_on = "2026-10-10" if "opened_until" in wanted else "2026-11-10"
    WorkOrder.objects.filter(pk=hit.pk).update(brief="独一无二", opened_on=hit_on)
    WorkOrder.objects.filter(pk=miss.pk).update(opened_on="2026-11-02")
    rebuild_search(afresh=True)
    value = next(iter(wanted.values()))
    asked = {next(iter(wanted)): getattr(getattr(office, value, None), "pk", value)}
    assert numbers_on(dispatcher.get(LIST, asked)) == [hit.number]


def test_every_outcome_opens_exactly_its_orders(office, dispatcher):
    open_one = dispatched_order(office)
    WorkOrder.objects.filter(pk=open_one.pk).update(due_at=timezone.now() + HOUR)
    overdue = order_in_hand(office)
    late = order_in_hand(office)
    WorkOrder.objects.filter(pk=late.pk).update(is_cross_department=True)
    verdicts = {"good": (True, True), "bad": (False, False), "mixed": (True, False)}
    made = {"overdue": overdue}
    for name, (solved, satisfied) in verdicts.items():
        order = reported_order(office)
        made[name] = actions.close_order(
            order_id=order.pk,
            was_solved=solved,
            was_satisfied=satisfied,
            actor=office.dispatcher.actor,
            at=MONDAY + 3 * HOUR,
        )
    made["late"] = actions.resolve_order(
        order_id=late.pk,
        reply="已修好",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + timedelta(days=20),
    )
    WorkOrder.objects.filter(pk=made["mixed"].pk).update(is_cross_department=True)
    expected = {
        "done": {"good", "bad", "mixed", "late"},
        "on_time": {"good", "bad", "mixed"},
        "late": {"late", "overdue"},
        "cross_on_time": {"mixed"},
        "cross_late": {"late"},
        "settled": {"good", "bad", "mixed", "late"},
        "settled_community": set(),
        "settled_street": {"good", "bad", "mixed", "late"},
        "settled_district": set(),
        "answered": {"good", "bad", "mixed"},
        "solved": {"good", "mixed"},
        "unsolved": {"bad"},
        "satisfied": {"good"},
        "unsatisfied": {"bad", "mixed"},
    }
    recounted = {  # by tests/assessment/test_figures.py, open orders among them
        "responded", "unresponded", "reworked", "done_at_once", "was_sent_back", "never_sent_back", "served",
        "unserved",
    }  # fmt: skip
    assert set(expected) == set(outcomes(MONDAY)) - recounted
    for outcome, names in expected.items():
        shown = set(numbers_on(dispatcher.get(LIST, {"outcome": outcome})))
        assert shown == {made[name].number for name in names}, outcome
        assert open_one.number not in shown


def test_what_cannot_be_read_in_the_address_is_left_out(office, officer):
    order = dispatched_order(office)
    asked = {"lead_id": "nonsense", "state": "nonsense", "opened_from": "x", "page": "²", "outcome": "x"}
    assert numbers_on(officer.get(LIST, asked)) == [order.number]


def test_an_empty_list_says_what_to_do(office, officer):
    assert "No work order in your area yet" in text_of(officer.get(LIST))
    assert "Take a filter away" in text_of(officer.get(LIST, {"state": "closed"}))


def test_pages_go_on_after_fifty_and_counting_stops_at_the_cap(office, officer, monkeypatch):
    order = dispatched_order(office)
    copies = [
        WorkOrder(**{**_columns(order), "id": uuid4(), "number": f"GD-{serial}"})
        for serial in range(PAGE_ROWS)
    ]
    WorkOrder.objects.bulk_create(copies)
    first = officer.get(LIST)
    assert (len(first.context["rows"]), first.context["page"].count) == (PAGE_ROWS, PAGE_ROWS + 1)
    assert len(officer.get(LIST, {"page": 2}).context["rows"]) == 1
    monkeypatch.setattr("jiezhi.workorders.lists.COUNT_CAP", 10)
    page = order_page(office.officer.actor, OrderFilter(), at=MONDAY)
    assert page.is_capped
    assert "More than" in text_of(officer.get(LIST))


def _columns(order):
    return {field.attname: getattr(order, field.attname) for field in WorkOrder._meta.concrete_fields}


def test_the_list_costs_at_most_eight_statements(office, officer):
    order = dispatched_order(office)
    assert len(statements_of(officer, LIST)) <= 7
    WorkOrder.objects.bulk_create(
        WorkOrder(**{**_columns(order), "id": uuid4(), "number": f"GD-{serial}"}) for serial in range(60)
    )
    assert len(statements_of(officer, LIST + "?is_unfinished=on&sort=due")) <= 8


def test_the_navigation_counts_what_lies_in_own_hands(office, officer):
    order_in_hand(office)
    dispatched_order(office)
    reported_order(office)
    link = next(link for link in officer.get(LIST).context["navigation"].desk if link.key == "orders")
    assert link.count == "2"

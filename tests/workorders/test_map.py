"""Orders on a map: the list's orders by where they lie, with the time each has left."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from jiezhi.places.queries import Spot
from jiezhi.workorders import actions, mapping
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.mapping import Urge, orders_on_map
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter
from jiezhi.workorders.standing import countdown_of
from tests.factories import (
    dispatched_order,
    make_community,
    make_department,
    make_draft,
    make_estate,
    make_office,
)
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MAP, POINTS = "/desk/orders/map/", "/desk/orders/map/points/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def dispatcher(office):
    return english_client(office.dispatcher)


def open_at(office, spot, at=MONDAY):
    draft = replace(make_draft(office), spot=spot)
    return actions.open_order(draft=draft, lead=office.lighting, actor=office.dispatcher.actor, at=at)


def sent_back_order(office):
    order = dispatched_order(office)
    return actions.send_back_order(
        order_id=order.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
        actor=office.officer.actor, at=MONDAY + HOUR,
    )  # fmt: skip


def test_orders_of_one_spot_are_one_point_and_the_most_urgent_shows(office):
    made = [
        dispatched_order(office),
        reported_order(office),
        order_in_hand(office, at=MONDAY - timedelta(days=40)),
    ]
    apart = open_at(office, Spot(office.community.pk, None, None, 120.005, 30.005))
    shown = orders_on_map(office.dispatcher.actor, OrderFilter(), at=MONDAY + HOUR)
    assert shown.spots.count((office.estate.lon, office.estate.lat)) == 1
    assert len(shown.spots) == 2
    estate = shown.spots.index((office.estate.lon, office.estate.lat))
    assert shown.urges_of_spots()[estate] == (Urge.LATE, 3)
    assert {number for spot, _u, _m, number, _pk in shown.orders if spot == estate} == {
        o.number for o in made
    }
    assert [number for spot, _u, _m, number, _pk in shown.orders if spot != estate] == [apart.number]


def test_the_marks_say_what_the_countdowns_of_the_list_say(office):
    dispatched_order(office)
    reported_order(office)
    sent_back_order(office)
    at = MONDAY
    for days in (0, 2, 3, 4, 5, 6, 7, 9, 20):
        at = MONDAY + timedelta(days=days, hours=1)
        calendar = calendar_for(office.street.pk, since=MONDAY)
        shown = orders_on_map(office.dispatcher.actor, OrderFilter(), at=at)
        tones = {"late": Urge.LATE, "soon": Urge.SOON, "calm": Urge.CALM}
        for _spot, urge, _matter, _number, pk in shown.orders:
            order = WorkOrder.objects.get(pk=pk)
            still = Urge.DONE if order.resolved_at else Urge.STILL
            assert urge == tones.get(countdown_of(order, calendar, at=at).tone, still), (days, order.state)
    assert {urge for _s, urge, *_ in shown.orders} == {Urge.LATE, Urge.STILL, Urge.DONE}


def test_the_points_are_those_of_the_lists_filter(office, dispatcher):
    hit = order_in_hand(office)
    dispatched_order(office)
    points = dispatcher.get(POINTS, {"state": "in_hand"}).json()
    assert [order[3] for order in points["orders"]] == [hit.number]
    assert points["orders"][0][4] == hit.pk.hex
    assert points["matters"][points["orders"][0][2]] == office.lamp.name
    assert points["urges"][points["orders"][0][1]] == "Late"
    assert points["spots"] == [[office.estate.lon, office.estate.lat]]
    assert dispatcher.get(POINTS, {"words": "不存在的词"}).json()["orders"] == []
    assert len(dispatcher.get(POINTS, {"words": "路灯"}).json()["orders"]) == 2


def test_an_officer_sees_only_points_of_their_department(office):
    own = dispatched_order(office)
    dispatched_order(make_office())
    community = make_community(office.street, west=121.0)
    estate = make_estate(community)
    draft = replace(make_draft(office), spot=Spot(community.pk, None, estate.pk, estate.lon, estate.lat))
    actions.open_order(
        draft=draft, lead=make_department(office.street), actor=office.dispatcher.actor, at=MONDAY
    )
    points = english_client(office.officer).get(POINTS).json()
    assert [order[3] for order in points["orders"]] == [own.number]


def test_of_more_than_fit_the_newest_are_shown_and_the_page_says_so(office, dispatcher, monkeypatch):
    monkeypatch.setattr(mapping, "MOST", 2)
    made = [dispatched_order(office, at=MONDAY + timedelta(minutes=turn)) for turn in range(3)]
    points = dispatcher.get(POINTS).json()
    assert [order[3] for order in points["orders"]] == [made[2].number, made[1].number]
    open_at(office, Spot(), at=MONDAY + HOUR)
    told = "Only the newest 2 are shown here; narrow the filter to see the others. On the map: 1."
    words = text_of(dispatcher.get(MAP))
    assert f"4 orders match. {told} Without a place, in the table and the list only: 1." in words
    monkeypatch.setattr(mapping, "MATCHING_CAP", 3)
    assert f"More than 3 orders match. {told}" in text_of(dispatcher.get(MAP))


def test_of_words_that_are_common_the_map_claims_no_number_it_has_not_counted(
    office, dispatcher, monkeypatch
):
    for name in ("COMMON", "WINDOW"):
        monkeypatch.setattr(f"jiezhi.kit.search.{name}", 2)
        monkeypatch.setattr(f"jiezhi.workorders.lists.{name}", 2)
    for turn in range(4):
        dispatched_order(office, at=MONDAY + timedelta(minutes=turn))
    words = text_of(dispatcher.get(MAP, {"words": "路灯"}))
    assert "More than 2 orders match. Only the newest 2 are shown here" in words


def test_what_is_on_the_map_and_what_has_no_place_are_together_what_the_list_counts(office, dispatcher):
    dispatched_order(office)
    open_at(office, Spot())
    open_at(office, Spot(office.community.pk, None, None, None, None))
    found = re.search(
        r"(\d+) orders match\. On the map: (\d+)\. Without a place.*?: (\d+)\.", text_of(dispatcher.get(MAP))
    )
    assert found
    matching, placed, nowhere = map(int, found.groups())
    assert matching == placed + nowhere == dispatcher.get("/desk/orders/").context["page"].count == 3


def test_without_a_script_the_page_has_a_drawing_and_a_table_that_opens_lists(office, dispatcher):
    dispatched_order(office)
    reported_order(office)
    nowhere = open_at(office, Spot())
    answer = dispatcher.get(MAP, {"lead_id": office.lighting.pk, "sort": "due"})
    words = text_of(answer)
    html = answer.content.decode()
    assert f"{office.community.name} 1 0 0 0 1 2" in words
    assert "Outside every community 1 0 0 0 0 1" in words
    assert "3 orders match. On the map: 2. Without a place, in the table and the list only: 1." in words
    assert f"/desk/orders/?lead_id={office.lighting.pk}&amp;community_id={office.community.pk}" in html
    outside = f"/desk/orders/?lead_id={office.lighting.pk}&is_outside=on"
    assert outside.replace("&", "&amp;") in html
    assert [row.number for row in dispatcher.get(outside).context["rows"]] == [nowhere.number]
    assert html.count('<use href="#mark-late" x=') == 1
    assert 'class="map-area"' in html


def test_list_and_map_lead_to_each_other_with_the_same_filter(office, dispatcher):
    dispatched_order(office)
    listed = dispatcher.get(
        "/desk/orders/", {"state": "dispatched", "sort": "due", "page": 1}
    ).content.decode()
    assert f'href="{MAP}?state=dispatched"' in listed
    assert (
        'href="/desk/orders/?state=dispatched"'
        in dispatcher.get(MAP, {"state": "dispatched"}).content.decode()
    )


def test_an_empty_map_says_what_to_do(dispatcher):
    assert "No work order in your area yet" in text_of(dispatcher.get(MAP))
    assert "Take a filter away" in text_of(dispatcher.get(MAP, {"state": "closed"}))


def test_the_borders_are_those_of_the_own_street(office, dispatcher):
    make_office()
    layers = dispatcher.get("/desk/orders/map/borders/").json()
    assert [each["properties"]["name"] for each in layers["features"]] == [office.community.name]
    assert layers["features"][0]["geometry"] == office.community.border


def test_the_points_cost_at_most_two_statements_beside_signing_in(office, dispatcher):
    dispatched_order(office, at=MONDAY)
    signed_in = len(statements_of(dispatcher, "/desk/orders/map/borders/")) - 1
    assert len(statements_of(dispatcher, POINTS)) <= signed_in + 2
    assert len(statements_of(dispatcher, POINTS)) <= 4

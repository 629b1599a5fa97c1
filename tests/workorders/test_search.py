"""Finding orders by words: the same on both databases, on every way, as a scan of all texts would find."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from jiezhi.core.bigrams import holds
from jiezhi.places.queries import Spot
from jiezhi.workorders import actions, lists
from jiezhi.workorders.history import PastOrder, import_orders
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.models import OrderWords, WorkOrder
from jiezhi.workorders.queries import OrderFilter, filtered_orders
from jiezhi.workorders.search import TEXTS, note_reply, note_words, rebuild_search
from tests.factories import make_department, make_draft, make_office, staff_client, submitted_concern
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db

BRIEFS = (
    "修复3号楼前不亮的路灯",
    "13号楼路灯闪烁",
    "井盖丢失，尽快补上",
    "清运东门垃圾",
    "ＡＢＣ大厦Lift B2停运",
    "核实2026年11月的停水",
    "井",
    "东门路面积水、井盖松动",
)
QUERIES = (
    "路灯", "路灯 楼", "3号楼", "13号楼", "井", "井盖", "盖井", "盖", "abc大厦", "lift", "ABC", "b2", "2026", "202611",
    "停水 核实", "停水 路灯", "东门", "门垃", "、", "GD", "gd20261102", "０００１", "0001", "001", "%", "_", "'",
    '"', "井*",
    "路灯 OR 井盖", "NOT 井", "\\", "望湖", "垃圾，东门",
)  # fmt: skip


def make_orders(office, briefs=BRIEFS):
    return [
        actions.open_order(
            draft=make_draft(office, brief=brief),
            lead=office.lighting,
            actor=office.dispatcher.actor,
            at=MONDAY + timedelta(minutes=turn),
        )
        for turn, brief in enumerate(briefs)
    ]


def scanned(words):
    """What a look at every order finds, without any index."""
    rows = WorkOrder.objects.order_by("-opened_at", "-id").values_list("number", *TEXTS)
    return [number for number, *texts in rows if holds([text for text in texts if text], words)]


def found(office, words, **others):
    page = order_page(office.dispatcher.actor, OrderFilter(words=words, **others), at=MONDAY)
    return [row.number for row in page.rows]


@pytest.fixture
def office():
    return make_office()


@pytest.mark.parametrize("common", [0, 1000], ids=["walking from the newest", "asking the index"])
def test_the_list_finds_what_a_scan_finds(office, monkeypatch, common):
    monkeypatch.setattr(lists, "COMMON", common)
    make_orders(office)
    assert len(scanned("路灯")) > 2
    for words in QUERIES:
        asked = scanned(words) if any(sign.isalnum() for sign in words) else []
        assert found(office, words) == asked, words


def test_both_ways_find_orders_of_the_past_as_well(office, monkeypatch):
    draft = make_draft(office)
    old = PastOrder(office.lamp, draft.origin, "已修好", MONDAY - timedelta(days=300), MONDAY, draft.spot)
    older = replace(old, opened_at=MONDAY - timedelta(days=400), spot=Spot())
    (new,) = make_orders(office, BRIEFS[:1])
    first, second = import_orders([old, older], actor=office.dispatcher.actor)
    for common in (0, 1000):
        monkeypatch.setattr(lists, "COMMON", common)
        assert found(office, office.lamp.name) == [new.number, first.number, second.number]
        assert found(office, office.estate.name) == [new.number, first.number]


def test_words_and_other_filters_narrow_together(office, monkeypatch):
    orders = make_orders(office)
    other = make_department(office.street)
    WorkOrder.objects.filter(pk=orders[0].pk).update(lead=other)
    for common in (0, 1000):
        monkeypatch.setattr(lists, "COMMON", common)
        assert found(office, "路灯", lead_id=other.pk) == [orders[0].number]
        assert orders[0].number not in found(office, "路灯", lead_id=office.lighting.pk)
        assert found(office, "路灯", state="closed") == []


def test_an_order_outside_the_area_is_not_found_by_its_words(office):
    (own,) = make_orders(office, ("井盖丢失",))
    elsewhere = make_office()
    make_orders(elsewhere, ("井盖丢失",))
    actions.open_order(
        draft=replace(make_draft(office, brief="井盖丢失"), spot=Spot()),
        lead=make_department(office.street),
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    page = order_page(office.officer.actor, OrderFilter(words="井盖"), at=MONDAY)
    assert [row.number for row in page.rows] == [own.number]


def test_what_a_reporter_said_finds_no_order(office):
    receipt = submitted_concern(office, "邻居老黄家漏水，电话13812345678")
    order = actions.open_order(
        draft=replace(make_draft(office), origin=replace(make_draft(office).origin, id=receipt.concern.pk)),
        lead=office.lighting,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    rebuild_search(afresh=True)
    assert found(office, "老黄") == found(office, "5678") == []
    assert found(office, order.number) == [order.number]


def test_what_was_replied_finds_an_order_and_the_list_marks_where_it_stands(office):
    (order,) = make_orders(office, ("水管漏水",))
    officer = office.officer.actor
    actions.accept_order(order_id=order.pk, seen_version=None, actor=officer, at=MONDAY)
    actions.resolve_order(
        order_id=order.pk, reply="已更换阀门并试水", seen_version=None, actor=officer, at=MONDAY
    )
    assert found(office, "阀门") == [order.number]
    kept = OrderWords.objects.get(row=order).terms
    rebuild_search(afresh=True)
    assert OrderWords.objects.get(row=order).terms == kept
    page = staff_client(office.officer).get("/desk/orders/", {"words": "漏水 阀门"}).content.decode()
    assert "<mark>漏水</mark>" in page
    assert "<mark>阀门</mark>" in page
    WorkOrder.objects.filter(pk=order.pk).update(reply="")
    order.refresh_from_db()
    note_reply(order)
    assert found(office, "阀门") == []
    assert found(office, "漏水") == [order.number]


def test_of_common_words_the_page_says_how_many_at_least(office, monkeypatch):
    monkeypatch.setattr(lists, "WINDOW", 5)
    monkeypatch.setattr("jiezhi.kit.search.WINDOW", 5)
    monkeypatch.setattr(lists, "COMMON", 2)
    monkeypatch.setattr(lists, "PAGE_ROWS", 2)
    make_orders(office, ("路灯",) * 6)
    dispatcher = english_client(office.dispatcher)
    answer = dispatcher.get("/desk/orders/", {"words": "路灯"})
    assert "More than 4 orders" in text_of(answer)
    assert len(answer.context["rows"]) == 2
    narrowed = dispatcher.get("/desk/orders/", {"words": "路灯", "lead_id": office.lighting.pk})
    assert "More than 4 orders" in text_of(narrowed)
    assert "6 orders" in text_of(dispatcher.get("/desk/orders/", {"words": "路灯", "page": 3}))


def test_where_all_were_looked_at_the_count_is_exact(office, monkeypatch):
    monkeypatch.setattr(lists, "COMMON", 2)
    monkeypatch.setattr(lists, "PAGE_ROWS", 2)
    make_orders(office, ("路灯",) * 6)
    page = order_page(office.dispatcher.actor, OrderFilter(words="路灯"), at=MONDAY)
    assert (page.count, page.is_capped, page.has_next) == (6, False, True)


@pytest.mark.parametrize("cap", [4, 1000])
@pytest.mark.parametrize("others", [{}, {"state": "dispatched"}])
def test_rare_words_are_counted_with_the_page_that_shows_them(office, monkeypatch, budget, others, cap):
    monkeypatch.setattr(lists, "PAGE_ROWS", 2)
    monkeypatch.setattr(lists, "COUNT_CAP", cap)
    make_orders(office, (*("井盖",) * 6, "路灯"))
    wanted = OrderFilter(words="井盖", **others)
    with budget(2):
        page = order_page(office.dispatcher.actor, wanted, at=MONDAY, number=2)
    assert (len(page.rows), page.count, page.is_capped, page.has_next) == (2, min(6, cap + 1), cap == 4, True)


def test_sorted_by_the_limit_the_same_orders_are_found(office):
    make_orders(office)
    page = order_page(office.dispatcher.actor, OrderFilter(words="路灯"), at=MONDAY, sort="due")
    assert {row.number for row in page.rows} == set(scanned("路灯"))


def test_words_without_letters_or_digits_find_nothing(office):
    make_orders(office)
    assert found(office, "？！") == []
    assert not filtered_orders(office.dispatcher.actor, OrderFilter(words="。"), at=MONDAY).exists()


def test_a_search_costs_at_most_one_statement_more_than_a_list(office):
    make_orders(office)
    client = english_client(office.dispatcher)
    plain = len(statements_of(client, "/desk/orders/"))
    assert len(statements_of(client, "/desk/orders/?words=路灯")) <= plain + 1


def test_rebuilding_writes_what_is_missing_and_only_that(office):
    orders = make_orders(office)
    there = OrderWords.objects.get(row=orders[0])
    OrderWords.objects.exclude(pk=there.pk).delete()
    assert found(office, "井盖") == []
    assert rebuild_search() == len(orders) - 1
    assert OrderWords.objects.get(row=orders[0]).pk == there.pk
    assert found(office, "井盖") == scanned("井盖")
    assert rebuild_search() == 0


def test_a_new_name_of_a_matter_is_found_after_rebuilding_afresh(office):
    orders = make_orders(office, BRIEFS[:2])
    type(office.lamp).objects.filter(pk=office.lamp.pk).update(name="照明设施")
    assert found(office, "照明设施") == []
    assert rebuild_search(afresh=True) == len(orders)
    assert found(office, "照明设施") == scanned("照明设施") != []


@pytest.mark.parametrize("common", [0, 1000], ids=["walking from the newest", "asking the index"])
def test_orders_of_another_street_are_not_found(office, monkeypatch, common):
    monkeypatch.setattr(lists, "COMMON", common)
    make_orders(make_office())
    assert found(office, "路灯") == []
    page = order_page(office.dispatcher.actor, OrderFilter(words="路灯"), at=MONDAY)
    assert page.count == 0


def test_the_migration_fills_orders_of_before(office):
    make_orders(office)
    written = set(OrderWords.objects.values_list("row_id", "at", "terms"))
    OrderWords.objects.all().delete()
    import_module("jiezhi.workorders.migrations.0006_fill_order_words").fill(apps, None)
    assert set(OrderWords.objects.values_list("row_id", "at", "terms")) == written
    assert found(office, "井盖") == scanned("井盖")


def test_no_tail_of_a_masked_number_is_in_the_index(office):
    order = make_orders(office, ("换灯",))[0]
    WorkOrder.objects.filter(pk=order.pk).update(brief="换灯，手机138****8000，座机88881234")
    rebuild_search(afresh=True)
    assert found(office, "换灯") == [order.number]
    for words in ("8000", "138", "1234", "88881234"):
        assert found(office, words) == [], words
    order.brief = "换灯，手机138****8000"
    OrderWords.objects.all().delete()
    note_words([order])
    assert found(office, "8000") == []

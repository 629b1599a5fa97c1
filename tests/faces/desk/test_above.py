"""The page of orders from above: in parts, in pages, found by number and source, with true totals."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from jiezhi.concerns.actions import join_concern
from jiezhi.concerns.choices import SuperiorPart
from jiezhi.concerns.models import SuperiorOrder
from jiezhi.concerns.superior_queries import PAGE_ROWS, SuperiorFilter, superior_page
from tests.factories import dispatched_order, make_office
from tests.factories.above import make_source, superior_order
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
PAGE = "/desk/above/"
DAY = timedelta(days=1)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def client(office):
    return english_client(office.dispatcher)


def done(superior: SuperiorOrder) -> SuperiorOrder:
    SuperiorOrder.objects.filter(pk=superior.pk).update(state="replied", replied_at=MONDAY)
    return superior


def shown(answer) -> list[str]:
    return [row.superior.number for row in answer.context["rows"]]


def test_the_nearest_limit_comes_first_and_what_has_none_last(office, client):
    late, none, soon = (
        superior_order(office, number=number, their_due_at=due)
        for number, due in (("RX1", MONDAY + 5 * DAY), ("RX2", None), ("RX3", MONDAY + DAY))
    )
    assert shown(client.get(PAGE)) == [soon.number, late.number, none.number]


def test_every_open_order_stands_on_some_page_and_the_totals_are_true(office, client):
    made = [
        superior_order(office, number=f"RX{n:03}", their_due_at=MONDAY + n * DAY).number
        for n in range(1, PAGE_ROWS + 3)
    ]
    done(superior_order(office, number="RX900"))
    first, second = client.get(PAGE), client.get(PAGE, {"page": 2})
    assert shown(first) == made[:PAGE_ROWS]
    assert shown(second) == made[PAGE_ROWS:]
    totals = f"To be answered {PAGE_ROWS + 2} Answered or returned 1 All {PAGE_ROWS + 3}"
    assert totals in text_of(first)
    assert f"{PAGE_ROWS + 2} in all" in text_of(first)
    assert shown(client.get(PAGE, {"page": 99})) == shown(second)
    assert shown(client.get(PAGE, {"page": "x"})) == shown(first)


def test_what_is_done_lies_in_its_part_the_newest_first(office, client):
    earlier = done(superior_order(office, number="RX1", issued_at=MONDAY - 2 * DAY))
    later = done(superior_order(office, number="RX2", issued_at=MONDAY - DAY))
    still = superior_order(office, number="RX3")
    assert shown(client.get(PAGE)) == [still.number]
    assert shown(client.get(PAGE, {"part": "done"})) == [later.number, earlier.number]
    assert shown(client.get(PAGE, {"part": "all"})) == [still.number, later.number, earlier.number]
    assert shown(client.get(PAGE, {"part": "nonsense"})) == [still.number]


def test_all_parts_together_keep_the_order_of_each(office):
    plans = ((2, True), (5, False), (1, False), (9, True))
    for n, (days, is_done) in enumerate(plans):
        made = superior_order(office, number=f"RX{n}", their_due_at=MONDAY + days * DAY)
        SuperiorOrder.objects.filter(pk=made.pk).update(issued_at=MONDAY - n * DAY)
        if is_done:
            done(made)
    rows = superior_page(office.dispatcher.actor, SuperiorFilter(SuperiorPart.ALL), start=0)
    assert [row.number for row in rows] == ["RX2", "RX1", "RX0", "RX3"]


def test_a_piece_of_the_number_finds_it_in_every_part(office, client):
    still, gone = superior_order(office, number="RX-17a"), done(superior_order(office, number="RX-17b"))
    superior_order(office, number="RX-99")
    assert shown(client.get(PAGE, {"words": " rx-17 "})) == [still.number, gone.number]
    assert shown(client.get(PAGE, {"words": "17", "part": "open"})) == [still.number]
    answer = client.get(PAGE, {"words": "17"})
    assert "To be answered 1 Answered or returned 1 All 2" in text_of(answer)
    assert f'href="{PAGE}?words=17&amp;part=done"' in answer.content.decode()
    assert "No order from above fits" in text_of(client.get(PAGE, {"words": "没有"}))


def test_a_source_shows_its_own_orders_only(office, client):
    superior_order(office, number="RX1")
    other = make_source(office, name="区平台")
    superior_order(office, number="Q1", source_id=other.pk)
    answer = client.get(PAGE, {"source": other.pk})
    assert shown(answer) == ["Q1"]
    assert "To be answered 1 Answered or returned 0 All 1" in text_of(answer)
    assert shown(client.get(PAGE, {"source": make_source(make_office()).pk})) == ["RX1", "Q1"]


def test_other_streets_and_areas_are_neither_shown_nor_counted(office, client):
    mine = superior_order(office)
    superior_order(make_office())
    answer = client.get(PAGE)
    assert shown(answer) == [mine.number]
    assert "All 1" in text_of(answer)
    own = superior_page(office.community_worker.actor, SuperiorFilter(), start=0)
    assert own == [mine]
    elsewhere = superior_order(office, place="", words="别处的事")
    assert elsewhere not in superior_page(office.community_worker.actor, SuperiorFilter(), start=0)


def test_a_longer_list_costs_no_more_statements(office, client):
    superior_order(office)
    few = len(statements_of(client, PAGE))
    for _ in range(5):
        superior_order(office)
    assert len(statements_of(client, PAGE)) == few


def window_on(client, office, **changes) -> str:
    superior = superior_order(office, at=timezone.now(), number="RX1")
    SuperiorOrder.objects.filter(pk=superior.pk).update(**changes)
    (row,) = client.get(PAGE, {"part": "all"}).context["rows"]
    page = text_of(client.get(row.url))
    assert (row.window_note or row.window.text) in text_of(client.get(PAGE, {"part": "all"}))
    assert (row.window_note or row.window.text) in page
    return row.window_note


def test_an_open_return_window_runs(office, client):
    assert window_on(client, office) == ""


def test_a_closed_return_window_says_since_when(office, client):
    over = datetime(2026, 1, 5, 6, tzinfo=UTC)
    said = window_on(client, office, return_until=over, issued_at=over - DAY)
    assert said == "Return window over since 2026-01-05 14:00"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("objected", "Objection waits for the superior"),
        ("returned", "Returned to the superior"),
        ("replied", "Reply handed over"),
    ],
)
def test_what_is_in_the_superiors_hands_says_so_instead_of_a_window(office, client, state, said):
    assert window_on(client, office, state=state, replied_at=timezone.now()) == said


def test_an_order_without_a_return_window_says_so(office, client):
    assert window_on(client, office, return_until=MONDAY, issued_at=MONDAY) == "No return window"


def test_an_order_under_way_is_no_longer_returned(office, client):
    superior = superior_order(office, at=timezone.now())
    order = dispatched_order(office, at=timezone.now())
    join_concern(
        concern_id=superior.concern_id,
        order_id=order.pk,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=timezone.now(),
    )
    (row,) = client.get(PAGE).context["rows"]
    assert (row.window, row.window_note) == (None, "Under way here, no longer returned")

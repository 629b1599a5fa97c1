"""The list of orders as a table that is taken away: row by row, nothing evaluated, with a trace."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiezhi.intake.sheets.streaming import ROWS_A_PART, stream_xlsx
from jiezhi.kit.models import AuditEntry
from jiezhi.places.queries import Spot
from jiezhi.workorders.actions import open_order
from jiezhi.workorders.exporting import export_rows
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter
from tests.budget import spend_at_most
from tests.factories import make_department, make_draft, make_office, staff_client
from tests.factories.hands import reported_order
from tests.factories.workorders import MONDAY, dispatched_order


def read(parts: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(parts)).get_sheet_by_index(0).to_python()


@pytest.mark.django_db
def test_a_list_is_taken_away_as_it_is_narrowed_with_what_the_reader_may_see_and_a_trace():
    office = make_office()
    done, waiting = reported_order(office), dispatched_order(office)
    WorkOrder.objects.filter(pk=waiting.pk).update(brief='=HYPERLINK("http://x","领奖")')
    dispatched_order(make_office())
    url, client = reverse("workorders:export"), staff_client(office.officer)
    rows = read(client.get(url).getvalue())
    assert [row[0] for row in rows[1:]] == [waiting.number, done.number]
    assert rows[1][2] == '=HYPERLINK("http://x","领奖")'
    assert rows[2][3] == "已更换灯泡"
    assert str(rows[2][8]) == "2026-11-02 10:00:00"
    narrowed = read(client.get(url, {"state": "dispatched", "words": waiting.number[-4:]}).getvalue())
    assert [row[0] for row in narrowed[1:]] == [waiting.number]
    newest = AuditEntry.objects.filter(verb="workorders.orders_exported").order_by("-at")[0]
    assert newest.facts == {"narrowed": "state=dispatched", "searched": True}
    others = staff_client(office.grid_worker).get(url, {"lead_id": "not an id"})
    assert len(read(others.getvalue())) == 3


@pytest.mark.django_db
def test_a_longer_list_costs_no_more_statements():
    office = make_office()
    dispatched_order(office)
    client, url = staff_client(office.officer), reverse("workorders:export")
    with spend_at_most(12) as short:
        client.get(url).getvalue()
    for _ in range(4):
        dispatched_order(office)
    with spend_at_most(12) as longer:
        client.get(url).getvalue()
    assert len(longer.statements) == len(short.statements)


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["", "due", "-due"])
def test_it_is_read_in_chunks_each_behind_the_last_as_the_list_is_sorted(monkeypatch, sort):
    monkeypatch.setattr("jiezhi.workorders.exporting.CHUNK", 2)
    office = make_office()
    # Two at the same moment, three without a limit: what is equal goes on by the id, and nothing is lost between.
    orders = [dispatched_order(office, at=MONDAY + timedelta(hours=hours)) for hours in (0, 1, 1, 2, 3, 4, 5)]
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders[:3]]).update(due_at=None)
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders[3:5]]).update(due_at=MONDAY)
    shown = staff_client(office.officer).get("/desk/orders/", {"sort": sort}).context["rows"]
    with CaptureQueriesContext(connection) as spent:
        rows = list(export_rows(office.officer.actor, OrderFilter(), at=MONDAY, sort=sort))
    assert [row[0] for row in rows] == [row.number for row in shown]
    assert len(rows) == len(orders)
    assert len(spent.captured_queries) == 4
    assert not [asked["sql"] for asked in spent.captured_queries if "CURSOR" in asked["sql"]]


@pytest.mark.django_db
def test_orders_of_another_department_of_the_street_are_not_taken_away():
    office = make_office()
    own = dispatched_order(office)
    draft = replace(make_draft(office), spot=Spot())
    other = open_order(
        draft=draft, lead=make_department(office.street, "园林所"), actor=office.dispatcher.actor, at=MONDAY
    )
    url = reverse("workorders:export")
    officers = read(staff_client(office.officer).get(url).getvalue())
    assert [row[0] for row in officers[1:]] == [own.number]
    asked = {"lead_id": other.lead_id, "words": other.number}
    assert len(read(staff_client(office.officer).get(url, asked).getvalue())) == 1
    whole = read(staff_client(office.dispatcher).get(url).getvalue())
    assert {row[0] for row in whole[1:]} == {own.number, other.number}


@pytest.mark.django_db
def test_the_ticked_lines_alone_are_taken_away_from_ones_own_area_as_the_list_is_sorted():
    office = make_office()
    first, second, left = (
        dispatched_order(office, at=MONDAY + timedelta(hours=hours)) for hours in (0, 1, 2)
    )
    WorkOrder.objects.filter(pk=first.pk).update(due_at=MONDAY)
    outside = dispatched_order(make_office())
    client, url = staff_client(office.leader), reverse("workorders:export")
    page = client.get("/desk/orders/", {"sort": "due"}).content.decode()
    assert f'formmethod="post" formaction="{url}?sort=due" name="csrfmiddlewaretoken"' in page
    boxes = [f"{order.pk}:{order.version}" for order in (second, outside, first)]
    with spend_at_most(13):
        answer = client.post(f"{url}?sort=due", {"order": [*boxes, "no order"]})
        rows = read(answer.getvalue())
    assert [row[0] for row in rows[1:]] == [first.number, second.number]
    assert left.number not in str(rows)
    newest = AuditEntry.objects.get(verb="workorders.orders_exported")
    assert newest.facts == {"ticked": 2, "numbers": f"{first.number} {second.number}"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_outside", "status", "said"),
    [(False, 422, "还没有选中任何事项"), (True, 404, "都已不在您的权限范围内")],
)
def test_where_no_line_of_ones_area_is_ticked_nothing_goes_out_and_the_page_says_so(is_outside, status, said):
    office = make_office()
    boxes = [f"{dispatched_order(make_office()).pk}:1"] if is_outside else []
    answer = staff_client(office.officer).post(reverse("workorders:export"), {"order": boxes})
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="workorders.orders_exported").exists()


def test_rows_go_out_while_they_are_read_and_no_cell_is_evaluated():
    read_so_far = []

    def rows():
        for number in range(3 * ROWS_A_PART):
            read_so_far.append(number)
            yield ["=1+1", "a\x00b<&>_x0041_", number, MONDAY, MONDAY.date(), None, 1.5]

    parts = stream_xlsx("工单[1]", list("abcdefg"), rows())
    next(parts)
    assert len(read_so_far) == ROWS_A_PART
    whole = b"".join(stream_xlsx("工单[1]", list("abcdefg"), rows()))
    with ZipFile(BytesIO(whole)) as book:
        assert book.testzip() is None
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    found = read(whole)
    assert len(found) == 3 * ROWS_A_PART + 1
    first = found[1]
    assert first[:3] == ["=1+1", "ab<&>_x0041_", 0]
    assert str(first[3]) == "2026-11-02 10:00:00"
    assert str(first[4])[:10] == "2026-11-02"
    assert first[6] == 1.5

"""The list of orders as a table that is taken away: row by row, nothing evaluated, with a trace."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiezhi.intake.sheets.streaming import ROWS_A_PART, stream_xlsx
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.models import WorkOrder
from tests.budget import spend_at_most
from tests.factories import make_office, staff_client
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

"""The superior's limit, told as a length of time, counts from the sending; one before the sending is refused."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from jiezhi.concerns.actions import take_superior_order
from jiezhi.concerns.adapters import ADAPTERS
from jiezhi.concerns.intakes import ORDERS_FROM_ABOVE
from jiezhi.concerns.models import Concern, SuperiorOrder
from jiezhi.concerns.superior_rows import OrderFault, OrderRow
from jiezhi.core.deadlines import Limit, LimitUnit
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells
from jiezhi.intake.sheets.reading import SheetRow
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.models import AuditEntry
from tests.factories import make_office
from tests.factories.above import make_source, make_superior_draft, superior_order
from tests.factories.pages import english_client
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
FRIDAY = MONDAY - timedelta(days=3)
WEEK_AFTER = Limit(5, LimitUnit.WORKING_DAYS)
NAMES = ("number", "words", "issued_at", "their_due_at")


def cells(*values: str) -> RowCells:
    return RowCells(SheetRow(2, values), {name: place for place, name in enumerate(NAMES)})


def written(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("limit", "on"),
    [
        (WEEK_AFTER, MONDAY + timedelta(days=4)),
        (Limit(5, LimitUnit.NATURAL_DAYS), FRIDAY + timedelta(days=5)),
    ],
)
def test_days_count_from_the_sending_by_the_streets_calendar(limit: Limit, on: datetime) -> None:
    superior = superior_order(make_office(), issued_at=FRIDAY, their_due_at=None, their_limit=limit)
    last = superior.their_due_at - timedelta(seconds=1)
    assert last.astimezone(HERE).date() == on.astimezone(HERE).date()


def test_natural_hours_run_through_the_weekend() -> None:
    limit = Limit(24, LimitUnit.NATURAL_HOURS)
    superior = superior_order(make_office(), issued_at=FRIDAY, their_due_at=None, their_limit=limit)
    assert superior.their_due_at == FRIDAY + 24 * HOUR


def test_a_limit_before_the_sending_is_refused() -> None:
    with pytest.raises(InvalidError, match=r"before the time of sending|早于派单时间"):
        superior_order(make_office(), their_due_at=MONDAY - HOUR)
    assert not Concern.objects.exists()


def test_a_day_alone_is_not_before_the_hours_of_that_day() -> None:
    midnight = MONDAY.astimezone(HERE).replace(hour=0, minute=0)
    assert superior_order(make_office(), their_due_at=midnight).their_due_at == midnight


def test_a_pasted_length_of_time_is_counted_and_what_cannot_be_read_is_asked_for() -> None:
    office = make_office()
    client, source = english_client(office.dispatcher), str(make_source(office).pk)
    text = f"工单编号：RX1\n派单时间：{written(FRIDAY)}\n办理时限：5个工作日\n诉求内容：路灯不亮"
    page = client.post("/desk/above/new/", {"source": source, "text": text}).content.decode()
    assert 'value="5个工作日"' in page
    typed = {"source": source, "number": "RX1", "issued_at": written(FRIDAY), "words": "路灯不亮"}
    refused = client.post("/desk/above/new/", typed | {"their_due_at": "尽快"})
    assert refused.status_code == 422
    early = client.post("/desk/above/new/", typed | {"their_due_at": written(FRIDAY - HOUR)})
    assert "before the time of sending" in early.content.decode()
    assert not SuperiorOrder.objects.exists()
    client.post("/desk/above/new/", typed | {"their_due_at": "5个工作日"})
    due = SuperiorOrder.objects.get().their_due_at
    assert (due - timedelta(seconds=1)).astimezone(HERE).date() == (MONDAY + timedelta(days=4)).date()


def test_a_row_of_a_file_may_tell_a_length_of_time() -> None:
    office = make_office()
    row = ORDERS_FROM_ABOVE.parse(cells("RX1", "路灯不亮", written(FRIDAY), "24小时内"), MONDAY)
    assert (row.their_due_at, row.their_limit) == (None, Limit(24, LimitUnit.NATURAL_HOURS))
    option, actor = str(make_source(office).pk), office.dispatcher.actor
    ORDERS_FROM_ABOVE.take(drafts=[row], option=option, source="", actor=actor, at=MONDAY)
    assert written(SuperiorOrder.objects.get().their_due_at) == written(FRIDAY + 24 * HOUR)


def test_a_row_whose_limit_lies_before_the_sending_is_refused_with_the_reason() -> None:
    with pytest.raises(RowRefusedError) as refused:
        ORDERS_FROM_ABOVE.parse(cells("RX1", "路灯不亮", written(FRIDAY), written(FRIDAY - HOUR)), MONDAY)
    assert (refused.value.column, refused.value.reason) == ("their_due_at", OrderFault.DUE_BEFORE)
    assert ORDERS_FROM_ABOVE.words_for(OrderFault.DUE_BEFORE) != OrderFault.DUE_BEFORE


def test_a_system_may_tell_a_length_of_time() -> None:
    told = {"number": "RX1", "words": "路灯不亮", "issued_at": "2026-10-30T09:00:00+08:00"}
    row = ADAPTERS["http_json"].read(json.dumps(told | {"due_at": "5个工作日"}))
    assert (row.their_due_at, row.their_limit) == (None, WEEK_AFTER)
    assert ADAPTERS["http_json"].read(json.dumps(told | {"due_at": "尽快"})) is None


def told_again(superior: SuperiorOrder, office, due: datetime, **changes: object) -> dict[str, object]:
    """Take the order again with another limit, and give what the audit says of it."""
    values = {"number": superior.number, "issued_at": superior.issued_at, "their_due_at": due} | changes
    draft = make_superior_draft(office, **values)
    take_superior_order(draft=draft, actor=office.dispatcher.actor, at=MONDAY + HOUR)
    facts = AuditEntry.objects.filter(verb="concerns.superior_taken").latest("id").facts
    return {name: value for name, value in facts.items() if name.startswith("due")}


def test_another_limit_of_a_repeat_is_recorded_with_the_one_before() -> None:
    office = make_office()
    superior = superior_order(office, their_due_at=None)
    first, sooner = MONDAY + 9 * HOUR, MONDAY + 3 * HOUR
    assert told_again(superior, office, first) == {"due_before": None, "due_now": first.isoformat()}
    assert told_again(superior, office, first) == {}
    assert told_again(superior, office, sooner) == {
        "due_before": first.isoformat(),
        "due_now": sooner.isoformat(),
    }
    superior.refresh_from_db()
    assert superior.their_due_at == sooner


def test_a_file_that_is_not_newer_does_not_move_the_limit_back() -> None:
    office = make_office()
    superior = superior_order(office, their_due_at=MONDAY + 3 * HOUR)
    longer, sent = MONDAY + 9 * HOUR, superior.issued_at
    told_again(superior, office, longer)
    for issued_at in (sent, sent - HOUR):
        old = {"issued_at": issued_at, "is_from_file": True}
        assert told_again(superior, office, MONDAY + 3 * HOUR, **old) == {
            "due_kept": longer.isoformat(),
            "due_told": (MONDAY + 3 * HOUR).isoformat(),
        }
        superior.refresh_from_db()
        assert superior.their_due_at == longer
    told_again(superior, office, MONDAY + 4 * HOUR, issued_at=sent + HOUR / 10, is_from_file=True)
    superior.refresh_from_db()
    assert superior.their_due_at == MONDAY + 4 * HOUR


def test_the_rows_of_a_file_are_told_as_a_files() -> None:
    office = make_office()
    superior = superior_order(office, their_due_at=MONDAY + 9 * HOUR)
    row = OrderRow(superior.number, "路灯不亮", superior.issued_at, MONDAY + 3 * HOUR)
    option, actor = str(superior.source_id), office.dispatcher.actor
    ORDERS_FROM_ABOVE.take(drafts=[row], option=option, source="", actor=actor, at=MONDAY)
    superior.refresh_from_db()
    assert superior.their_due_at == MONDAY + 9 * HOUR

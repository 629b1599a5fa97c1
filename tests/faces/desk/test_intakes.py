"""A clerk hands a file in on screen, sees what would become of it, brings it in, and gets back what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jiezhi.concerns.intakes import MESSAGES
from jiezhi.concerns.models import Concern, SuperiorOrder
from jiezhi.intake import kinds
from jiezhi.intake.actions import choose_columns, start_run
from jiezhi.intake.choices import RunState
from jiezhi.intake.models import IntakeRun, RememberedColumns
from jiezhi.intake.queries import titles_digest
from jiezhi.intake.running import advance, table_of
from jiezhi.intake.sheets.reading import read_table
from jiezhi.kit.models import AuditEntry
from tests.factories import Office, make_office, settle, staff_client
from tests.factories.above import make_source
from tests.factories.intake import REFUSED_ROW, checked_run
from tests.intake import tables

pytestmark = pytest.mark.django_db(transaction=True)


def upload(content: bytes, name: str = "留言.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hand_in(client, content: bytes, holds: str = "concerns.messages|", name: str = "留言.xlsx"):
    return client.post(reverse("desk:intakes"), {"holds": holds, "file": upload(content, name)})


def test_a_file_goes_from_the_first_look_to_its_end():
    office = make_office()
    client = staff_client(office.dispatcher)
    answer = hand_in(client, tables.messages(REFUSED_ROW, *tables.ROWS))
    page = client.get(answer.headers["Location"]).content.decode()
    assert "hx-trigger" in page
    assert not Concern.objects.exists()
    settle(timezone.now())
    run = IntakeRun.objects.get()
    page = client.get(answer.headers["Location"]).content.decode()
    assert (run.state, run.read, run.imported, run.refused) == (RunState.CHECKED, 4, 3, 1)
    assert "缺少年份" in page
    assert not Concern.objects.exists()
    client.post(reverse("desk:intake_start", args=[run.pk]))
    settle(timezone.now())
    run.refresh_from_db()
    assert (run.state, run.imported, run.refused) == (RunState.DONE, 3, 1)
    assert Concern.objects.count() == 3


def test_replies_that_were_added_are_counted_apart_on_screen():
    office = make_office()
    client = staff_client(office.dispatcher)
    waiting = tables.ROWS[1]
    for row in (waiting, (*waiting[:5], "已劝停。", "2019-07-02 09:00")):
        address = hand_in(client, tables.messages(row)).headers["Location"]
        settle(timezone.now())
        client.post(reverse("desk:intake_start", args=[IntakeRun.objects.latest("opened_at").pk]))
        settle(timezone.now())
    page = client.get(address).content.decode()
    assert '<dt>补充办理结果</dt><dd class="number">1</dd>' in page
    assert '<dt>已有</dt><dd class="number">0</dd>' in page
    assert "补充办理结果" in client.get(reverse("desk:intakes")).content.decode()


def test_the_refused_rows_come_back_with_their_reason_and_leave_a_trace():
    office = make_office()
    run = checked_run(office, at=timezone.now())
    answer = staff_client(office.dispatcher).post(reverse("desk:intake_refused", args=[run.pk]))
    assert answer.headers["Cache-Control"] == "no-store"
    (sheet,) = read_table(answer.content).sheets
    assert [row.cells[0] for row in sheet.rows] == ["留言编号", "9"]
    assert sheet.rows[0].cells[-1] == "原因"
    assert str(sheet.rows[1].cells[-1]).startswith("留言时间：")
    assert AuditEntry.objects.filter(verb="intake.refused_rows_fetched").count() == 1


def test_unknown_titles_are_chosen_once_and_remembered():
    office = make_office()
    client = staff_client(office.dispatcher)
    content = tables.xlsx(["发生于", "说了什么"], ["2019-06-20", "路灯不亮"])
    run_id = hand_in(client, content).headers["Location"].split("/")[-2]
    settle(timezone.now())
    page = client.get(reverse("desk:intake", args=[run_id])).content.decode()
    assert "说了什么" in page
    chosen = {"words": "说了什么", "submitted_at": "发生于"}
    client.post(reverse("desk:intake_columns", args=[run_id]), chosen)
    settle(timezone.now())
    assert IntakeRun.objects.get().read == 1
    client.post(reverse("desk:intake_start", args=[run_id]))
    settle(timezone.now())
    assert Concern.objects.get().words == "路灯不亮"
    assert RememberedColumns.objects.count() == 1
    hand_in(client, tables.xlsx(["发生于", "说了什么"], ["2019-06-21", "井盖破损"]))
    settle(timezone.now())
    newest = IntakeRun.objects.order_by("-opened_at").first()
    assert newest is not None
    assert (newest.read, newest.imported) == (1, 1)


def remember_columns(office: Office, **chosen: str) -> None:
    RememberedColumns.objects.update_or_create(
        sub_district_id=office.street.pk,
        kind=MESSAGES.name,
        titles_digest=titles_digest(STRANGE),
        defaults={"chosen": chosen},
    )


STRANGE = ("发生于", "登记于", "说了什么", "另外说的")
STRANGE_ROW = ("2019-06-20", "2020-01-01", "路灯不亮", "没有别的")


@pytest.mark.parametrize("is_under_way", [False, True])
def test_what_is_brought_in_is_what_was_looked_at(*, is_under_way: bool, monkeypatch):
    office, now = make_office(), timezone.now()
    monkeypatch.setitem(kinds._kinds, MESSAGES.name, replace(MESSAGES, chunk=1))
    remember_columns(office, words="说了什么", submitted_at="发生于")
    run = checked_run(
        office, at=now, content=tables.xlsx(STRANGE, STRANGE_ROW, ["2019-06-21", "", "井盖破损", ""])
    )
    deed = {"actor": office.dispatcher.actor, "by_worker": False}
    if is_under_way:
        run = advance(start_run(run_id=run.pk, at=now, **deed), at=now, by_worker=False)
    remember_columns(office, words="另外说的", submitted_at="登记于")
    if not is_under_way:
        run = start_run(run_id=run.pk, at=now, **deed)
    while run.state == RunState.RUNNING:
        run = advance(run, at=now, by_worker=False)
    assert sorted(Concern.objects.values_list("words", flat=True)) == ["井盖破损", "路灯不亮"]
    assert {concern.submitted_at.year for concern in Concern.objects.all()} == {2019}
    assert (run.imported, run.refused) == (2, 0)


def test_columns_chosen_anew_count_more_than_what_was_looked_at_before():
    office, now = make_office(), timezone.now()
    remember_columns(office, words="另外说的", submitted_at="登记于")
    run = checked_run(office, at=now, content=tables.xlsx(STRANGE, STRANGE_ROW))
    chosen = {"words": "说了什么", "submitted_at": "发生于"}
    choose_columns(run_id=run.pk, chosen=chosen, actor=office.dispatcher.actor, at=now)
    settle(now)
    assert IntakeRun.objects.get().looked_with == chosen


def test_a_run_that_was_looked_at_before_its_choice_was_kept_is_still_read():
    office = make_office()
    remember_columns(office, words="说了什么", submitted_at="发生于")
    run = checked_run(office, at=timezone.now(), content=tables.xlsx(STRANGE, STRANGE_ROW))
    run.looked_with = None
    assert [row.draft.words for row in table_of(run, at=run.opened_at).rows] == ["路灯不亮"]


def test_a_column_chosen_twice_is_refused_and_the_choice_stays():
    office = make_office()
    run = checked_run(office, at=timezone.now())
    answer = staff_client(office.dispatcher).post(
        reverse("desk:intake_columns", args=[run.pk]), {"words": "留言详情", "reply": "留言详情"}
    )
    assert answer.status_code == 422
    assert "选了两次" in answer.content.decode()
    assert IntakeRun.objects.get().chosen == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"PK\x03\x04 and nothing more", "损坏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, ""),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, words: str):
    office = make_office()
    client = staff_client(office.dispatcher)
    answer = hand_in(client, content)
    if answer.status_code == 302:
        settle(timezone.now())
        assert IntakeRun.objects.get().state == RunState.REFUSED
        answer = client.get(answer.headers["Location"])
        assert IntakeRun.objects.get().trouble in answer.content.decode()
    else:
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not IntakeRun.objects.exists()


def test_the_same_file_twice_at_once_is_one_run():
    client = staff_client(make_office().dispatcher)
    file = tables.messages()  # Written once: a workbook holds the second in which it was made.
    first, second = hand_in(client, file), hand_in(client, file)
    assert first.headers["Location"] == second.headers["Location"]
    assert IntakeRun.objects.count() == 1


def test_a_stopped_file_stays_where_it_is_and_can_be_handed_in_again():
    office = make_office()
    client = staff_client(office.dispatcher)
    run = checked_run(office, at=timezone.now(), content=tables.messages())
    client.post(reverse("desk:intake_stop", args=[run.pk]))
    settle(timezone.now())
    assert IntakeRun.objects.get().state == RunState.STOPPED
    assert client.post(reverse("desk:intake_start", args=[run.pk])).status_code == 409
    again = hand_in(client, tables.messages())
    assert str(run.pk) not in again.headers["Location"]


def test_a_run_whose_worker_died_can_be_taken_up_again():
    office = make_office()
    client = staff_client(office.dispatcher)
    run = checked_run(office, at=timezone.now(), content=tables.messages())
    IntakeRun.objects.update(
        state=RunState.RUNNING, imported=0, moved_at=timezone.now() - timedelta(minutes=5)
    )
    assert "继续" in client.get(reverse("desk:intake", args=[run.pk])).content.decode()
    client.post(reverse("desk:intake_start", args=[run.pk]))
    settle(timezone.now())
    assert Concern.objects.count() == 3


ABOVE_TITLES = ("工单编号", "派单时间", "办理时限", "诉求内容", "事发地址", "联系电话")


def day(away: int) -> str:
    """A day as a spreadsheet writes it, counted from today."""
    return f"{timezone.localdate() + timedelta(days=away):%Y-%m-%d} 09:30"


def test_a_file_of_orders_from_above_comes_in_once_and_a_longer_limit_is_taken_over():
    office = make_office()
    source = make_source(office)
    client = staff_client(office.dispatcher)
    sent, limit = day(-3), day(4)
    rows = [
        ("H1", sent, limit, "路灯不亮", "东门", "138****0000"),
        ("H2", sent, "", "井盖破损", "西门", "13800001111"),
        ("", sent, "", "没有编号", "西门", ""),
        ("H4", "2099-01-01", "", "将来", "", ""),
    ]
    holds = f"concerns.superior|{source.pk}"

    def bring_in(*lines: tuple[str, ...]) -> IntakeRun:
        url = hand_in(client, tables.xlsx(ABOVE_TITLES, *lines), holds, "热线.xlsx").headers["Location"]
        settle(timezone.now())
        client.post(f"{url}start/")
        settle(timezone.now())
        return IntakeRun.objects.get(pk=url.split("/")[-2])

    run = bring_in(*rows)
    assert (run.state, run.read, run.imported, run.refused, run.already) == (RunState.DONE, 4, 2, 2, 0)
    assert set(SuperiorOrder.objects.values_list("number", flat=True)) == {"H1", "H2"}
    run = bring_in(("H1", sent, day(9), "路灯不亮", "东门", ""))
    assert (run.imported, run.already) == (0, 1)
    their_due_at = SuperiorOrder.objects.get(number="H1").their_due_at
    assert their_due_at is not None
    assert f"{timezone.localtime(their_due_at):%Y-%m-%d %H:%M}" == day(9)
    assert Concern.objects.count() == 2

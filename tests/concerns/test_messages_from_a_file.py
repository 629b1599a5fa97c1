"""A file of earlier messages comes in once, with its own times, and what cannot come in says why and where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jiezhi.concerns import history
from jiezhi.concerns.history import CHUNK, PastMessage, import_messages
from jiezhi.concerns.intakes import MESSAGES
from jiezhi.concerns.models import Callback, Concern
from jiezhi.concerns.permissions import IMPORT
from jiezhi.concerns.queries import imported_to_receive
from jiezhi.intake.actions import start_run, take_chunk
from jiezhi.intake.choices import RunState
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.keeping import has_content
from jiezhi.intake.kinds import register_kind
from jiezhi.intake.models import IntakeRun
from jiezhi.intake.permissions import BRING_IN
from jiezhi.intake.queries import refusals_of
from jiezhi.intake.running import advance, hand_in, refused_rows_file
from jiezhi.intake.tasks import forget_contents
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.models import AuditEntry, OutboxDelivery
from jiezhi.notices.models import Notice
from jiezhi.organisation.queries import matters_of
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.workflow import FLOWS
from tests.factories import Office, make_office, make_street, settle
from tests.intake import tables

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 2, tzinfo=UTC)


def importer(office: Office) -> Actor:
    return system_job(
        "concerns.import",
        sub_district_id=office.street.pk,
        permissions=frozenset({BRING_IN.code, IMPORT.code}),
    )


def bring_in(office: Office, content: bytes, *, parts: int = 1_000_000) -> IntakeRun:
    """Hand a file in and take its parts, or only the first of them."""
    run = hand_in(
        content, kind=MESSAGES.name, file_name="留言.xlsx", by_worker=False, actor=importer(office), at=AT
    )
    if run.state == RunState.WAITING:
        run = advance(run, at=AT, by_worker=False)
    if run.state == RunState.CHECKED and run.refused < run.read:
        run = start_run(run_id=run.pk, by_worker=False, actor=importer(office), at=AT)
    while run.state == RunState.RUNNING and parts:
        run, parts = advance(run, at=AT, by_worker=False), parts - 1
    return run


def counts(run: IntakeRun) -> tuple[int, int, int, int]:
    return run.read, run.imported, run.refused, run.already


def test_a_message_with_a_reply_becomes_a_finished_order_with_its_own_times() -> None:
    office = make_office()
    assert counts(bring_in(office, tables.messages())) == (3, 3, 0, 0)
    concern = Concern.objects.get(words__startswith="路灯不亮")
    assert concern.words == "路灯不亮\n东门的路灯坏了三天。"
    order = concern.order
    assert order is not None
    assert concern.submitted_at == order.opened_at == datetime(2019, 6, 20, 2, 55, 18, tzinfo=UTC)
    assert order.resolved_at == order.closed_at == datetime(2019, 6, 24, 2, 36, 19, tzinfo=UTC)
    assert (order.state, order.reply, order.number[:10]) == ("closed", "已修好。", "GD20190620")
    assert (order.lead, order.dispatched_at, order.due_at, order.handling_min) == (None, None, None, None)


def test_a_message_without_a_reply_waits_for_the_dispatcher() -> None:
    office = make_office()
    bring_in(office, tables.messages())
    (waiting,) = imported_to_receive(office.dispatcher.actor)
    assert waiting.words == "噪声扰民\n楼下半夜施工。"


def test_the_history_of_an_order_is_one_that_its_flow_allows() -> None:
    bring_in(make_office(), tables.messages())
    for order in WorkOrder.objects.all():
        states = [
            (entry.verb, entry.from_state, entry.to_state) for entry in order.entries.order_by("at", "id")
        ]
        assert states[0] == ("open", "", FLOWS[order.flow].start)
        for verb, before, after in states[1:]:
            assert FLOWS[order.flow].target_of(verb, before) == after
        assert states[-1][2] == order.state
    assert OrderEntry.objects.count() == 4


def test_nobody_is_told_and_nobody_is_called_back() -> None:
    bring_in(make_office(), tables.messages())
    settle()
    assert not Notice.objects.exists()
    assert not Callback.objects.exists()
    assert not OutboxDelivery.objects.exists()
    entry = AuditEntry.objects.get(verb="concerns.messages_imported")
    assert entry.facts == {
        "source": "留言.xlsx",
        "imported": 3,
        "completed": 0,
        "already": 0,
        "refused": 0,
    }


def test_nothing_of_the_sender_is_kept() -> None:
    bring_in(make_office(), tables.messages())
    for row in Concern.objects.values():
        assert "网友甲" not in str(row)


def test_a_telephone_number_in_a_reply_is_masked_in_the_order() -> None:
    row = ("1", "甲", "", "2019-06-20", "路灯不亮", "请拨打13800001234", "2019-06-21")
    bring_in(make_office(), tables.messages(row))
    assert WorkOrder.objects.get().reply == "请拨打138****1234"


def test_the_unsorted_matter_is_not_among_those_to_choose_from() -> None:
    office = make_office()
    before = matters_of(office.street.pk)
    bring_in(office, tables.messages())
    assert matters_of(office.street.pk) == before
    assert {order.matter.code for order in WorkOrder.objects.all()} == {"unsorted"}


def test_the_same_file_again_and_a_row_twice_in_it_make_nothing_new() -> None:
    office = make_office()
    assert counts(bring_in(office, tables.messages(*tables.ROWS, tables.ROWS[0]))) == (4, 3, 0, 1)
    assert counts(bring_in(office, tables.messages())) == (3, 0, 0, 3)
    assert Concern.objects.count() == 3


REPLIED = (*tables.ROWS[1][:5], "已劝停，请拨13800001234回访。", "2019-07-02 09:00")
"""The message that came without a reply, as a later file has it."""


def test_a_reply_that_comes_later_finishes_the_request_that_waits() -> None:
    office = make_office()
    bring_in(office, tables.messages())
    (waiting,) = imported_to_receive(office.dispatcher.actor)
    later = tables.messages(tables.ROWS[0], REPLIED, tables.ROWS[2])
    run = bring_in(office, later)
    assert (*counts(run), run.completed) == (3, 0, 0, 2, 1)
    assert imported_to_receive(office.dispatcher.actor) == []
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == ("received", 2)
    order = waiting.order
    assert order is not None
    assert (order.state, order.reply) == ("closed", "已劝停，请拨138****1234回访。")
    assert order.origin_id == waiting.pk
    assert order.opened_at == waiting.submitted_at
    assert order.closed_at == datetime(2019, 7, 2, 1, tzinfo=UTC)
    assert [entry.verb for entry in order.entries.order_by("at", "id")] == ["open", "answer"]
    entries = AuditEntry.objects.filter(verb="concerns.messages_imported").order_by("id")
    facts = [entry.facts for entry in entries][-1]
    assert (facts["completed"], facts["already"]) == (1, 2)
    again = bring_in(office, later)
    assert (*counts(again), again.completed) == (3, 0, 0, 3, 0)
    assert (Concern.objects.count(), WorkOrder.objects.count()) == (3, 3)


def test_a_look_says_how_many_replies_would_be_added() -> None:
    office, later = make_office(), tables.messages(REPLIED)
    bring_in(office, tables.messages())
    run = hand_in(later, kind=MESSAGES.name, file_name="x", by_worker=False, actor=importer(office), at=AT)
    looked = advance(run, at=AT, by_worker=False)
    assert (*counts(looked), looked.completed) == (1, 0, 0, 0, 1)
    assert len(imported_to_receive(office.dispatcher.actor)) == 1


def test_a_reply_leaves_alone_what_staff_have_taken_up() -> None:
    office = make_office()
    bring_in(office, tables.messages())
    (waiting,) = imported_to_receive(office.dispatcher.actor)
    staff_order = WorkOrder.objects.exclude(concerns=None).first()
    Concern.objects.filter(pk=waiting.pk).update(state="received", order=staff_order)
    run = bring_in(office, tables.messages(REPLIED))
    assert (*counts(run), run.completed) == (1, 0, 0, 1, 0)
    waiting.refresh_from_db()
    assert (waiting.order, waiting.version) == (staff_order, 1)
    assert WorkOrder.objects.count() == 2


def test_of_a_row_twice_in_a_file_the_one_with_the_reply_counts() -> None:
    assert counts(bring_in(make_office(), tables.messages(tables.ROWS[1], REPLIED))) == (2, 1, 0, 1)
    assert Concern.objects.get().state == "received"


def test_a_killed_import_of_replies_goes_on_where_it_was() -> None:
    office = make_office()
    rows = [(f"{n}", "甲", "", "2019-06-20 10:00", f"第{n}盏路灯不亮", "", "") for n in range(12)]
    bring_in(office, tables.messages(*rows))
    content = tables.messages(*((*row[:5], "已修好。", "2019-06-21") for row in rows))
    register_kind(replace(MESSAGES, chunk=5))
    try:
        assert bring_in(office, content, parts=2).completed == 10
        assert len(imported_to_receive(office.dispatcher.actor)) == 2
        run = bring_in(office, content)
    finally:
        register_kind(MESSAGES)
    assert (*counts(run), run.completed) == (12, 0, 0, 0, 12)
    assert WorkOrder.objects.count() == 12


def test_another_street_has_its_own_messages() -> None:
    for office in (make_office(), make_office()):
        assert bring_in(office, tables.messages()).imported == 3


def test_a_killed_import_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    office = make_office()
    rows = [(f"{n}", "甲", "", "2019-06-20 10:00", f"第{n}盏路灯不亮", "", "") for n in range(12)]
    content = tables.messages(*rows)  # made once: a workbook holds the second in which it was written
    register_kind(replace(MESSAGES, chunk=5))
    try:
        assert bring_in(office, content, parts=2).taken == 10
        assert Concern.objects.count() == 10
        assert counts(bring_in(office, content)) == (12, 12, 0, 0)
    finally:
        register_kind(MESSAGES)
    assert IntakeRun.objects.count() == 1
    numbers = sorted(Concern.objects.values_list("number", flat=True))
    assert numbers == [f"SQ20190620-{n:04}" for n in range(1, 13)]


def test_a_part_whose_worker_died_in_the_middle_is_not_in(monkeypatch: pytest.MonkeyPatch) -> None:
    office = make_office()
    run = hand_in(
        tables.messages(), kind=MESSAGES.name, file_name="x", by_worker=False, actor=importer(office), at=AT
    )
    run = advance(run, at=AT, by_worker=False)
    run = start_run(run_id=run.pk, by_worker=False, actor=importer(office), at=AT)

    def dying(*_args: object, **_given: object):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(history, "import_orders", dying)
        with pytest.raises(KeyboardInterrupt):
            advance(run, at=AT, by_worker=False)
    run.refresh_from_db()
    assert (run.state, run.taken, run.imported) == (RunState.RUNNING, 0, 0)
    assert counts(advance(run, at=AT, by_worker=False)) == (3, 3, 0, 0)
    stale = take_chunk(run_id=run.pk, drafts=[], since=0, until=3, actor=importer(office), at=AT)
    assert counts(stale) == (3, 3, 0, 0)


WRONG = (
    ("1", "甲", "", "6月20日", "没有年份", "", ""),
    ("2", "甲", "", "2019-02-30", "没有这一天", "", ""),
    ("3", "甲", "", "2019-06-20", "", "", ""),
    ("4", "甲", "", "2019-06-20", "回复早", "好", "2019-06-01"),
    ("5", "甲", "", "2019-06-20", "回复无时间", "好", ""),
    ("6", "甲", "", "2099-01-01", "将来", "", ""),
    (110101199001011234, "甲", "", "2019-06-20", "编号失真", "", ""),
    ("8", "甲", "", "2019-06-20", "长" * 20_001, "", ""),
    ("9", "甲", "", "2019-06-20", "好的一行", "", ""),
)


def test_every_refused_row_is_named_by_sheet_row_column_and_reason() -> None:
    run = bring_in(make_office(), tables.messages(*WRONG))
    assert counts(run) == (9, 1, 8, 0)
    assert [(row.sheet, row.row, row.column, row.reason) for row in refusals_of(run)] == [
        ("Sheet1", 2, "留言时间", "no_year"),
        ("Sheet1", 3, "留言时间", "no_such_day"),
        ("Sheet1", 4, "留言详情", "no_words"),
        ("Sheet1", 5, "答复时间", "reply_before"),
        ("Sheet1", 6, "答复意见", "reply_undated"),
        ("Sheet1", 7, "留言时间", "future"),
        ("Sheet1", 8, "留言编号", "precision_lost"),
        ("Sheet1", 9, "留言详情", "too_long"),
    ]
    assert all(MESSAGES.words_for(row.reason) != row.reason for row in refusals_of(run))


def test_the_file_of_refused_rows_can_be_corrected_and_handed_back() -> None:
    office = make_office()
    handed_out = refused_rows_file(bring_in(office, tables.messages(*WRONG[:2], *tables.ROWS)))
    assert counts(bring_in(office, handed_out)) == (2, 0, 2, 0)
    mended = [(*row[:3], "2019-06-20", *row[4:]) for row in WRONG[:2]]
    assert counts(bring_in(office, tables.messages(*mended))) == (2, 2, 0, 0)


def test_a_look_counts_the_same_and_writes_nothing() -> None:
    office, content = make_office(), tables.messages(*WRONG, *tables.ROWS, tables.ROWS[0])
    run = hand_in(content, kind=MESSAGES.name, file_name="x", by_worker=False, actor=importer(office), at=AT)
    looked = advance(run, at=AT, by_worker=False)
    assert looked.state == RunState.CHECKED
    assert not Concern.objects.exists()
    assert not AuditEntry.objects.filter(verb="concerns.messages_imported").exists()
    assert counts(bring_in(office, content)) == counts(looked) == (13, 4, 8, 1)


def test_a_table_of_something_else_waits_for_its_columns() -> None:
    run = bring_in(make_office(), tables.xlsx(["一级分类", "二级分类"], ["城乡建设", "安全生产"]))
    assert (run.state, run.read, run.titles, run.left_out) == (
        RunState.CHECKED,
        0,
        ["一级分类", "二级分类"],
        ["Sheet1"],
    )


def test_the_content_is_gone_when_all_is_in_and_kept_while_rows_are_refused() -> None:
    office = make_office()
    assert not has_content(bring_in(office, tables.messages()).pk)
    refused = bring_in(office, tables.messages(*WRONG))
    assert has_content(refused.pk)
    forget_contents(AT + timedelta(days=6))
    assert has_content(refused.pk)
    forget_contents(datetime.now(UTC) + timedelta(days=8))
    assert not has_content(refused.pk)
    with pytest.raises(FileRefusedError, match=r"."):
        refused_rows_file(refused)


def test_who_may_not_import_is_refused() -> None:
    office = make_office()
    message = PastMessage("1", "", "路灯不亮", AT - timedelta(days=9))
    with pytest.raises(RefusedError):
        import_messages(messages=[message], source="x", actor=office.officer.actor, at=AT)
    with pytest.raises(ValueError, match="500"):
        import_messages(messages=[message] * (CHUNK + 1), source="x", actor=importer(office), at=AT)


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_did_in_its_last_line(tmp_path: Path) -> None:
    office = make_office()
    file = tmp_path / "留言.xlsx"
    file.write_bytes(tables.messages(WRONG[0], *tables.ROWS))
    out, err = StringIO(), StringIO()
    call_command("concerns", "import", str(file), "--dry-run", stdout=out, stderr=err)
    assert not Concern.objects.exists()
    call_command("concerns", "import", str(file), stdout=out, stderr=err)
    last = [line for line in out.getvalue().splitlines() if line][-1]
    assert last == "read 4, imported 3, completed 0, refused 1, already there 0"
    assert "Sheet1!2 留言时间" in err.getvalue()
    refused = tmp_path / "留言-refused.xlsx"
    assert counts(bring_in(office, refused.read_bytes()))[:3] == (1, 0, 1)
    other = tmp_path / "matters.xlsx"
    other.write_bytes(tables.xlsx(["一级分类", "二级分类"], ["城乡建设", "安全生产"]))
    for more in ([], ["--dry-run"]):
        with pytest.raises(CommandError, match="留言详情"):
            call_command("concerns", "import", str(other), *more)
    make_street()
    with pytest.raises(CommandError, match="--street"):
        call_command("concerns", "import", str(file))
    call_command("concerns", "import", str(file), "--street", office.street.slug, stdout=out, stderr=err)
    assert out.getvalue().splitlines()[-1] == "read 4, imported 0, completed 0, refused 1, already there 3"
    with pytest.raises(CommandError, match="gone"):
        call_command("concerns", "import", str(tmp_path / "gone.xlsx"), "--street", office.street.slug)

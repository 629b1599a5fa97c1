"""The superior's file: brought in as a file, shown as it is, and every difference from ours with its reason."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.assessment.actions import SuperiorDraft
from jiezhi.assessment.choices import Difference
from jiezhi.assessment.errors import BroughtError
from jiezhi.assessment.explaining import explain
from jiezhi.assessment.intakes import SUPERIOR_COUNT
from jiezhi.assessment.models import SuperiorLine, SuperiorScore
from jiezhi.concerns.actions import take_superior_order
from jiezhi.core.scorecards import Tally
from jiezhi.evidence.actions import ask_pack, decide_exclusion
from jiezhi.evidence.brief import brief_of
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells
from jiezhi.intake.sheets.reading import SheetRow
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.models import WorkOrder
from tests.factories import dispatched_order, make_office, staff_client
from tests.factories.above import make_superior_draft, superior_order
from tests.factories.assessment import superior_count
from tests.factories.evidence import asked_exclusion
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MONTH = MONDAY.date().replace(day=1)
AFTER = datetime(2026, 12, 20, tzinfo=UTC)


def answered(office, superior, *, solved=True, satisfied=True) -> WorkOrder:
    """An order of ours behind an order from above, with what our own callback heard."""
    order = dispatched_order(office)
    values = {"was_solved": solved, "was_satisfied": satisfied, "resolved_at": MONDAY, "closed_at": MONDAY}
    WorkOrder.objects.filter(pk=order.pk).update(state="closed", **values)
    superior.concern.order = order
    superior.concern.state = "received"
    superior.concern.save(update_fields=["order", "state"])
    return order


def test_every_order_of_the_file_is_explained_and_nothing_is_mixed():
    office = make_office()
    same, worse, excluded, unasked, missing = (superior_order(office) for _ in range(5))
    answered(office, same)
    answered(office, worse)
    order = answered(office, excluded, solved=False, satisfied=False)
    wish = asked_exclusion(office, order, at=MONDAY)
    decide_exclusion(
        exclusion_id=wish.pk, is_granted=True, answer="已起诉", actor=office.leader.actor, at=MONDAY
    )
    drafts = [
        SuperiorDraft(same.number, was_solved=True, was_satisfied=True),
        SuperiorDraft(worse.number, was_solved=True, was_satisfied=False),
        SuperiorDraft(excluded.number, was_solved=False, was_satisfied=False),
        SuperiorDraft(unasked.number, was_solved=False),
        SuperiorDraft("RX9999000001", was_solved=True),
        SuperiorDraft("RX9999000002", is_left_out=True),
    ]
    score = superior_count(office, drafts, month_on=MONTH, at=MONDAY)
    found = explain(office.leader.actor, score, today=AFTER.date())
    assert dict(found.reasons) == {
        Difference.SAME: 1,
        Difference.WORSE: 1,
        Difference.EXCLUDED: 1,
        Difference.UNASKED: 1,
        Difference.UNKNOWN: 2,
    }
    assert found.missing == 1
    solved = found.rates[1]
    assert (solved.theirs, solved.same, solved.ours) == (Tally(3, 5), Tally(2, 3), Tally(2, 3))
    url = reverse("assessment:above_count", args=[score.pk])
    text = staff_client(office.leader).get(url).content.decode()
    assert "60.0% / 5" in text
    assert worse.number in text
    assert same.number not in text
    assert missing.number not in text
    assert staff_client(office.officer).get(url).status_code == 404


@pytest.mark.parametrize(
    ("theirs", "solved", "reason"),
    [
        (True, None, Difference.ONLY_THEY_REACHED),
        (False, True, Difference.ONLY_WE_REACHED),
        (True, True, Difference.SAME),
    ],
)
def test_whom_only_one_side_reached_is_no_verdict(theirs, solved, reason):
    office = make_office()
    superior = superior_order(office)
    answered(office, superior, solved=solved, satisfied=solved)
    drafts = [SuperiorDraft(superior.number, was_answered=theirs)]
    score = superior_count(office, drafts, month_on=MONTH, at=MONDAY)
    assert dict(explain(office.leader.actor, score, today=AFTER.date()).reasons) == {reason: 1}
    page = staff_client(office.leader).get(reverse("assessment:above_count", args=[score.pk]))
    assert "我方为" not in page.content.decode()
    assert (superior.number in page.content.decode()) == (reason is not Difference.SAME)


def test_the_imported_verdict_stands_in_the_evidence_beside_our_own_callback():
    office = make_office()
    superior = superior_order(office)
    order = answered(office, superior)
    draft = SuperiorDraft(superior.number, was_answered=True, was_solved=False, was_satisfied=False)
    score = superior_count(office, [draft], month_on=MONTH, at=MONDAY)
    told = str(brief_of(ask_pack(order_id=order.pk, actor=office.dispatcher.actor, at=MONDAY)).above)
    assert superior.number in told
    assert f"{MONTH:%Y-%m}" in told
    assert "联系到：是；结果：未解决（不满意）" in told
    url = reverse("evidence:evidence", args=[order.pk])
    page = " ".join(staff_client(office.dispatcher).get(url).content.decode().split())
    assert "2026-11 上级考核：已解决 否" in page
    assert "街道自己的回访：已解决 是" in page
    SuperiorScore.objects.filter(pk=score.pk).update(taken_back_at=MONDAY, taken_back_why="月份不对")
    assert "上级考核：" not in staff_client(office.dispatcher).get(url).content.decode()


def test_whom_the_superior_did_not_reach_has_no_verdict_on_the_page():
    office = make_office()
    superior = superior_order(office)
    order = answered(office, superior)
    draft = SuperiorDraft(
        superior.number, was_answered=False, was_solved=None, was_satisfied=None, note="空号"
    )
    superior_count(office, [draft], month_on=MONTH, at=MONDAY)
    url = reverse("evidence:evidence", args=[order.pk])
    page = " ".join(staff_client(office.dispatcher).get(url).content.decode().split())
    assert '2026-11 上级考核：未联系上 <span class="second">空号</span>' in page


def test_a_file_that_comes_twice_changes_nothing():
    office = make_office()
    superior = superior_order(office)
    option = f"{superior.source_id}/{MONTH:%Y-%m-%d}"
    drafts = [SuperiorDraft(superior.number, was_solved=True)]
    actor = office.dispatcher.actor
    take = {"drafts": drafts, "option": option, "source": "十月.xlsx", "actor": actor, "at": MONDAY}
    assert SUPERIOR_COUNT.known({superior.number}, option, actor) == set()
    first, second = SUPERIOR_COUNT.take(**take), SUPERIOR_COUNT.take(**take)
    assert (first.imported, second.imported, second.already) == (1, 0, 1)
    assert SUPERIOR_COUNT.known({superior.number}, option, actor) == {superior.number}
    assert SuperiorLine.objects.get().number == superior.number
    assert option in dict(SUPERIOR_COUNT.options(actor))


def test_a_line_whose_order_comes_later_is_linked_when_it_is_read():
    office = make_office()
    draft = make_superior_draft(office)
    score = superior_count(office, [SuperiorDraft(draft.number, was_solved=True)], month_on=MONTH, at=MONDAY)
    found = explain(office.leader.actor, score, today=AFTER.date())
    assert (dict(found.reasons), found.missing) == ({Difference.UNKNOWN: 1}, 0)
    superior = take_superior_order(draft=draft, actor=office.dispatcher.actor, at=MONDAY).superior
    answered(office, superior)
    found = explain(office.leader.actor, score, today=AFTER.date())
    assert (dict(found.reasons), found.missing) == ({Difference.SAME: 1}, 0)


def test_a_corrected_file_stands_as_a_version_beside_the_first():
    office = make_office()
    superior = superior_order(office)
    answered(office, superior)
    first = superior_count(
        office, [SuperiorDraft(superior.number, was_solved=False)], month_on=MONTH, at=MONDAY
    )
    actor, key = office.dispatcher.actor, f"{superior.source_id}/{MONTH:%Y-%m-%d}"
    with patch.object(timezone, "now", lambda: AFTER):
        offered = dict(SUPERIOR_COUNT.options(actor))
    assert "更正，第 2 版" in offered[f"{key}/2"]
    assert key in offered
    assert f"{key}/3" not in offered
    take = {"option": f"{key}/2", "source": "十月更正.xlsx", "actor": actor, "at": AFTER}
    drafts = [SuperiorDraft(superior.number, was_solved=True)]
    assert SUPERIOR_COUNT.known({superior.number}, f"{key}/2", actor) == set()
    taken = [SUPERIOR_COUNT.take(drafts=drafts, **take).imported for _time in range(2)]
    assert taken == [1, 0]
    second = SuperiorScore.objects.get(version=2)
    told = [dict(explain(office.leader.actor, row, today=AFTER.date()).reasons) for row in (first, second)]
    assert told == [{Difference.WORSE: 1}, {Difference.SAME: 1}]
    with pytest.raises(BroughtError):
        SUPERIOR_COUNT.take(drafts=drafts, **take | {"option": f"{key}/4"})
    assert "第 2 版" in staff_client(office.leader).get(reverse("assessment:above")).content.decode()


def test_a_file_under_the_wrong_month_is_taken_back_and_keeps_its_trace():
    office = make_office()
    superior = superior_order(office)
    drafts = [SuperiorDraft(superior.number, was_solved=True)]
    score = superior_count(office, drafts, month_on=MONTH, at=MONDAY)
    url = reverse("assessment:take_back", args=[score.pk])
    client = staff_client(office.dispatcher)
    for reason in (" ", "找13812345678核实"):
        assert client.post(url, {"reason": reason}).status_code == 422
    assert staff_client(office.officer).post(url, {"reason": "月份选错"}).status_code == 403
    client.post(url, {"reason": "月份选错，应为九月"})
    score.refresh_from_db()
    assert score.taken_back_at is not None
    assert (score.taken_back_why, score.lines.count()) == ("月份选错，应为九月", 1)
    assert AuditEntry.objects.filter(verb="assessment.superior_taken_back").count() == 1
    for page in (reverse("assessment:above"), reverse("assessment:above_count", args=[score.pk])):
        assert "已撤回" in client.get(page).content.decode()
    with pytest.raises(BroughtError):
        superior_count(office, drafts, month_on=MONTH, at=MONDAY)
    assert superior_count(office, drafts, month_on=MONTH, at=MONDAY, version=2).version == 2
    assert client.post(url, {"reason": "再撤一次"}).status_code == 409


def test_contacted_means_the_same_on_both_sides():
    office = make_office()
    reached, silent, lied, running = (superior_order(office) for _ in range(4))
    for superior, solved in ((reached, True), (silent, None), (lied, True)):
        answered(office, superior, solved=solved, satisfied=solved)
    running.concern.order = order_in_hand(office)  # taken on, and nobody has spoken to the reporter yet
    running.concern.state = "received"
    running.concern.save(update_fields=["order", "state"])
    drafts = [
        SuperiorDraft(reached.number, was_answered=True),
        SuperiorDraft(silent.number, was_answered=True),
        SuperiorDraft(lied.number, was_answered=False),
        SuperiorDraft(running.number, was_answered=True),
    ]
    score = superior_count(office, drafts, month_on=MONTH, at=MONDAY)
    found = explain(office.leader.actor, score, today=AFTER.date())
    contacted = found.rates[0]
    assert (contacted.theirs, contacted.same, contacted.ours) == (Tally(3, 4), Tally(2, 3), Tally(2, 3))
    why = {row.line.number: row.difference for row in found.rows}
    assert why == {
        silent.number: Difference.ONLY_THEY_REACHED,
        lied.number: Difference.ONLY_WE_REACHED,
        running.number: Difference.UNASKED,
    }


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        (("RX1", "已解决", "基本满意", "是", "", ""), (True, True, True, False)),
        (("RX1", "否", "不满意", "", "是", "法定途径"), (False, False, None, True)),
        (("RX1", "", "未回访", "—", "否", ""), (None, None, None, False)),
    ],
)
def test_rows_are_read_as_superiors_write_them(cells, answers):
    draft = SUPERIOR_COUNT.parse(row_of(cells), MONDAY)
    assert (draft.was_solved, draft.was_satisfied, draft.was_answered, draft.is_left_out) == answers


@pytest.mark.parametrize(
    ("cells", "reason"),
    [(("", "是"), "no_number"), (("9" * 65, "是"), "long_number"), (("RX1", "或许"), "unclear")],
)
def test_a_row_that_says_neither_yes_nor_no_is_refused(cells, reason):
    with pytest.raises(RowRefusedError) as refused:
        SUPERIOR_COUNT.parse(row_of(cells), MONDAY)
    assert refused.value.reason == reason


def row_of(cells) -> RowCells:
    names = ("number", "was_solved", "was_satisfied", "was_answered", "is_left_out", "note")
    return RowCells(
        SheetRow(2, tuple(cells)), {name: place for place, name in enumerate(names[: len(cells)])}
    )

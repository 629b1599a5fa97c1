"""A draft of the responsibility list, tried on past orders before it is approved."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.core.replay import PastCase
from jiezhi.core.routing import ListEntry, Place
from jiezhi.faces.desk.replay import dry_run_of, limit_judge, months_asked
from jiezhi.organisation.actions import (
    LineDraft,
    add_line,
    approve_draft,
    begin_draft,
    change_line,
    drop_line,
    submit_draft,
    withdraw_draft,
)
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import DraftLine, ListVersion, Matter
from jiezhi.workorders import replays
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.replays import PastOrder, past_orders
from tests.factories import make_department, make_office, staff_client, submitted_concern
from tests.factories.figures import random_orders

MONDAY_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OFFICE_HOURS = WorkingCalendar(
    ((datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=17)),), {}
)
LAMP = "11111111-1111-1111-1111-111111111111"


def past(done_after: timedelta | None, *, level: str = "normal", begun: datetime | None = MONDAY_NINE):
    """An order of five working days that was done in time, if it was done."""
    done = None if done_after is None else MONDAY_NINE + done_after
    case = PastCase("1", LAMP, Place("street"), "lights", None if done is None else True, level)
    return PastOrder(case, (5, "working_days"), begun, done)


def judged(order: PastOrder, limit: tuple[int, str] | None, *, was: tuple[int, str] | None = None):
    """What the judge says of an order under a line with this limit."""
    lines = [ListEntry(name, LAMP, "lights", in_force_from=date(2026, 1, 1)) for name in ("old", "new")]
    matter = Matter(name="路灯", limit_amount=5, limit_unit="working_days")
    limits = {name: each for name, each in (("old", was), ("new", limit)) if each}
    judge = limit_judge({"1": order}, limits, {LAMP: matter}, OFFICE_HOURS)
    return judge(order.case, lines[0], lines[1])


@pytest.mark.parametrize(
    ("hours", "limit", "in_time"),
    [
        (3, (4, "working_hours"), True),
        (4, (4, "working_hours"), True),
        (5, (4, "working_hours"), False),
        (32, (1, "working_days"), True),
        (33, (1, "working_days"), False),
    ],
)
def test_another_limit_is_counted_anew_from_the_dispatch(hours: int, limit: tuple[int, str], in_time: bool):
    assert judged(past(timedelta(hours=hours)), limit) is in_time


def test_the_urgency_shortens_the_new_limit_too():
    order = past(timedelta(hours=3))
    urgent = replace(order, case=replace(order.case, level="emergency"))
    assert judged(order, (4, "working_hours")) is True
    assert judged(urgent, (4, "working_hours")) is False


def test_the_same_limit_keeps_what_came_of_it_however_it_is_written():
    late_by_any_count = past(timedelta(days=60))
    assert judged(late_by_any_count, None) is True
    assert judged(late_by_any_count, (5, "working_days")) is True
    assert judged(late_by_any_count, (3, "natural_days"), was=(3, "natural_days")) is True


def test_a_line_without_a_limit_has_that_of_the_matter():
    order = past(timedelta(days=3))
    assert judged(order, None, was=(1, "working_hours")) is True
    assert judged(past(timedelta(days=30)), None, was=(1, "working_hours")) is False


def test_an_order_for_which_no_line_held_is_compared_with_its_own_limit():
    matter = Matter(name="路灯", limit_amount=1, limit_unit="working_hours")
    line = ListEntry("new", LAMP, "lights", in_force_from=date(2026, 1, 1))
    order = past(timedelta(days=3))
    judge = limit_judge({"1": order}, {}, {LAMP: matter}, OFFICE_HOURS)
    assert judge(order.case, None, line) is False
    judge = limit_judge({"1": order}, {"new": (5, "working_days")}, {LAMP: matter}, OFFICE_HOURS)
    assert judge(order.case, None, line) is True


def test_without_a_dispatch_or_an_end_nothing_can_be_said():
    assert judged(past(None), (1, "working_hours")) is None
    assert judged(past(timedelta(hours=1), begun=None), (1, "working_hours")) is None


@pytest.mark.parametrize(("text", "months"), [("6", 6), ("12", 12), ("", 3), ("4", 3), ("x", 3)])
def test_only_known_spans_are_looked_back_on(text: str, months: int):
    assert months_asked(text) == months


def office_with_past(count: int = 60):
    office = make_office()
    since = timezone.now() - timedelta(days=85)
    orders = random_orders(
        office, count, seed=3, since=since, leads=[office.lighting], communities=[office.community]
    )
    return office, orders


def now_hand(office) -> dict[str, object]:
    return {"actor": office.dispatcher.actor, "at": timezone.now()}


def draft_with(office, lead, **more: object) -> ListVersion:
    """A draft that gives lamps to another department, or to the same with more said."""
    version = begin_draft(title="冬季修订", **now_hand(office))
    line = DraftLine.objects.get(version=version, matter=office.lamp)
    draft = LineDraft(office.lamp.pk, lead.pk, **more)
    change_line(version_id=version.pk, line_id=line.pk, draft=draft, **now_hand(office))
    return version


def run_of(office, version: ListVersion, months: int = 12):
    return dry_run_of(version, office.leader.actor, months=months, today=timezone.localdate())


def page_of(office, version: ListVersion, query: str = "?months=12") -> str:
    url = reverse("desk:dry_run", args=[version.pk]) + query
    return unescape(staff_client(office.dispatcher).get(url).content.decode())


def confirmed_order(office) -> WorkOrder:
    """The order of a request that comes in now and goes where the list says."""
    concern = submitted_concern(office, at=timezone.now()).concern
    confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
        seen_version=concern.version,
        actor=office.dispatcher.actor,
        at=timezone.now(),
    )
    concern.refresh_from_db()
    return WorkOrder.objects.get(origin_id=concern.pk)


@pytest.mark.django_db
def test_a_changed_lead_is_named_approved_and_followed():
    office, orders = office_with_past()
    power = make_department(office.street, "供电公司")
    assert confirmed_order(office).lead == office.lighting
    version = draft_with(office, power)
    page = page_of(office, version)
    tried = len(orders) + 1
    assert f"{tried} 件工单，有 {tried} 件会派给其他部门" in page
    for name in (office.lamp.name, office.lighting.name, "供电公司", f"+{tried}", f"-{tried}"):
        assert name in page
    today = timezone.localdate()
    submit_draft(version_id=version.pk, effective_on=today, **now_hand(office))
    approve_draft(version_id=version.pk, effective_on=today, actor=office.leader.actor, at=timezone.now())
    assert confirmed_order(office).lead == power


@pytest.mark.django_db
def test_the_page_says_how_many_orders_are_in_neither_share_and_why():
    office, _orders = office_with_past()
    done = WorkOrder.objects.filter(resolved_at__isnull=False)
    inside, outside = done.exclude(community=None).count(), done.filter(community=None).count()
    assert inside
    assert outside
    given_away = draft_with(office, make_department(office.street, "供电公司"))
    page = page_of(office, given_away)
    assert f"{inside + outside} 件办结的工单未计入" in page
    assert "无法推算按时办结率" in page
    withdraw_draft(version_id=given_away.pk, **now_hand(office))
    kept = draft_with(office, office.lighting, community_id=office.community.pk)
    page = page_of(office, kept)
    assert f"{outside} 件办结的工单未计入" in page
    assert f"都按同样的 {inside} 件工单计算" in page


@pytest.mark.django_db
def test_each_number_of_moves_opens_exactly_its_orders():
    office, _orders = office_with_past()
    power = make_department(office.street, "供电公司")
    version = draft_with(office, power, community_id=office.community.pk)
    run = run_of(office, version)
    expected = {(True, "供电公司"): set(), (False, ""): set()}
    for order in WorkOrder.objects.all():
        expected[(True, "供电公司") if order.community_id else (False, "")].add(order.number)
    assert {move.target: move.count for move in run.moves} == {
        target: len(numbers) for (_, target), numbers in expected.items()
    }
    client = staff_client(office.dispatcher)
    for move in run.moves:
        found = set(re.findall(r"GD\d{8}-\d+", client.get(move.url).content.decode()))
        assert found == expected[bool(move.target), move.target]
    assert [(doubt.is_tie, doubt.count) for doubt in run.doubts] == [(False, len(expected[False, ""]))]


@pytest.mark.django_db
def test_a_long_move_is_shown_fifty_at_a_time():
    office, _orders = office_with_past()
    version = draft_with(office, make_department(office.street, "供电公司"))
    (move,) = run_of(office, version).moves
    client = staff_client(office.dispatcher)
    pages = [client.get(f"{move.url}&page={number}").content.decode() for number in (1, 2, 9)]
    numbers = [set(re.findall(r"GD\d{8}-\d+", page)) for page in pages]
    assert [len(each) for each in numbers] == [50, 10, 10]
    assert ["现显示第2页" in page for page in pages] == [False, False, True]
    assert numbers[0] | numbers[1] == set(WorkOrder.objects.values_list("number", flat=True))


@pytest.mark.django_db
def test_a_move_that_is_no_more_says_so():
    office, _orders = office_with_past(3)
    version = draft_with(office, make_department(office.street, "供电公司"))
    url = reverse("desk:moved_orders", args=[version.pk])
    answer = staff_client(office.dispatcher).get(f"{url}?matter=x&months=12&page=²")
    assert "现在没有工单会这样变动了" in answer.content.decode()


@pytest.mark.django_db
def test_a_copy_of_the_list_changes_nothing_and_the_share_is_that_of_the_wall():
    office, _orders = office_with_past()
    version = begin_draft(title="冬季修订", **now_hand(office))
    run = run_of(office, version)
    assert run.changes_nothing
    assert (run.moves, run.loads, run.doubts, run.steady) == ((), (), (), 1)
    done = [order for order in WorkOrder.objects.all() if order.resolved_at]
    in_time = sum(order.resolved_at <= order.due_at for order in done)
    assert run.replay.before.whole == len(done)
    assert run.replay.before.expected == in_time
    assert "结果没有变化" in page_of(office, version)


@pytest.mark.django_db
def test_a_shorter_limit_alone_moves_nothing_and_makes_orders_late():
    office, _orders = office_with_past()
    version = draft_with(office, office.lighting, limit=(1, "natural_days"))
    run = run_of(office, version)
    assert run.moves == ()
    assert not run.changes_nothing
    assert run.replay.after.whole == run.replay.before.whole
    assert run.replay.after.expected < run.replay.before.expected
    noon = {order: timezone.localtime(order.dispatched_at) for order in WorkOrder.objects.all()}
    next_midnight = {
        order: (local + timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)
        for order, local in noon.items()
    }
    kept = sum(bool(o.resolved_at) and o.resolved_at <= next_midnight[o] for o in noon)
    assert run.replay.after.expected == kept


@pytest.mark.django_db
def test_a_dropped_line_and_a_second_lead_are_told_as_gap_and_tie():
    office, orders = office_with_past(20)
    version = begin_draft(title="冬季修订", **now_hand(office))
    hand = {"version_id": version.pk, **now_hand(office)}
    rival = make_department(office.street, "供电公司")
    add_line(draft=LineDraft(office.lamp.pk, rival.pk), **hand)
    assert [(doubt.is_tie, doubt.count) for doubt in run_of(office, version).doubts] == [(True, len(orders))]
    assert "多个部门" in page_of(office, version)
    for line in DraftLine.objects.filter(version=version, matter=office.lamp):
        drop_line(line_id=line.pk, **hand)
    assert [(doubt.is_tie, doubt.count) for doubt in run_of(office, version).doubts] == [(False, len(orders))]
    assert "没有部门" in page_of(office, version)


@pytest.mark.django_db
def test_only_orders_of_the_span_that_a_department_had_by_the_list_are_tried():
    office, orders = office_with_past(12)
    WorkOrder.objects.filter(pk=orders[0].pk).update(lead=None, state="opened")
    WorkOrder.objects.filter(pk=orders[1].pk).update(flow=FlowName.TASK)
    long_ago = timezone.now() - timedelta(days=200)
    WorkOrder.objects.filter(pk=orders[2].pk).update(opened_at=long_ago, opened_on=long_ago.date())
    actor, today = office.leader.actor, timezone.localdate()
    found = past_orders(actor, since=today - timedelta(days=100))
    assert {order.case.id for order in found.orders} == {str(order.pk) for order in orders[3:]}
    assert not found.is_capped
    assert len(past_orders(actor, since=date(2020, 1, 1)).orders) == 10
    other = make_office()
    assert past_orders(other.leader.actor, since=date(2020, 1, 1)).orders == ()


@pytest.mark.django_db
def test_more_orders_than_the_cap_are_left_out_and_told(monkeypatch):
    office, orders = office_with_past(12)
    monkeypatch.setattr(replays, "PAST_CAP", 5)
    found = past_orders(office.leader.actor, since=date(2020, 1, 1))
    newest = sorted(orders, key=lambda order: order.opened_at, reverse=True)[:5]
    assert {order.case.id for order in found.orders} == {str(order.pk) for order in newest}
    version = begin_draft(title="冬季修订", **now_hand(office))
    assert "只试算了最近的 20000 件" in page_of(office, version)


@pytest.mark.django_db
def test_the_past_is_one_statement_and_the_whole_run_nine(budget):
    office, _orders = office_with_past(30)
    with budget(1):
        past_orders(office.leader.actor, since=date(2020, 1, 1))
    version = draft_with(office, office.lighting, limit=(1, "working_days"))
    with budget(9):
        run_of(office, version)


@pytest.mark.django_db
def test_without_orders_the_page_says_what_to_do():
    office = make_office()
    version = begin_draft(title="冬季修订", **now_hand(office))
    assert "请选更长的时间" in page_of(office, version, "")


@pytest.mark.django_db
def test_the_draft_leads_to_its_trial_until_it_is_decided():
    office, _orders = office_with_past(3)
    version = draft_with(office, make_department(office.street, "供电公司"))
    page, trial = (reverse(f"{name}", args=[version.pk]) for name in ("organisation:version", "desk:dry_run"))
    client = staff_client(office.dispatcher)
    assert trial in client.get(page).content.decode()
    today = timezone.localdate()
    submit_draft(version_id=version.pk, effective_on=today, **now_hand(office))
    assert trial in staff_client(office.leader).get(page).content.decode()
    approve_draft(version_id=version.pk, effective_on=today, actor=office.leader.actor, at=timezone.now())
    assert trial not in client.get(page).content.decode()

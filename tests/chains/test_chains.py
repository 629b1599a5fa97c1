"""Chained approvals: each step is a work order that opens when what it waits for is done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.chains.actions import ChainDraft, StepDraft, enter_template, pass_chain_on, start_chain
from jiezhi.chains.errors import ChainFaultyError
from jiezhi.chains.models import ApprovalChain, ChainStep, ChainTemplate
from jiezhi.chains.queries import chains_of, get_chain, plan_of
from jiezhi.chains.standing import chain_line, planned_spans
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import accept_order, reopen_order, resolve_order
from jiezhi.workorders.choices import OrderState, ReopenReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from tests.factories import Office, make_department, make_office, make_staff, settle
from tests.factories.chains import make_template, started_chain
from tests.factories.pages import english_client, text_of
from tests.factories.workorders import MONDAY, dispatched_order

DAY = timedelta(days=1)


@pytest.fixture
def office(db) -> Office:
    return make_office()


def done(office: Office, step: ChainStep, at) -> None:
    """The department of a step does its work."""
    hand = make_staff(step.department, OFFICER)
    accept_order(order_id=step.order_id, seen_version=None, actor=hand.actor, at=at)
    resolve_order(order_id=step.order_id, reply="同意", seen_version=None, actor=hand.actor, at=at)
    settle(at)


def test_a_step_becomes_a_work_order_and_opens_the_next_when_it_is_done(office):
    chain = started_chain(office)
    first, second = chain.steps.order_by("position")
    assert (first.order.lead, first.order.flow, first.order.limit_amount) == (office.lighting, "task", 2)
    assert second.order is None
    done(office, first, MONDAY + DAY)
    second.refresh_from_db()
    assert second.order.lead == office.front_desk
    assert second.opened_at == MONDAY + DAY
    done(office, second, MONDAY + 2 * DAY)
    chain.refresh_from_db()
    assert chain.ended_at == MONDAY + 2 * DAY
    assert [step.done_at is not None for step in chain.steps.all()] == [True, True]


def test_news_that_comes_twice_opens_nothing_twice(office):
    chain = started_chain(office)
    first = chain.steps.get(position=1)
    done(office, first, MONDAY + DAY)
    job = system_job("test", sub_district_id=office.street.pk, permissions=frozenset({DISPATCH.code}))
    from jiezhi.kit import audit
    from jiezhi.kit.action import action

    @action
    def again(*, actor, at):
        audit.record("chains.step_done", kind="chains.step", id=first.pk)
        return pass_chain_on(order_id=first.order_id, actor=actor, at=at)

    assert again(actor=job, at=MONDAY + DAY) is False
    assert ChainStep.objects.filter(order__isnull=False).count() == 2


def test_two_steps_side_by_side_both_have_to_be_done(office):
    left, right, last = (make_department(office.street) for _ in range(3))
    template = make_template(office, [("甲", left, 1, ()), ("乙", right, 4, ()), ("丙", last, 1, (1, 2))])
    chain = started_chain(office, template)
    steps = {step.position: step for step in chain.steps.all()}
    assert [steps[n].order_id is not None for n in (1, 2, 3)] == [True, True, False]
    done(office, steps[1], MONDAY + DAY)
    assert ChainStep.objects.get(pk=steps[3].pk).order is None
    done(office, steps[2], MONDAY + 2 * DAY)
    assert ChainStep.objects.get(pk=steps[3].pk).order.lead == last


def test_a_step_that_is_reopened_is_not_done_after_all(office):
    chain = started_chain(office)
    first = chain.steps.get(position=1)
    done(office, first, MONDAY + DAY)
    actor = office.dispatcher.actor
    reopen_order(order_id=first.order_id, reason=ReopenReason.NOT_ACCEPTED, actor=actor, at=MONDAY + 2 * DAY)
    settle(MONDAY + 2 * DAY)
    first.refresh_from_db()
    assert first.done_at is None


def test_steps_in_a_circle_are_refused(office):
    steps = [
        StepDraft(1, "甲", office.lighting.pk, "", 2, (2,)),
        StepDraft(2, "乙", office.front_desk.pk, "", 2, (1,)),
    ]
    with pytest.raises(ChainFaultyError):
        enter_template(
            name="环", matter_id=office.lamp.pk, steps=steps, actor=office.dispatcher.actor, at=MONDAY
        )
    assert not ChainTemplate.objects.exists()


def test_a_template_of_the_same_name_takes_the_place_of_the_old_one_and_running_chains_keep_theirs(office):
    chain = started_chain(office)
    name = chain.template.name
    make_template(office, [("只一步", office.lighting, 1, ())], name=name)
    assert ChainTemplate.objects.filter(name=name, retired_at=None).count() == 1
    assert chain.steps.count() == 2


def test_a_chain_is_not_started_twice_for_the_same_estate(office):
    chain = started_chain(office)
    with pytest.raises(InvalidError):
        started_chain(office, chain.template)
    assert ApprovalChain.objects.count() == 1


def test_where_a_template_fixes_only_a_kind_the_department_is_chosen_at_the_start(office):
    steps = [StepDraft(1, "断电", None, DepartmentKind.UTILITY, 2)]
    template = enter_template(
        name="配合", matter_id=office.lamp.pk, steps=steps, actor=office.dispatcher.actor, at=MONDAY
    )
    power = make_department(office.street, kind=DepartmentKind.UTILITY)
    order = dispatched_order(office)

    def draft(department):
        return ChainDraft(template.pk, "断电配合", order_id=order.pk, chosen={1: department.pk})

    with pytest.raises(InvalidError, match="断电"):
        start_chain(draft=draft(office.lighting), actor=office.dispatcher.actor, at=MONDAY)
    chain = start_chain(draft=draft(power), actor=office.dispatcher.actor, at=MONDAY)
    step = chain.steps.get()
    assert (step.order.lead, step.order.state) == (power, OrderState.REQUESTED)
    assert (chain.order, chain.community) == (order, order.community)


def test_a_chain_tells_who_holds_it_up_and_for_how_long(office):
    chain = started_chain(office)
    seen = get_chain(office.dispatcher.actor, chain.pk)
    calendar = working_calendar(office.street.pk)
    calm = chain_line(seen, calendar, at=MONDAY)
    assert office.lighting.name in calm.held_by
    assert calm.delay == ""
    late = chain_line(seen, calendar, at=MONDAY + 7 * DAY)
    # The order was due when the office closed on Wednesday: Thursday and Friday have passed since.
    assert (late.delay, late.steps[0].bar, late.steps[0].late) == ("2个工作日", "late", "2个工作日")
    assert "2个工作日" in late.held_by
    assert late.ends > calm.ends


def test_a_chain_that_begins_before_the_office_opens_tells_the_limits_and_states_of_its_orders(office):
    early = datetime(2026, 11, 1, 19, 58, tzinfo=UTC)  # Monday 03:58 in the office
    chain = started_chain(office, at=early)
    seen, calendar = get_chain(office.dispatcher.actor, chain.pk), working_calendar(office.street.pk)
    line = chain_line(seen, calendar, at=early)
    first, second = line.steps
    order = first.step.order
    assert f"{timezone.localtime(order.due_at):%m-%d}" == "11-04"
    assert (first.when, second.when) == ("11-02 至 11-04", "11-05 至 11-09")
    assert (first.state, first.tone) == (order.get_state_display(), "info")
    assert (line.ends, line.delay, first.late) == (planned_spans(seen, calendar)[2][1], "", "")
    assert plan_of(seen, calendar, at=early).delay == 0


@pytest.mark.parametrize(
    ("hours", "on"), [(10, "11-05"), (3 * 24, "11-09"), (5 * 24 - 6, "11-09"), (5 * 24, "11-09")]
)
def test_nothing_unfinished_ends_in_the_past_whatever_the_hour(office, hours, on):
    """On Wednesday evening, on Saturday, on Monday at four, and on Monday at ten."""
    chain = started_chain(office)
    at = MONDAY + 2 * DAY + timedelta(hours=hours)
    seen, calendar = get_chain(office.dispatcher.actor, chain.pk), working_calendar(office.street.pk)
    line = chain_line(seen, calendar, at=at)
    first, second = line.steps
    assert first.when == f"11-02 至 {on}"
    assert second.when.startswith(on)
    assert (first.state, first.tone, first.bar) == (first.step.order.get_state_display(), "bad", "late")
    assert first.late
    assert line.ends > at


def test_a_step_that_is_reported_done_is_not_late_while_it_is_checked(office):
    chain = started_chain(office)
    step = chain.steps.get(position=1)
    WorkOrder.objects.filter(pk=step.order_id).update(
        state=OrderState.AWAITING_CHECK, resolved_at=MONDAY + DAY
    )
    seen, calendar = get_chain(office.dispatcher.actor, chain.pk), working_calendar(office.street.pk)
    line = chain_line(seen, calendar, at=MONDAY + 7 * DAY)
    assert (line.steps[0].state, line.steps[0].late) == (str(OrderState.AWAITING_CHECK.label), "")
    assert line.held_by == f"{office.lighting.name}（{step.name}）"


def test_a_department_sees_the_chains_that_it_is_part_of_and_no_others(office):
    chain = started_chain(office)
    other = make_staff(make_department(office.street), OFFICER)
    assert [row.pk for row in chains_of(office.officer.actor)] == [chain.pk]
    assert chains_of(other.actor) == []
    with pytest.raises(MissingError):
        get_chain(other.actor, chain.pk)


def test_a_template_is_entered_and_a_chain_started_on_screen(office):
    client = english_client(office.dispatcher)
    lines = f"勘查 | {office.lighting.name} | 2\n批复 | {office.front_desk.name} | 3 | 1"
    typed = {"name": "改造", "matter": str(office.lamp.pk), "steps": lines}
    assert client.post(reverse("chains:templates"), typed).status_code == 302
    template = ChainTemplate.objects.get()
    answer = client.post(
        reverse("chains:start"),
        {"template": str(template.pk), "title": "三号院", "estate": str(office.estate.pk)},
    )
    chain = ApprovalChain.objects.get()
    assert answer.url == reverse("chains:chain", args=[chain.pk])
    words = text_of(client.get(answer.url))
    for shown in ("三号院", office.lighting.name, "Decides the end", "0 of 2 steps done", "Waits for others"):
        assert shown in words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("勘查 | 没有这个部门 | 2", "Line 1"),
        ("勘查 | Section of the office | 0", "Line 1"),
        ("勘查", "Line 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_typed_is_lost(office, line, said):
    client = english_client(office.dispatcher)
    answer = client.post(
        reverse("chains:templates"), {"name": "改造", "matter": str(office.lamp.pk), "steps": line}
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert line in answer.content.decode()

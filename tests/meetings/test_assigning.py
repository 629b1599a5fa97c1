"""Work that a meeting assigns: an order with its own clock, followed to its end."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiezhi.kit.errors import InvalidError, MissingError, RefusedError
from jiezhi.kit.models import AuditEntry
from jiezhi.meetings import actions, queries
from jiezhi.meetings.errors import AcceptanceUsedError, MeetingStepError
from jiezhi.meetings.models import Assignment
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_department, make_office, settle
from tests.factories.meetings import MEETING_AT, assigned_work, held_meeting, written_minute

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def done(office, assignment, *, at):
    officer = office.officer.actor
    accept_order(order_id=assignment.order_id, seen_version=None, actor=officer, at=at)
    return resolve_order(
        order_id=assignment.order_id, reply="方案已提交", seen_version=None, actor=officer, at=at
    )


def refuse(office, meeting, assignment, *, note="缺少消防意见", at, actor=None):
    return actions.refuse_work(
        meeting_id=meeting.pk,
        assignment_id=assignment.pk,
        note=note,
        actor=actor or office.leader.actor,
        at=at,
    )


def test_assigned_work_is_a_dispatched_order_that_names_its_meeting():
    office = make_office()
    meeting, topic = held_meeting(office)
    order = assigned_work(meeting, topic, office).order
    assert order.state == OrderState.DISPATCHED
    assert order.lead == office.lighting
    assert (order.origin_kind, order.origin_id) == ("meetings.meeting", meeting.pk)


def test_the_order_is_due_at_the_close_of_the_day_that_the_meeting_set():
    office = make_office()
    meeting, topic = held_meeting(office)
    order = assigned_work(meeting, topic, office, by_on=date(2026, 11, 20)).order
    assert timezone.localtime(order.due_at).isoformat() == "2026-11-20T17:00:00+08:00"
    weekend = assigned_work(meeting, topic, office, by_on=date(2026, 11, 22)).order
    assert weekend.due_at == order.due_at


def test_a_day_without_a_workday_before_it_is_refused():
    office = make_office()
    meeting, topic = held_meeting(office)
    for by_on in (MEETING_AT.date(), MEETING_AT.date() - DAY):
        with pytest.raises(InvalidError):
            assigned_work(meeting, topic, office, by_on=by_on)
    assert not WorkOrder.objects.exists()


def test_assigned_work_follows_its_own_flow_whatever_its_matter():
    office = make_office()
    meeting, topic = held_meeting(office)
    assert office.rubbish.flow == FlowName.EVENT
    assignment = assigned_work(meeting, topic, office, matter_id=office.rubbish.pk)
    assert assignment.order.flow == FlowName.TASK
    order = done(office, assignment, at=MEETING_AT + DAY)
    assert order.state == OrderState.CLOSED
    assert order.handling_min == 7 * 60  # 16:00 to 16:00 the next day


def test_assigning_needs_the_keeper_but_no_dispatcher():
    office = make_office()
    meeting, topic = held_meeting(office)
    assert not office.leader.actor.may("workorders:dispatch")
    assert assigned_work(meeting, topic, office).order.number
    draft = actions.WorkDraft(office.lighting.pk, "提交方案", office.lamp.pk, date(2026, 11, 20))
    with pytest.raises(RefusedError):
        actions.assign_work(
            meeting_id=meeting.pk, topic_id=topic.pk, draft=draft, actor=office.officer.actor, at=MEETING_AT
        )


def test_departments_matters_and_communities_of_another_street_are_unknown():
    office, other = make_office(), make_office()
    meeting, topic = held_meeting(office)
    foreign = {
        "department_id": make_department(other.street).pk,
        "matter_id": other.lamp.pk,
        "community_id": other.community.pk,
    }
    for name, value in foreign.items():
        with pytest.raises(MissingError):
            assigned_work(meeting, topic, office, **{name: value})
    assert not Assignment.objects.exists()


def test_a_refused_brief_leaves_nothing_behind():
    office = make_office()
    meeting, topic = held_meeting(office)
    with pytest.raises(InvalidError):
        assigned_work(meeting, topic, office, brief="联系13812345678")
    assert not WorkOrder.objects.exists()
    assert not AuditEntry.objects.filter(verb="meetings.work_assigned").exists()


def test_the_same_work_is_assigned_once_however_often_it_is_sent():
    office = make_office()
    meeting, topic = held_meeting(office)
    first = assigned_work(meeting, topic, office)
    with pytest.raises(InvalidError):
        assigned_work(meeting, topic, office, brief=f" {first.order.brief}")
    assert WorkOrder.objects.count() == Assignment.objects.count() == 1
    assigned_work(meeting, topic, office, brief="提交充电棚消防意见")
    assert WorkOrder.objects.count() == 2


def test_published_minutes_assign_nothing_more():
    office = make_office()
    meeting, topic = held_meeting(office)
    written_minute(meeting, topic, office)
    actions.publish_minutes(
        meeting_id=meeting.pk, seen_version=None, actor=office.leader.actor, at=MEETING_AT
    )
    with pytest.raises(MeetingStepError):
        assigned_work(meeting, topic, office)


def test_the_news_of_a_closed_order_marks_the_work_done_exactly_once():
    office = make_office()
    meeting, topic = held_meeting(office)
    assignment = assigned_work(meeting, topic, office)
    order = done(office, assignment, at=MEETING_AT + DAY)
    settle()
    assignment.refresh_from_db()
    assert assignment.done_at == order.closed_at
    again = actions.mark_work_done
    from jiezhi.kit.action import work_unit

    with work_unit(actor=office.leader.actor, at=MEETING_AT + 2 * DAY):
        assert again(order_id=order.pk, actor=office.leader.actor, at=MEETING_AT + 2 * DAY) is False
    assignment.refresh_from_db()
    assert assignment.done_at == order.closed_at
    assert AuditEntry.objects.filter(verb="meetings.work_done").count() == 1


def test_work_that_is_not_accepted_is_taken_up_again_once_with_a_fresh_limit():
    office = make_office()
    meeting, topic = held_meeting(office)
    assignment = assigned_work(meeting, topic, office)
    first_due = assignment.order.due_at
    with pytest.raises(AcceptanceUsedError):
        refuse(office, meeting, assignment, at=MEETING_AT)
    done(office, assignment, at=MEETING_AT + DAY)
    settle()
    with pytest.raises(InvalidError):
        refuse(office, meeting, assignment, note=" ", at=MEETING_AT + 2 * DAY)
    with pytest.raises(RefusedError):
        refuse(office, meeting, assignment, at=MEETING_AT + 2 * DAY, actor=office.officer.actor)
    order = refuse(office, meeting, assignment, at=MEETING_AT + 2 * DAY)
    settle()
    assignment.refresh_from_db()
    assert order.state == OrderState.DISPATCHED
    assert order.due_at > first_due
    assert assignment.done_at is None
    assert assignment.not_accepted_note == "缺少消防意见"
    done(office, assignment, at=MEETING_AT + 5 * DAY)
    settle()
    with pytest.raises(AcceptanceUsedError):
        refuse(office, meeting, assignment, at=MEETING_AT + 6 * DAY)
    assignment.refresh_from_db()
    assert assignment.done_at == MEETING_AT + 5 * DAY


def test_late_news_of_an_order_that_was_reopened_marks_nothing():
    office = make_office()
    meeting, topic = held_meeting(office)
    assignment = assigned_work(meeting, topic, office)
    done(office, assignment, at=MEETING_AT + DAY)
    refuse(office, meeting, assignment, at=MEETING_AT + DAY)
    settle()  # the news of the close arrives after the refusal
    assignment.refresh_from_db()
    assert assignment.done_at is None


def test_the_list_counts_open_late_and_timely_work():
    office = make_office()
    meeting, topic = held_meeting(office)
    in_time, late = (assigned_work(meeting, topic, office) for _ in range(2))
    assigned_work(meeting, topic, office)
    done(office, in_time, at=MEETING_AT + DAY)
    done(office, late, at=MEETING_AT + 20 * DAY)
    (summary,) = queries.series_summaries(office.leader.actor, at=MEETING_AT + 20 * DAY)
    work = summary.work
    assert (work.by_state, work.late, work.decided, work.on_time) == ({OrderState.DISPATCHED: 1}, 1, 3, 1)
    assert work.on_time_share == pytest.approx(1 / 3)

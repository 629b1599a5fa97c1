"""What each verb does to the clock, whom it refuses, and what it leaves behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from jiezhi.kit.errors import InvalidError, MissingError, RefusedError, StaleError
from jiezhi.kit.models import AuditEntry, OutboxDelivery, StoredPicture
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department
from jiezhi.pictures.errors import PictureError
from jiezhi.workorders import actions
from jiezhi.workorders.choices import OrderState, ReopenReason, SendBackReason, UrgencyTier, Verb
from jiezhi.workorders.errors import (
    AlreadyReopenedError,
    PhotoMissingError,
    WrongStepError,
)
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.factories import dispatched_order, make_department, make_draft, make_matter, make_office
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def office():
    return make_office()


def send_back(office, order, *, at, note="不在本所管辖范围"):
    return actions.send_back_order(
        order_id=order.pk,
        reason=SendBackReason.NOT_OURS,
        note=note,
        seen_version=None,
        actor=office.officer.actor,
        at=at,
    )


def dispatch(office, order, *, at, department=None):
    return actions.dispatch_order(
        order_id=order.pk,
        department_id=(department or office.lighting).pk,
        note="请办理",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=at,
    )


def add_picture(office, order, *, at, by=None, street=None):
    row = StoredPicture.objects.create(
        sub_district_id=(street or office.street).pk,
        sha256="a" * 64,
        width_px=1,
        height_px=1,
        size_bytes=1,
        content_type="image/jpeg",
        created_at=at,
    )
    actor = (by or office.officer).actor
    return actions.add_picture(order_id=order.pk, picture_id=row.pk, actor=actor, at=at)


def test_dispatch_starts_the_clock_and_counts_from_the_next_workday(office):
    order = dispatched_order(office)
    assert order.dispatched_at == MONDAY
    assert order.due_at == datetime(2026, 11, 9, 9, 0, tzinfo=UTC)  # fifth workday, 17:00


@pytest.mark.parametrize(("urgency", "day"), [(UrgencyTier.URGENT, 5), (UrgencyTier.EMERGENCY, 4)])
def test_urgency_shortens_the_limit(office, urgency, day):
    draft = replace(make_draft(office), urgency=urgency)
    order = actions.open_order(draft=draft, lead=office.lighting, actor=office.dispatcher.actor, at=MONDAY)
    assert order.due_at == datetime(2026, 11, day, 9, 0, tzinfo=UTC)


def test_an_order_without_a_lead_has_no_clock_until_it_is_dispatched(office):
    order = actions.open_order(draft=make_draft(office), lead=None, actor=office.dispatcher.actor, at=MONDAY)
    assert (order.state, order.due_at) == (OrderState.OPENED, None)
    order = dispatch(office, order, at=MONDAY + DAY)
    assert order.due_at == datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


def test_a_brief_with_a_telephone_number_is_refused(office):
    with pytest.raises(InvalidError):
        actions.open_order(
            draft=make_draft(office, brief="请联系 13800000000"),
            lead=None,
            actor=office.dispatcher.actor,
            at=MONDAY,
        )
    assert WorkOrder.objects.count() == 0


def test_sending_back_stops_the_clock_until_the_order_goes_out_again(office):
    order = order_in_hand(office)
    due = order.due_at
    order = send_back(office, order, at=MONDAY + HOUR)
    assert (order.state, order.accepted_at, order.sent_back_count) == (OrderState.SENT_BACK, None, 1)
    order = dispatch(office, order, at=MONDAY + HOUR + DAY)
    assert order.state == OrderState.DISPATCHED
    assert order.due_at == due + DAY  # seven working hours, which are a workday


def test_sending_back_needs_a_reason_in_words(office):
    order = order_in_hand(office)
    with pytest.raises(InvalidError):
        send_back(office, order, at=MONDAY, note="  ")
    order.refresh_from_db()
    assert order.state == OrderState.IN_HAND


def test_handing_on_keeps_the_clock(office):
    order = order_in_hand(office)
    other = make_department(office.street)
    moved = actions.reassign_order(
        order_id=order.pk,
        department_id=other.pk,
        note="归口管理",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + DAY,
    )
    assert (moved.lead_id, moved.due_at, moved.accepted_at) == (other.pk, order.due_at, None)
    assert moved.state == OrderState.DISPATCHED


@pytest.mark.parametrize(("department", "note"), [("own", "归口管理"), ("other", " ")])
def test_handing_on_to_itself_or_without_a_reason_is_refused(office, department, note):
    order = order_in_hand(office)
    target = office.lighting if department == "own" else make_department(office.street)
    with pytest.raises(InvalidError):
        actions.reassign_order(
            order_id=order.pk,
            department_id=target.pk,
            note=note,
            seen_version=None,
            actor=office.officer.actor,
            at=MONDAY,
        )


def test_another_department_may_not_accept(office):
    order = dispatched_order(office)
    with pytest.raises(RefusedError):
        actions.accept_order(
            order_id=order.pk, seen_version=None, actor=office.community_worker.actor, at=MONDAY
        )
    foreign = make_office()
    with pytest.raises(MissingError):
        actions.accept_order(order_id=order.pk, seen_version=None, actor=foreign.officer.actor, at=MONDAY)


def test_a_failed_check_gives_back_the_time_it_took(office):
    order = reported_order(office, office.rubbish)
    assert order.state == OrderState.AWAITING_CHECK
    failed = actions.fail_check(
        order_id=order.pk,
        note="还有一堆",
        seen_version=None,
        actor=office.grid_worker.actor,
        at=MONDAY + 2 * HOUR + DAY,
    )
    assert (failed.state, failed.resolved_at) == (OrderState.IN_HAND, None)
    assert failed.due_at == order.due_at + DAY  # one working day more
    again = reported_order(office, office.rubbish)
    with pytest.raises(InvalidError):
        actions.fail_check(
            order_id=again.pk, note="", seen_version=None, actor=office.grid_worker.actor, at=MONDAY
        )


def test_an_order_is_reopened_once_with_a_fresh_limit(office):
    order = reported_order(office)
    later = MONDAY + 7 * DAY

    def reopen():
        return actions.reopen_order(
            order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=office.dispatcher.actor, at=later
        )

    reopened = reopen()
    assert (reopened.state, reopened.reopened_count) == (OrderState.DISPATCHED, 1)
    assert reopened.due_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    with pytest.raises(AlreadyReopenedError):
        reopen()


def test_an_enquiry_is_answered_on_the_spot_and_nothing_else_is(office):
    def answer(matter, reply="请携带身份证到窗口办理"):
        draft = make_draft(office, matter, brief="咨询老年卡")
        return actions.answer_on_spot(draft=draft, reply=reply, actor=office.dispatcher.actor, at=MONDAY)

    order = answer(office.enquiry)
    assert (order.state, order.handling_min, order.lead_id) == (OrderState.CLOSED, 0, office.front_desk.pk)
    with pytest.raises(WrongStepError):
        answer(office.lamp)
    with pytest.raises(InvalidError):
        answer(office.enquiry, reply=" ")


def test_a_matter_shown_by_a_picture_needs_a_new_one_after_a_failed_check(office):
    matter = make_matter(office.street, flow=FlowName.EVENT, needs_photo=True)
    order = order_in_hand(office, matter)

    def report(at):
        return actions.resolve_order(
            order_id=order.pk, reply="已清理", seen_version=None, actor=office.officer.actor, at=at
        )

    with pytest.raises(PhotoMissingError):
        report(MONDAY + HOUR)
    add_picture(office, order, at=MONDAY + HOUR)
    assert report(MONDAY + HOUR).state == OrderState.AWAITING_CHECK
    add_picture(office, order, at=MONDAY + 2 * HOUR, by=office.grid_worker)
    actions.fail_check(
        order_id=order.pk,
        note="没清完",
        seen_version=None,
        actor=office.grid_worker.actor,
        at=MONDAY + 3 * HOUR,
    )
    with pytest.raises(PhotoMissingError):
        report(MONDAY + 4 * HOUR)


def test_pictures_come_only_from_whose_turn_it_is(office):
    order = dispatched_order(office)
    with pytest.raises(WrongStepError):
        add_picture(office, order, at=MONDAY)
    order = order_in_hand(office)
    with pytest.raises(RefusedError):
        add_picture(office, order, at=MONDAY, by=office.community_worker)
    with pytest.raises(PictureError):
        add_picture(office, order, at=MONDAY, street=make_office().street)
    waiting = reported_order(office, office.rubbish)
    with pytest.raises(RefusedError):
        add_picture(office, waiting, at=MONDAY)


def test_a_verb_of_another_step_is_refused_in_words(office):
    order = dispatched_order(office)
    with pytest.raises(WrongStepError) as refusal:
        actions.resolve_order(
            order_id=order.pk, reply="好了", seen_version=None, actor=office.officer.actor, at=MONDAY
        )
    assert str(Verb.ACCEPT.label) in refusal.value.message
    assert str(OrderState.DISPATCHED.label) in refusal.value.message


def test_a_decision_on_an_older_version_is_stale(office):
    order = order_in_hand(office)
    with pytest.raises(StaleError) as refusal:
        actions.resolve_order(
            order_id=order.pk,
            reply="好了",
            seen_version=order.version - 1,
            actor=office.officer.actor,
            at=MONDAY,
        )
    assert refusal.value.facts == {"version": order.version}
    assert office.officer.actor.label in refusal.value.message


def test_one_deed_leaves_audit_rows_of_one_trace_and_its_news(office):
    order = dispatched_order(office)
    rows = AuditEntry.objects.filter(subject_id=order.pk)
    assert {row.verb for row in rows} == {"workorders.order_opened", "workorders.order_dispatched"}
    assert len({row.trace_id for row in rows}) == 1
    told = OutboxDelivery.objects.filter(occurrence="workorders.OrderDispatched")
    assert {row.payload["order_id"] for row in told} == {str(order.pk)}


def test_a_refused_deed_leaves_nothing(office):
    order = dispatched_order(office)
    before = (AuditEntry.objects.count(), OutboxDelivery.objects.count(), OrderEntry.objects.count())
    with pytest.raises(MissingError):
        dispatch(office, order, at=MONDAY, department=Department(pk=uuid4()))
    with pytest.raises(WrongStepError):
        dispatch(office, order, at=MONDAY)
    after = (AuditEntry.objects.count(), OutboxDelivery.objects.count(), OrderEntry.objects.count())
    assert after == before


def test_a_picture_of_work_in_hand_needs_the_permission_to_handle(office):
    order = order_in_hand(office)
    with pytest.raises(RefusedError) as refusal:
        add_picture(office, order, at=MONDAY + HOUR, by=office.grid_worker)
    assert refusal.value.facts["permission"] == "workorders:handle"

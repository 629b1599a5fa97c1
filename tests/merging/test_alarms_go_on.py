"""What calls to an order goes on with the order that stays, once the two were merged; one of them calls."""

from datetime import datetime, timedelta

import pytest

from jiezhi.concerns.actions import add_words
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.kit.actor import Actor, ActorKind, system_job
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.supervision.actions import answer_emergency, move_alarms, note_taken
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.queries import open_emergencies
from jiezhi.supervision.tasks import call_next_on_duty
from jiezhi.workorders.actions import accept_order
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_department, make_office, settle
from tests.factories.merging import reported
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office() -> Office:
    office = make_office()
    make_shift(office)
    make_shift(office, make_department(office.street))
    return office


def tells_of_fire(concern: Concern, at: datetime) -> EmergencyResponse:
    """The reporter adds that something burns."""
    holder = Actor(
        ActorKind.CODE_HOLDER,
        concern.code_digest[:16],
        concern.sub_district_id,
        frozenset({FOLLOW.code}),
    )
    add_words(concern_id=concern.pk, words=f"灯杆着火了 {at:%H:%M}", actor=holder, at=at)
    return EmergencyResponse.objects.get(origin_id=concern.pk)


def merge(office: Office, absorbed: WorkOrder, staying: WorkOrder, at: datetime) -> None:
    merge_orders(absorbed_id=absorbed.pk, staying_id=staying.pk, actor=office.dispatcher.actor, at=at)


def clocks() -> dict[object, tuple[object, bool]]:
    rows = EmergencyResponse.objects.all()
    return {row.pk: (row.order_id, row.is_calling) for row in rows}


def test_the_calls_go_on_with_the_order_that_stays_in_the_end_and_one_answer_ends_them(office):
    concern, absorbed = reported(office)
    between, staying = reported(office)[1], reported(office)[1]
    settle(MONDAY)
    alarm = tells_of_fire(concern, MONDAY + MINUTE)
    due = alarm.next_due_at
    merge(office, absorbed, between, MONDAY + 2 * MINUTE)
    merge(office, between, staying, MONDAY + 2 * MINUTE)
    settle(MONDAY + 2 * MINUTE)
    alarm.refresh_from_db()
    staying.refresh_from_db()
    assert (alarm.order_id, alarm.next_due_at, alarm.calls.count()) == (staying.pk, due, 1)
    assert staying.is_marked
    page = english_client(office.officer).get(f"/desk/orders/{staying.pk}/")
    assert "Waits for an answer" in text_of(page)
    call_next_on_duty(due)
    answer_emergency(response_id=alarm.pk, actor=office.officer.actor, at=due + MINUTE)
    alarm.refresh_from_db()
    assert (alarm.calls.count(), alarm.answered_at) == (2, due + MINUTE)


def test_where_the_order_that_stays_calls_already_what_comes_to_it_waits_with_it(office):
    (one, absorbed), (two, staying) = reported(office), reported(office)
    settle(MONDAY)
    first, second = tells_of_fire(one, MONDAY + MINUTE), tells_of_fire(two, MONDAY + 2 * MINUTE)
    merge(office, absorbed, staying, MONDAY + 3 * MINUTE)
    settle(MONDAY + 3 * MINUTE)
    assert clocks() == {first.pk: (staying.pk, False), second.pk: (staying.pk, True)}
    assert [row.pk for row in open_emergencies(office.leader.actor)] == [second.pk]
    answer_emergency(response_id=second.pk, actor=office.officer.actor, at=MONDAY + 4 * MINUTE)
    first.refresh_from_db()
    assert first.answered_at == MONDAY + 4 * MINUTE


def test_what_waited_with_an_answered_one_calls_itself_on_the_order_that_stays(office):
    (one, absorbed), (_two, staying) = reported(office), reported(office)
    settle(MONDAY)
    alarm = tells_of_fire(one, MONDAY + MINUTE)
    EmergencyResponse.objects.update(next_due_at=None)
    merge(office, absorbed, staying, MONDAY + 2 * MINUTE)
    settle(MONDAY + 2 * MINUTE)
    alarm.refresh_from_db()
    assert (alarm.order_id, alarm.next_due_at) == (staying.pk, MONDAY + 2 * MINUTE)


def test_what_was_answered_stays_with_its_order(office):
    (one, absorbed), (_two, staying) = reported(office), reported(office)
    settle(MONDAY)
    alarm = tells_of_fire(one, MONDAY + MINUTE)
    answer_emergency(response_id=alarm.pk, actor=office.officer.actor, at=MONDAY + MINUTE)
    merge(office, absorbed, staying, MONDAY + 2 * MINUTE)
    settle(MONDAY + 2 * MINUTE)
    staying.refresh_from_db()
    assert clocks() == {alarm.pk: (absorbed.pk, False)}
    assert not staying.is_marked


def test_where_the_merge_was_undone_before_its_news_came_nothing_moves(office):
    (one, absorbed), (_two, staying) = reported(office), reported(office)
    settle(MONDAY)
    alarm = tells_of_fire(one, MONDAY + MINUTE)
    merge(office, absorbed, staying, MONDAY + 2 * MINUTE)
    undo_merge(absorbed_id=absorbed.pk, note="是两处", actor=office.dispatcher.actor, at=MONDAY + 3 * MINUTE)
    settle(MONDAY + 3 * MINUTE)
    assert clocks() == {alarm.pk: (absorbed.pk, True)}


def test_what_the_merged_orders_lead_took_on_is_answered_by_that_though_the_news_of_it_comes_later(office):
    staying, absorbed = emergency_order(office), emergency_order(office)
    settle(MONDAY)
    for order in (staying, absorbed):
        accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY + 2 * MINUTE)
    rows = EmergencyResponse.objects.filter(order=absorbed)
    rows.update(origin_kind="concerns.concern", origin_id=office.street.pk, danger="fire", number="SQ")
    merge(office, absorbed, staying, MONDAY + 3 * MINUTE)
    job = system_job("supervision.rules", sub_district_id=office.street.pk, permissions=frozenset())
    assert move_alarms(order_id=absorbed.pk, actor=job, at=MONDAY + 3 * MINUTE) == []
    note_taken(
        order_id=absorbed.pk,
        department_id=office.lighting.pk,
        taken_at=MONDAY + 2 * MINUTE,
        actor=job,
        at=MONDAY + 4 * MINUTE,
    )
    assert (rows.get().answered_at, rows.get().answered_by) == (MONDAY + 2 * MINUTE, office.lighting)

"""An emergency that comes back to the dispatcher and goes out again has a new five minutes, and duty is called anew."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.kit.actor import system_job
from jiezhi.kit.measure import Figure, Question
from jiezhi.kit.models import OutboxDelivery
from jiezhi.kit.outbox import restore_event
from jiezhi.notices.models import Notice
from jiezhi.supervision import measures
from jiezhi.supervision.actions import answer_emergency, note_taken, open_response
from jiezhi.supervision.models import DutyCall, EmergencyResponse
from jiezhi.supervision.queries import find_response
from jiezhi.workorders.actions import accept_order, dispatch_order, send_back_order
from jiezhi.workorders.choices import SendBackReason, UrgencyTier
from jiezhi.workorders.events import EmergencyOut
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_office, settle
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY, submitted_concern

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office() -> Office:
    office = make_office()
    make_shift(office)
    return office


def accept(office: Office, order: WorkOrder, minutes: int) -> None:
    at = MONDAY + minutes * MINUTE
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=at)


def send_back(office: Office, order: WorkOrder, minutes: int) -> None:
    send_back_order(
        order_id=order.pk,
        reason=SendBackReason.NOT_OURS,
        note="不归我们",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + minutes * MINUTE,
    )


def dispatch(office: Office, order: WorkOrder, minutes: int) -> None:
    dispatch_order(
        order_id=order.pk,
        department_id=office.lighting.pk,
        note="仍由你们办理",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + minutes * MINUTE,
    )


def news(minutes: int) -> None:
    settle(MONDAY + minutes * MINUTE)


def taken_and_back(office: Office) -> WorkOrder:
    """An emergency that its lead took on after two minutes and gave back after ten."""
    order = emergency_order(office)
    news(0)
    accept(office, order, 2)
    news(2)
    send_back(office, order, 10)
    news(10)
    return order


def minutes_of(order: WorkOrder) -> list[tuple[float, float | None]]:
    """When each clock of an order began and was answered, in minutes."""
    rows = EmergencyResponse.objects.filter(order=order).order_by("began_at", "pk")
    return [
        (
            (row.began_at - MONDAY) / MINUTE,
            None if row.answered_at is None else (row.answered_at - MONDAY) / MINUTE,
        )
        for row in rows
    ]


def job(office: Office):
    return system_job("supervision.rules", sub_district_id=office.street.pk, permissions=frozenset())


def test_what_goes_out_again_calls_anew_and_is_answered_anew(office):
    order = taken_and_back(office)
    dispatch(office, order, 12)
    news(12)
    assert minutes_of(order) == [(0, 2), (12, None)]
    assert DutyCall.objects.filter(response__order=order).count() == 2
    called = Notice.objects.filter(reader=office.officer.user, kind="supervision.called")
    assert set(called.values_list("about_id", flat=True)) == set(
        EmergencyResponse.objects.values_list("pk", flat=True)
    )
    page = english_client(office.officer).get(reverse("workorders:order", args=[order.pk]))
    assert "Waits for an answer" in text_of(page)
    accept(office, order, 19)
    news(19)
    assert minutes_of(order) == [(0, 2), (12, 19)]
    assert find_response(order.pk).began_at == MONDAY + 12 * MINUTE
    asked = Question(office.leader.actor, MONDAY.date(), MONDAY.date(), MONDAY + 60 * MINUTE)
    assert measures.MINUTES.compute(asked) == {None: Figure(4.5, 2)}
    assert measures.WITHIN.compute(asked) == {None: Figure(0.5, 2, 1)}


def test_the_order_that_comes_back_while_its_clock_runs_goes_on_with_it(office):
    order = emergency_order(office)
    news(0)
    send_back(office, order, 1)
    dispatch(office, order, 3)
    news(3)
    assert minutes_of(order) == [(0, None)]


def test_whoever_answered_since_it_came_back_is_not_called_again(office):
    order = emergency_order(office)
    news(0)
    send_back(office, order, 1)
    answer_emergency(
        response_id=EmergencyResponse.objects.get().pk, actor=office.officer.actor, at=MONDAY + 2 * MINUTE
    )
    dispatch(office, order, 3)
    news(3)
    assert minutes_of(order) == [(0, 2)]


def test_what_was_answered_at_its_receipt_goes_out_once_without_a_call_and_then_with_a_new_one(office):
    concern = submitted_concern(office, "三号楼五层着火了").concern
    news(0)
    answer_emergency(
        response_id=EmergencyResponse.objects.get().pk, actor=office.officer.actor, at=MONDAY + MINUTE
    )
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(office.lamp.pk, "三号楼起火", urgency=UrgencyTier.EMERGENCY),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + 2 * MINUTE,
    )
    news(2)
    assert minutes_of(order) == [(0, 1)]
    send_back(office, order, 4)
    dispatch(office, order, 6)
    news(6)
    assert minutes_of(order) == [(0, 1), (6, None)]


def test_news_of_a_going_out_that_comes_twice_or_late_calls_nobody(office):
    order = taken_and_back(office)
    dispatch(office, order, 12)
    news(12)
    back, at = MONDAY + 10 * MINUTE, MONDAY + 30 * MINUTE
    open_response(order_id=order.pk, came_back_at=back, actor=job(office), at=at)
    assert minutes_of(order) == [(0, 2), (12, None)]
    accept(office, order, 13)
    news(13)
    for came_back_at in (back, None):
        open_response(order_id=order.pk, came_back_at=came_back_at, actor=job(office), at=at)
    assert minutes_of(order) == [(0, 2), (12, 13)]


def taken(office: Office, order: WorkOrder) -> None:
    """The news of the first taking on, long after it."""
    note_taken(
        order_id=order.pk,
        department_id=office.lighting.pk,
        taken_at=MONDAY + 2 * MINUTE,
        actor=job(office),
        at=MONDAY + 20 * MINUTE,
    )


def test_late_news_of_the_first_taking_on_does_not_answer_the_second_clock(office):
    order = taken_and_back(office)
    dispatch(office, order, 12)
    news(12)
    taken(office, order)
    assert minutes_of(order) == [(0, 2), (12, None)]


def test_late_news_of_the_first_taking_on_ends_the_first_clock_and_starts_the_second(office):
    order = taken_and_back(office)
    EmergencyResponse.objects.update(answered_at=None, answered_by=None, next_due_at=MONDAY + 5 * MINUTE)
    dispatch(office, order, 12)
    news(12)
    assert minutes_of(order) == [(0, None)]
    taken(office, order)
    assert minutes_of(order) == [(0, 2), (20, None)]


def test_late_news_of_a_taking_on_starts_nothing_where_the_order_is_not_out(office):
    order = taken_and_back(office)
    EmergencyResponse.objects.update(answered_at=None, answered_by=None, next_due_at=MONDAY + 5 * MINUTE)
    taken(office, order)
    assert minutes_of(order) == [(0, 2)]


def test_news_that_was_written_before_it_told_of_coming_back_is_of_a_first_going_out(office):
    order = taken_and_back(office)
    dispatch(office, order, 12)
    rows = OutboxDelivery.objects.filter(occurrence="workorders.EmergencyOut").order_by("created_at")
    first, second = (row.payload for row in rows)
    assert restore_event(EmergencyOut, first).came_back_at is None
    assert restore_event(EmergencyOut, second).came_back_at == MONDAY + 10 * MINUTE
    second.pop("came_back_at")
    assert restore_event(EmergencyOut, second).came_back_at is None

"""Emergencies call who is on duty, and after two minutes the next; the roster is typed once a month."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.kit.errors import RefusedError
from jiezhi.kit.measure import Figure, Question
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.supervision.actions import (
    ShiftDraft,
    answer_emergency,
    copy_month,
    drop_shift,
    enter_shift,
)
from jiezhi.supervision.errors import AnsweredAlreadyError, RosterClashError
from jiezhi.supervision.measures import WITHIN
from jiezhi.supervision.models import DutyShift, EmergencyResponse
from jiezhi.supervision.tasks import call_next_on_duty
from jiezhi.workorders.actions import accept_order
from tests.factories import Office, dispatched_order, make_department, make_office, make_staff, settle
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def office(db) -> Office:
    return make_office()


def told(staff) -> list[str]:
    return list(Notice.objects.filter(reader=staff.user).values_list("kind", flat=True))


def test_an_ordinary_order_calls_nobody(office):
    make_shift(office)
    dispatched_order(office)
    settle(MONDAY)
    assert not EmergencyResponse.objects.exists()


def test_an_emergency_calls_the_first_on_duty_and_then_the_next_until_somebody_answers(office):
    police, peace = make_department(office.street), make_department(office.street)
    first, second = make_staff(police, OFFICER), make_staff(peace, OFFICER)
    make_shift(office, police, turn=1)
    make_shift(office, peace, turn=2)
    order = emergency_order(office)
    settle(MONDAY)
    assert "supervision.called" in told(first)
    assert "supervision.called" not in told(second)
    call_next_on_duty(MONDAY + MINUTE)
    settle(MONDAY + MINUTE)
    assert "supervision.called" not in told(second)
    with pytest.raises(RefusedError):
        answer_emergency(
            response_id=EmergencyResponse.objects.get(order=order).pk,
            actor=second.actor,
            at=MONDAY + MINUTE,
        )
    call_next_on_duty(MONDAY + 2 * MINUTE)
    settle(MONDAY + 2 * MINUTE)
    assert "supervision.called" in told(second)
    assert "supervision.nobody_answered" not in told(office.leader)
    response = answer_emergency(
        response_id=EmergencyResponse.objects.get(order=order).pk, actor=second.actor, at=MONDAY + 3 * MINUTE
    )
    assert (response.answered_at - response.began_at, response.answered_by) == (3 * MINUTE, peace)
    november = Question(office.leader.actor, date(2026, 11, 1), date(2026, 11, 30), MONDAY + DAY)
    assert WITHIN.compute(november) == {None: Figure(1.0, 1, 1)}
    call_next_on_duty(MONDAY + 60 * MINUTE)
    assert response.calls.count() == 2
    with pytest.raises(AnsweredAlreadyError):
        answer_emergency(
            response_id=EmergencyResponse.objects.get(order=order).pk,
            actor=first.actor,
            at=MONDAY + 8 * MINUTE,
        )


def test_the_leads_acceptance_is_an_answer(office):
    make_shift(office)
    order = emergency_order(office)
    settle(MONDAY)
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY + 2 * MINUTE)
    settle(MONDAY + 3 * MINUTE)
    response = EmergencyResponse.objects.get()
    assert (response.answered_at, response.answered_by) == (MONDAY + 2 * MINUTE, office.lighting)


def test_when_nobody_on_duty_answers_the_leaders_are_told_and_anybody_may_answer(office):
    make_shift(office)
    order = emergency_order(office)
    settle(MONDAY)
    call_next_on_duty(MONDAY + 5 * MINUTE)
    settle(MONDAY + 5 * MINUTE)
    assert "supervision.nobody_answered" in told(office.leader)
    assert "supervision.nobody_answered" in told(office.dispatcher)
    answer_emergency(
        response_id=EmergencyResponse.objects.get(order=order).pk,
        actor=office.leader.actor,
        at=MONDAY + 6 * MINUTE,
    )
    assert EmergencyResponse.objects.get().answered_at == MONDAY + 6 * MINUTE


def test_without_a_roster_the_leaders_are_told_at_once(office):
    emergency_order(office)
    settle(MONDAY)
    assert "supervision.nobody_answered" in told(office.leader)


def entered(office: Office, day: date, department=None, turn: int = 1) -> DutyShift:
    begin = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 8))
    draft = ShiftDraft((department or office.lighting).pk, None, begin, begin + DAY, turn)
    return enter_shift(draft=draft, actor=office.dispatcher.actor, at=MONDAY)


def test_a_turn_that_ends_before_it_begins_or_stands_twice_is_refused(office):
    shift = entered(office, date(2026, 11, 2))
    with pytest.raises(RosterClashError):
        entered(office, date(2026, 11, 2), office.front_desk)
    backwards = ShiftDraft(office.lighting.pk, None, shift.ends_at, shift.begins_at)
    with pytest.raises(RosterClashError):
        enter_shift(draft=backwards, actor=office.dispatcher.actor, at=MONDAY)
    assert DutyShift.objects.count() == 1


def test_a_month_is_copied_once_and_keeps_its_weekdays(office):
    other = make_department(office.street)
    for number in range(30):
        day = date(2026, 11, 1) + timedelta(days=number)
        entered(office, day, office.lighting if day.weekday() < 5 else other)
    count = copy_month(month_on=date(2026, 12, 1), actor=office.dispatcher.actor, at=MONDAY)
    assert count == 31
    for shift in DutyShift.objects.filter(begins_at__gte=timezone.make_aware(timezone.datetime(2026, 12, 1))):
        is_weekday = timezone.localtime(shift.begins_at).weekday() < 5
        assert shift.department == (office.lighting if is_weekday else other)
    with pytest.raises(RosterClashError):
        copy_month(month_on=date(2026, 12, 1), actor=office.dispatcher.actor, at=MONDAY)


def test_a_turn_in_which_somebody_was_called_stays(office):
    shift = make_shift(office)
    emergency_order(office)
    settle(MONDAY)
    with pytest.raises(RosterClashError):
        drop_shift(shift_id=shift.pk, actor=office.dispatcher.actor, at=MONDAY)
    free = entered(office, date(2026, 11, 20))
    drop_shift(shift_id=free.pk, actor=office.dispatcher.actor, at=MONDAY)
    assert list(DutyShift.objects.all()) == [shift]


def test_the_roster_is_typed_on_screen_and_the_emergency_answered_there(office):
    client = english_client(office.dispatcher)
    typed = {
        "department": str(office.lighting.pk),
        "begins_at": "2026-11-02T08:00",
        "ends_at": "2026-11-03T08:00",
        "turn": "1",
    }
    assert client.post(reverse("supervision:add_shift"), typed).status_code == 302
    assert client.post(reverse("supervision:add_shift"), typed).status_code == 422
    page = text_of(client.get(reverse("supervision:duty") + "?month=2026-11"))
    assert office.lighting.name in page
    emergency_order(office)
    settle(MONDAY)
    officer = english_client(office.officer)
    waiting = officer.get(reverse("supervision:emergencies"))
    assert "Waits for an answer" in text_of(waiting)
    officer.post(reverse("supervision:answer", args=[EmergencyResponse.objects.get().pk]))
    assert EmergencyResponse.objects.get().answered_by == office.lighting
    assert "No emergency waits" in text_of(officer.get(reverse("supervision:emergencies")))

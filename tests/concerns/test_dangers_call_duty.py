"""A request or a report that tells of a danger calls who is on duty at its receipt, and has one clock to its end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import Confirmation, add_words, confirm_concern, join_concern
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.inbox.gathering import inbox_of
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.measure import Figure, Question, Split
from jiezhi.kit.models import AuditEntry
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.supervision import measures
from jiezhi.supervision.actions import answer_emergency, call_off_emergency
from jiezhi.supervision.errors import AnsweredAlreadyError
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.tasks import call_next_on_duty
from jiezhi.workorders.actions import dispatch_order
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_department, make_office, make_staff, settle
from tests.factories import submitted_concern as submitted
from tests.factories.above import superior_order
from tests.factories.fieldwork import reported_from_patrol
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import make_shift
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
FIRE = "三号楼五层着火了，快来人，我的电话13800001234"
LAMP = "路灯不亮"


@pytest.fixture
def office() -> Office:
    return make_office()


def told(staff) -> list[str]:
    return list(Notice.objects.filter(reader=staff.user).values_list("kind", flat=True))


def pass_time(minutes: int) -> None:
    at = MONDAY + minutes * MINUTE
    call_next_on_duty(at)
    settle(at)


def only() -> EmergencyResponse:
    return EmergencyResponse.objects.get()


def confirmed(
    office: Office, concern: Concern, minutes: int, urgency: UrgencyTier = UrgencyTier.EMERGENCY
) -> WorkOrder:
    at = MONDAY + minutes * MINUTE
    decided = Confirmation(matter_id=office.lamp.pk, brief="三号楼起火", urgency=urgency)
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=decided,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=at,
    )
    settle(at)
    return order


def test_a_fire_calls_the_first_on_duty_then_the_next_then_the_leaders(office):
    police, peace = make_department(office.street), make_department(office.street)
    first, second = make_staff(police, OFFICER), make_staff(peace, OFFICER)
    make_shift(office, police, turn=1)
    make_shift(office, peace, turn=2)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    response = only()
    assert (response.began_at, response.number, response.order) == (MONDAY, concern.number, None)
    assert "supervision.called" in told(first)
    assert "supervision.called" not in told(second)
    pass_time(5)
    assert "supervision.called" in told(second)
    assert "supervision.nobody_answered" not in told(office.leader)
    pass_time(10)
    assert "supervision.nobody_answered" in told(office.leader)


def test_an_ordinary_request_calls_nobody(office):
    make_shift(office)
    submitted(office, LAMP)
    settle(MONDAY)
    assert not EmergencyResponse.objects.exists()


def test_whoever_is_called_reads_what_it_is_about_without_numbers_and_answers(office):
    police = make_department(office.street)
    called = make_staff(police, OFFICER)
    make_shift(office, police)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    client = english_client(called)
    (part,) = (part for part in inbox_of(called.actor, at=MONDAY, full=9) if part.source.key == "emergencies")
    (line,) = part.lines
    assert (line.number, line.id, line.order_id) == (concern.number, only().pk, None)
    (notice,) = Notice.objects.filter(reader=called.user, kind="supervision.called")
    url = reverse("supervision:emergency", args=[notice.about_id])
    page = text_of(client.get(url))
    assert "着火了" in page
    assert "not dispatched yet" in page
    assert "13800001234" not in page
    assert reverse("desk:concern", args=[concern.pk]) not in client.get(url).content.decode()
    client.post(reverse("supervision:answer", args=[notice.about_id]))
    assert only().answered_by == police
    assert "Answered after" in text_of(client.get(url))
    assert "we see to it" not in text_of(client.get(url))


def test_a_dispatcher_answers_on_the_page_of_the_request(office):
    make_shift(office, make_department(office.street))
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    client = english_client(office.dispatcher)
    url = reverse("desk:concern", args=[concern.pk])
    answer = reverse("supervision:answer", args=[only().pk])
    assert answer in client.get(url).content.decode()
    assert client.post(answer).headers["Location"] == url
    assert only().answered_by == office.front_desk
    assert answer not in client.get(url).content.decode()


def test_dispatching_the_request_answers_it_and_the_order_keeps_the_one_clock(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    order = confirmed(office, concern, 3)
    response = only()
    assert (response.order, response.began_at) == (order, MONDAY)
    assert (response.answered_at, response.answered_by) == (MONDAY + 3 * MINUTE, office.front_desk)
    pass_time(30)
    assert only().calls.count() == 1


def test_a_late_dispatch_is_measured_from_the_receipt(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    confirmed(office, concern, 12)
    day = MONDAY.date()
    question = Question(office.leader.actor, day, day, MONDAY + timedelta(hours=1))
    assert measures.MINUTES.compute(question) == {None: Figure(12.0, 1)}
    assert measures.WITHIN.compute(question) == {None: Figure(0.0, 1, 0)}


def test_an_emergency_without_an_order_counts_for_its_community_and_waits_on(office):
    make_shift(office)
    submitted(office, FIRE)
    day = MONDAY.date()
    question = Question(office.leader.actor, day, day, MONDAY + 7 * MINUTE)
    assert measures.MINUTES.compute(question) == {None: Figure(7.0, 1)}
    by_community = measures.MINUTES.compute(replace(question, split=Split.COMMUNITY))
    assert by_community == {only().community_id: Figure(7.0, 1)}
    assert measures.MINUTES.compute(replace(question, split=Split.DEPARTMENT)) == {None: Figure(7.0, 1)}


def test_no_emergency_ends_the_calls_with_a_trace_and_no_figure_counts_it(office):
    police, peace = make_department(office.street), make_department(office.street)
    first, second = make_staff(police, OFFICER), make_staff(peace, OFFICER)
    make_shift(office, police, turn=1)
    make_shift(office, peace, turn=2)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    with pytest.raises(RefusedError):
        call_off_emergency(response_id=only().pk, actor=second.actor, at=MONDAY + MINUTE)
    english_client(first).post(reverse("supervision:call_off", args=[only().pk]))
    response = only()
    assert response.called_off_by == first.actor.label
    assert AuditEntry.objects.filter(verb="supervision.emergency_called_off").count() == 1
    pass_time(10)
    assert "supervision.called" not in told(second)
    with pytest.raises(AnsweredAlreadyError):
        answer_emergency(response_id=response.pk, actor=first.actor, at=MONDAY + 2 * MINUTE)
    day = MONDAY.date()
    question = Question(office.leader.actor, day, day, MONDAY + timedelta(hours=1))
    assert measures.MINUTES.compute(question) == {None: Figure(None, 0)}
    assert "No emergency: said by" in text_of(
        english_client(office.dispatcher).get(reverse("desk:concern", args=[concern.pk]))
    )


def test_an_emergency_order_of_what_was_called_none_begins_anew(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    call_off_emergency(response_id=only().pk, actor=office.officer.actor, at=MONDAY + MINUTE)
    order = confirmed(office, concern, 20)
    response = EmergencyResponse.objects.get(order=order)
    assert (response.began_at, response.answered_at) == (MONDAY + 20 * MINUTE, None)


def test_a_second_report_of_one_fire_joins_its_order_and_that_keeps_its_own_clock(office):
    make_shift(office)
    first, second = submitted(office, FIRE).concern, submitted(office, "楼上起火了，冒浓烟").concern
    settle(MONDAY)
    order = confirmed(office, first, 2)
    join_concern(
        concern_id=second.pk,
        order_id=order.pk,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + 4 * MINUTE,
    )
    rows = EmergencyResponse.objects.order_by("answered_at")
    assert [(row.origin_id, row.order_id) for row in rows] == [(first.pk, order.pk), (second.pk, None)]
    assert not rows.filter(answered_at=None).exists()


def test_words_added_later_call_as_well(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    holder = Actor(
        kind=ActorKind.CODE_HOLDER,
        id=concern.code_digest,
        sub_district_id=office.street.pk,
        permissions=frozenset({FOLLOW.code}),
    )
    add_words(concern_id=concern.pk, words="现在有人拿着刀", actor=holder, at=MONDAY + MINUTE)
    assert (only().origin_id, only().began_at, only().brief) == (
        concern.pk,
        MONDAY + MINUTE,
        "现在有人拿着刀",
    )


def test_a_report_from_patrol_calls_at_its_receipt_and_its_dispatch_answers(office):
    make_shift(office)
    order = reported_from_patrol(office, words="楼道里有煤气味，很浓")
    settle(MONDAY)
    response = only()
    assert (response.order, response.began_at, response.answered_at) == (order, MONDAY, None)
    assert response.calls.count() == 1
    dispatch_order(
        order_id=order.pk,
        department_id=office.lighting.pk,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + 4 * MINUTE,
    )
    settle(MONDAY + 6 * MINUTE)
    assert (only().answered_at, only().answered_by) == (MONDAY + 4 * MINUTE, office.front_desk)


def test_an_old_order_of_a_file_from_above_calls_nobody(office):
    make_shift(office)
    superior_order(
        office, words=FIRE, is_from_file=True, issued_at=MONDAY - timedelta(days=3), their_due_at=None
    )
    assert not EmergencyResponse.objects.exists()
    superior_order(
        office, words=FIRE, number="SH-2", is_from_file=True, issued_at=MONDAY - MINUTE, their_due_at=None
    )
    assert only().began_at == MONDAY

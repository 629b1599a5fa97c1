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
from jiezhi.supervision.actions import CallingOff, answer_emergency, call_off_emergency
from jiezhi.supervision.choices import CallOffReason
from jiezhi.supervision.errors import AnsweredAlreadyError
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.queries import open_emergencies
from jiezhi.supervision.tasks import call_next_on_duty
from jiezhi.workorders.actions import accept_order, dispatch_order
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_department, make_office, make_staff, settle
from tests.factories import submitted_concern as submitted
from tests.factories.above import superior_order
from tests.factories.fieldwork import reported_from_patrol
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
FIRE = "三号楼五层着火了，快来人，我的电话13800001234"
LAMP = "路灯不亮"
FALSE = CallingOff(CallOffReason.FALSE_ALARM)


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


def accepted(office: Office, order: WorkOrder, minutes: int) -> None:
    at = MONDAY + minutes * MINUTE
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=at)
    settle(at)


def test_an_emergency_order_goes_on_with_the_clock_until_its_lead_takes_it_on(office):
    make_shift(office)
    make_shift(office, make_department(office.street))
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    order = confirmed(office, concern, 3)
    assert (only().order, only().began_at, only().answered_at) == (order, MONDAY, None)
    pass_time(5)
    assert only().calls.count() == 2
    accepted(office, order, 7)
    assert (only().answered_at, only().answered_by) == (MONDAY + 7 * MINUTE, office.lighting)
    pass_time(30)
    assert only().calls.count() == 2
    assert "supervision.nobody_answered" not in told(office.leader)


def test_an_emergency_order_that_no_lead_takes_on_is_told_to_the_leaders(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    confirmed(office, concern, 3)
    pass_time(5)
    assert "supervision.nobody_answered" in told(office.leader)


def test_what_duty_answered_before_the_dispatch_stays_answered(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    answer_emergency(response_id=only().pk, actor=office.officer.actor, at=MONDAY + MINUTE)
    order = confirmed(office, concern, 3)
    pass_time(30)
    assert (only().order, only().answered_at, only().calls.count()) == (order, MONDAY + MINUTE, 1)


def test_an_order_that_is_no_emergency_answers_the_call(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    order = confirmed(office, concern, 3, UrgencyTier.NORMAL)
    assert only().order == order
    assert (only().answered_at, only().answered_by) == (MONDAY + 3 * MINUTE, office.front_desk)


def test_a_late_answer_is_measured_from_the_receipt(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    accepted(office, confirmed(office, concern, 4), 12)
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


def test_calling_off_ends_the_calls_with_a_trace_and_is_the_answer(office):
    police, peace = make_department(office.street), make_department(office.street)
    first, second = make_staff(police, OFFICER), make_staff(peace, OFFICER)
    make_shift(office, police, turn=1)
    make_shift(office, peace, turn=2)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    with pytest.raises(RefusedError):
        call_off_emergency(response_id=only().pk, why=FALSE, actor=second.actor, at=MONDAY + MINUTE)
    call_off_emergency(response_id=only().pk, why=FALSE, actor=first.actor, at=MONDAY + MINUTE)
    response = only()
    assert response.called_off_by == first.actor.label
    assert AuditEntry.objects.filter(verb="supervision.emergency_called_off").count() == 1
    pass_time(10)
    assert "supervision.called" not in told(second)
    with pytest.raises(AnsweredAlreadyError):
        answer_emergency(response_id=response.pk, actor=first.actor, at=MONDAY + 2 * MINUTE)
    day = MONDAY.date()
    question = Question(office.leader.actor, day, day, MONDAY + timedelta(hours=1))
    assert measures.MINUTES.compute(question) == {None: Figure(1.0, 1)}
    assert "Called off by" in text_of(
        english_client(office.dispatcher).get(reverse("desk:concern", args=[concern.pk]))
    )


def test_an_emergency_order_of_what_was_called_none_begins_anew(office):
    make_shift(office)
    concern = submitted(office, FIRE).concern
    settle(MONDAY)
    call_off_emergency(response_id=only().pk, why=FALSE, actor=office.officer.actor, at=MONDAY + MINUTE)
    order = confirmed(office, concern, 20)
    response = EmergencyResponse.objects.get(order=order)
    assert (response.began_at, response.answered_at) == (MONDAY + 20 * MINUTE, None)


def joined(office: Office, concern: Concern, order: WorkOrder, minutes: int) -> None:
    join_concern(
        concern_id=concern.pk,
        order_id=order.pk,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + minutes * MINUTE,
    )


def test_a_second_report_of_one_fire_joins_its_order_and_both_have_one_answer(office):
    make_shift(office)
    first, second = submitted(office, FIRE).concern, submitted(office, "楼上起火了，冒浓烟").concern
    settle(MONDAY)
    order = confirmed(office, first, 2)
    joined(office, second, order, 4)
    rows = EmergencyResponse.objects.order_by("began_at", "id")
    assert [(row.origin_id, row.order) for row in rows] == [(first.pk, order), (second.pk, order)]
    assert [row.is_calling for row in rows] == [True, False]
    assert [row.origin_id for row in open_emergencies(office.dispatcher.actor)] == [first.pk]
    pass_time(5)
    assert [row.calls.count() for row in rows] == [1, 1]
    accepted(office, order, 6)
    assert set(rows.values_list("answered_at", flat=True)) == {MONDAY + 6 * MINUTE}


def test_a_danger_joined_to_an_emergency_whose_news_is_on_its_way_ends_no_clock(office):
    make_shift(office)
    order = emergency_order(office)
    concern = submitted(office, FIRE).concern
    joined(office, concern, order, 1)
    settle(MONDAY + MINUTE)
    assert (only().order, only().answered_at, only().calls.count()) == (order, None, 1)


def test_an_answered_danger_joined_to_an_emergency_does_not_answer_that_one(office):
    make_shift(office)
    order = emergency_order(office)
    concern = submitted(office, FIRE).concern
    answer_emergency(response_id=only().pk, actor=office.officer.actor, at=MONDAY + MINUTE)
    joined(office, concern, order, 2)
    settle(MONDAY + 2 * MINUTE)
    assert EmergencyResponse.objects.get(answered_at=None).order == order


def added(office: Office, concern: Concern, words: str, minutes: int) -> None:
    holder = Actor(
        kind=ActorKind.CODE_HOLDER,
        id=concern.code_digest,
        sub_district_id=office.street.pk,
        permissions=frozenset({FOLLOW.code}),
    )
    add_words(concern_id=concern.pk, words=words, actor=holder, at=MONDAY + minutes * MINUTE)


def test_words_added_later_call_as_well(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    added(office, concern, "现在有人拿着刀", 1)
    assert (only().origin_id, only().began_at, only().brief) == (
        concern.pk,
        MONDAY + MINUTE,
        "现在有人拿着刀",
    )


def test_a_danger_told_after_the_answer_or_the_calling_off_calls_anew(office):
    make_shift(office)
    concern = submitted(office, "楼道里有煤气味，很浓").concern
    first = only()
    added(office, concern, "煤气味更浓了", 1)
    assert only() == first
    answer_emergency(response_id=first.pk, actor=office.officer.actor, at=MONDAY + 2 * MINUTE)
    added(office, concern, "现在着火了，快来人", 60)
    again = EmergencyResponse.objects.exclude(pk=first.pk).get()
    assert (again.began_at, again.danger, again.calls.count()) == (MONDAY + 60 * MINUTE, "fire", 1)
    call_off_emergency(response_id=again.pk, why=FALSE, actor=office.officer.actor, at=MONDAY + 61 * MINUTE)
    added(office, concern, "对面的人拿着刀", 90)
    assert EmergencyResponse.objects.count() == 3
    first.refresh_from_db()
    assert (first.began_at, first.answered_at) == (MONDAY, MONDAY + 2 * MINUTE)


def told_of_danger(office: Office) -> int:
    return told(office.dispatcher).count("concerns.danger")


def test_dispatchers_are_told_each_time_a_danger_is_told_of_anew(office):
    make_shift(office)
    concern = submitted(office, "楼道里有煤气味，很浓").concern
    settle(MONDAY)
    assert told_of_danger(office) == 1
    added(office, concern, "楼道里有煤气味，更浓了", 1)
    settle(MONDAY + MINUTE)
    assert told_of_danger(office) == 1  # its calls go on
    answer_emergency(response_id=only().pk, actor=office.officer.actor, at=MONDAY + 2 * MINUTE)
    added(office, concern, "现在着火了，快来人", 60)
    settle(MONDAY + 60 * MINUTE)
    assert told_of_danger(office) == 2
    again = EmergencyResponse.objects.get(answered_at=None)
    call_off_emergency(response_id=again.pk, why=FALSE, actor=office.officer.actor, at=MONDAY + 61 * MINUTE)
    added(office, concern, "对面的人拿着刀", 90)
    settle(MONDAY + 90 * MINUTE)
    notices = Notice.objects.filter(reader=office.dispatcher.user, kind="concerns.danger")
    assert {(row.about_id, row.facts["number"]) for row in notices} == {(concern.pk, concern.number)}
    assert notices.count() == 3


def test_the_first_danger_that_is_added_is_told_to_the_dispatchers_once(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    added(office, concern, "现在有人拿着刀", 1)
    settle(MONDAY + MINUTE)
    assert told_of_danger(office) == 1


def test_a_danger_that_is_added_to_what_was_decided_meanwhile_sends_nobody_to_the_list(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    settle(MONDAY)
    added(office, concern, "现在有人拿着刀", 1)
    confirmed(office, concern, 2)
    assert told_of_danger(office) == 0
    answer_emergency(response_id=only().pk, actor=office.officer.actor, at=MONDAY + 3 * MINUTE)
    added(office, concern, "现在着火了，快来人", 4)
    settle(MONDAY + 4 * MINUTE)
    assert told_of_danger(office) == 0
    assert "concerns.words_added" in told(office.dispatcher)


def test_words_added_to_what_has_an_order_call_to_that_order(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    order = confirmed(office, concern, 0, UrgencyTier.NORMAL)
    concern.refresh_from_db()
    added(office, concern, "现在有人拿着刀", 1)
    assert (only().order, only().began_at) == (order, MONDAY + MINUTE)
    page = text_of(english_client(office.officer).get(reverse("supervision:emergencies")))
    assert order.number in page
    assert "现在有人拿着刀" in page
    shown = english_client(office.officer).get(reverse("workorders:order", args=[order.pk]))
    assert "Response to the emergency" in text_of(shown)


def test_news_that_the_lead_took_it_on_answers_no_danger_told_afterwards(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    order = confirmed(office, concern, 0)
    answer_emergency(response_id=only().pk, actor=office.officer.actor, at=MONDAY + MINUTE)
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY + 2 * MINUTE)
    added(office, concern, "现在有人拿着刀", 3)
    settle(MONDAY + 4 * MINUTE)
    (response,) = open_emergencies(office.dispatcher.actor)
    assert (response.order, response.began_at) == (order, MONDAY + 3 * MINUTE)


def test_words_added_to_an_emergency_order_make_no_second_clock(office):
    make_shift(office)
    concern = submitted(office, "楼下吵架").concern
    order = confirmed(office, concern, 0)
    added(office, concern, "现在有人拿着刀", 1)
    assert (only().order, only().origin_kind) == (order, "")
    accepted(office, order, 2)
    assert only().answered_at == MONDAY + 2 * MINUTE


def test_a_report_from_patrol_calls_at_its_receipt_until_its_lead_takes_it_on(office):
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
    settle(MONDAY + 4 * MINUTE)
    assert (only().answered_at, only().calls.count()) == (None, 1)
    accepted(office, order, 6)
    assert (only().answered_at, only().answered_by) == (MONDAY + 6 * MINUTE, office.lighting)


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

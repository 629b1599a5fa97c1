"""Calling an emergency off: with a reason, by whom it concerns; who watches is told, and what it began is undone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import suggest_matter
from jiezhi.concerns.models import Concern
from jiezhi.kit.errors import InvalidError, RefusedError, StaleError
from jiezhi.kit.measure import Figure, Question
from jiezhi.kit.models import AuditEntry
from jiezhi.notices.models import Notice
from jiezhi.organisation.models import Matter
from jiezhi.project.demo.roles import OFFICER
from jiezhi.supervision import measures
from jiezhi.supervision.actions import CallingOff, answer_emergency, call_off_emergency
from jiezhi.supervision.choices import CallOffReason
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.queries import open_emergencies
from jiezhi.supervision.tasks import call_next_on_duty
from jiezhi.workorders.actions import dispatch_order, send_back_order
from jiezhi.workorders.choices import SendBackReason, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_department, make_office, make_staff, settle
from tests.factories import submitted_concern as submitted
from tests.factories.fieldwork import reported_from_patrol
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import emergency_order, make_shift
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
KNIFE = "邻居拿着刀在切菜，吵死了"
GAS = "楼道里有煤气味，很浓"
FALSE = CallingOff(CallOffReason.FALSE_ALARM, "在切菜")


@pytest.fixture
def office() -> Office:
    return make_office()


def call_off(office: Office, minutes: int, *, actor=None, why: CallingOff = FALSE) -> EmergencyResponse:
    at = MONDAY + minutes * MINUTE
    response = call_off_emergency(
        response_id=EmergencyResponse.objects.get().pk,
        why=why,
        actor=actor or office.officer.actor,
        at=at,
    )
    settle(at)
    return response


def out(office: Office, order: WorkOrder, minutes: int) -> WorkOrder:
    at = MONDAY + minutes * MINUTE
    order = dispatch_order(
        order_id=order.pk,
        department_id=office.lighting.pk,
        note="仍由你们办理",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=at,
    )
    settle(at)
    return order


def test_only_who_was_called_dispatches_or_leads_calls_off_even_after_all_were_called(office):
    make_shift(office)
    stranger = make_staff(make_department(office.street), OFFICER)
    emergency_order(office)
    settle(MONDAY)
    call_next_on_duty(MONDAY + 5 * MINUTE)
    settle(MONDAY + 5 * MINUTE)
    with pytest.raises(RefusedError):
        call_off(office, 6, actor=stranger.actor)
    page = english_client(stranger).get(reverse("supervision:emergencies")).content.decode()
    assert "call-off" not in page
    assert "/answer/" in page
    assert call_off(office, 7, actor=office.leader.actor).called_off_by == office.leader.actor.label


def test_calling_off_needs_a_reason_and_takes_no_numbers(office):
    make_shift(office)
    submitted(office, KNIFE)
    for words in ("", "户主电话13800001234"):
        with pytest.raises(InvalidError):
            call_off(office, 1, why=CallingOff(CallOffReason.OTHER, words))
    client = english_client(office.officer)
    url = reverse("supervision:call_off", args=[EmergencyResponse.objects.get().pk])
    client.post(url)
    assert EmergencyResponse.objects.get().is_open
    client.post(url, {"reason": "elsewhere", "words": "派出所已到场"})
    page = text_of(client.get(reverse("supervision:emergency", args=[EmergencyResponse.objects.get().pk])))
    assert "Police, fire brigade or another service sees to it" in page
    assert "派出所已到场" in page
    facts = AuditEntry.objects.get(verb="supervision.emergency_called_off").facts
    assert facts == {"reason": "elsewhere", "danger": "violence"}


def test_dispatchers_and_leaders_are_told_once_each(office):
    make_shift(office)
    submitted(office, KNIFE)
    settle(MONDAY)
    call_off(office, 1)
    readers = Notice.objects.filter(kind="supervision.called_off").values_list("reader", flat=True)
    assert sorted(readers) == sorted([office.dispatcher.user.pk, office.leader.user.pk])


def test_calling_off_late_is_a_late_answer_in_the_figures(office):
    make_shift(office)
    emergency_order(office)
    settle(MONDAY)
    call_off(office, 20, actor=office.dispatcher.actor)
    day = MONDAY.date()
    question = Question(office.leader.actor, day, day, MONDAY + 130 * MINUTE)
    assert measures.WITHIN.compute(question) == {None: Figure(0.0, 1, 0)}
    assert measures.MINUTES.compute(question) == {None: Figure(20.0, 1)}


def test_a_request_that_was_called_off_stands_in_its_turn_and_is_proposed_as_no_emergency(office):
    make_shift(office)
    concern = submitted(office, KNIFE).concern
    settle(MONDAY)
    call_off(office, 1)
    concern.refresh_from_db()
    assert (concern.danger, concern.version) == ("", 2)
    assert AuditEntry.objects.get(verb="concerns.danger_taken_off").facts["danger"] == "violence"
    page = english_client(office.dispatcher).get(reverse("desk:concern", args=[concern.pk]))
    assert page.context["decision"].form.initial["urgency"] == UrgencyTier.NORMAL
    assert "Called off by" in text_of(page)
    suggest_matter(concern_id=concern.pk, actor=office.dispatcher.actor, at=MONDAY + 2 * MINUTE)
    assert Concern.objects.get().danger == ""


def test_a_report_from_patrol_that_was_called_off_waits_as_an_order_like_any_other(office):
    make_shift(office)
    order = reported_from_patrol(office, words=GAS)
    settle(MONDAY)
    call_off(office, 1)
    with pytest.raises(StaleError):
        dispatch_order(
            order_id=order.pk,
            department_id=office.lighting.pk,
            seen_version=order.version,
            actor=office.dispatcher.actor,
            at=MONDAY + 2 * MINUTE,
        )
    order = out(office, order, 5)
    matter = Matter.objects.get(pk=order.matter_id)
    assert order.urgency == UrgencyTier.NORMAL
    assert (order.limit_amount, order.limit_unit) == (matter.limit_amount, matter.limit_unit)
    assert EmergencyResponse.objects.count() == 1
    page = english_client(office.dispatcher).get(reverse("workorders:order", args=[order.pk]))
    assert "Called off by" in text_of(page)


def test_an_emergency_order_sent_out_again_after_it_was_called_off_begins_anew(office):
    make_shift(office)
    order = emergency_order(office)
    settle(MONDAY)
    call_off(office, 1)
    send_back_order(
        order_id=order.pk,
        reason=SendBackReason.WRONG_MATTER,
        note="应归另一事项",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + 2 * MINUTE,
    )
    order = out(office, order, 20)
    assert order.urgency == UrgencyTier.EMERGENCY
    (response,) = open_emergencies(office.dispatcher.actor)
    assert (response.order, response.began_at) == (order, MONDAY + 20 * MINUTE)
    answer_emergency(response_id=response.pk, actor=office.officer.actor, at=MONDAY + 21 * MINUTE)
    assert open_emergencies(office.dispatcher.actor) == []


def test_words_that_are_too_long_are_refused_and_not_cut(office):
    make_shift(office)
    submitted(office, "楼道里有煤气味，很浓")
    response = EmergencyResponse.objects.get()
    why = CallingOff(CallOffReason.OTHER, "险" * 201)
    with pytest.raises(InvalidError, match="超过200字"):
        call_off_emergency(response_id=response.pk, why=why, actor=office.officer.actor, at=MONDAY)
    response.refresh_from_db()
    assert response.called_off_at is None

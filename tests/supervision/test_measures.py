"""What is measured of working together, against rows made by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.core.supports import Promptness, promptness
from jiezhi.kit.measure import Figure, Question, Split
from jiezhi.supervision import measures
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders.actions import SupportWish, accept_order, ask_supports, resolve_order
from jiezhi.workorders.choices import SupportKind
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.outcomes import support_outcomes
from tests.factories import Office, make_department, make_office, staff_client
from tests.factories.chains import started_chain
from tests.factories.hands import order_in_hand
from tests.factories.meetings import assigned_work, held_meeting
from tests.factories.pages import english_client, text_of
from tests.factories.supervision import called_emergency, make_shift
from tests.factories.workorders import MONDAY

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
LATER = MONDAY + 20 * DAY


@pytest.fixture
def office(db) -> Office:
    return make_office()


def question(office: Office, split: Split = Split.NONE, at: datetime = LATER) -> Question:
    return Question(office.leader.actor, date(2026, 11, 1), date(2026, 11, 30), at, split)


def many_supports(office: Office, kind: SupportKind = SupportKind.SUPPORT) -> list[Support]:
    """Seven supports of one order: done in time and late, open, silent, declined early and late, called off."""
    order = order_in_hand(office)
    wishes = [SupportWish(make_department(office.street).pk, "配合", (2, "working_days")) for _ in range(7)]
    rows = ask_supports(order_id=order.pk, wishes=wishes, actor=office.officer.actor, at=MONDAY)
    due, answer = rows[0].due_at, rows[0].answer_due_at
    changes = (
        {"state": "done", "answered_at": MONDAY + HOUR, "done_at": due},
        {"state": "done", "answered_at": answer + HOUR, "done_at": due + HOUR},
        {"state": "accepted", "answered_at": answer},
        {},
        {"state": "declined", "answered_at": MONDAY + HOUR, "ended_at": MONDAY + HOUR},
        {"state": "declined", "answered_at": due + HOUR, "ended_at": due + HOUR},
        {"state": "called_off", "ended_at": MONDAY + HOUR},
    )
    for row, change in zip(rows, changes, strict=True):
        Support.objects.filter(pk=row.pk).update(kind=kind, **change)
    return list(Support.objects.order_by("asked_at", "id"))


def test_the_database_judges_supports_as_the_rule_does(office):
    rows = many_supports(office)
    for at in (MONDAY, rows[0].answer_due_at + MINUTE, rows[0].due_at + MINUTE, LATER):
        known = support_outcomes(at)
        for row in rows:
            judged = promptness(due_at=row.due_at, done_at=row.done_at, ended_at=row.ended_at, at=at)
            seen = Support.objects.filter(pk=row.pk)
            assert seen.filter(known["in_time"]).exists() == (judged is Promptness.IN_TIME)
            assert seen.filter(known["late"]).exists() == (judged is Promptness.LATE)
            answer = promptness(
                due_at=row.answer_due_at,
                done_at=row.answered_at,
                ended_at=None if row.answered_at else row.ended_at,
                at=at,
            )
            assert seen.filter(known["answered"]).exists() == (answer is Promptness.IN_TIME)
            assert seen.filter(known["unanswered"]).exists() == (answer is Promptness.LATE)


def test_supports_in_time_and_answered_in_time(office):
    many_supports(office)
    asked = question(office)
    assert measures.SUPPORTS.compute(asked) == {None: Figure(1 / 5, 5, 1)}
    assert measures.ANSWERED.compute(asked) == {None: Figure(3 / 6, 6, 3)}
    early = question(office, at=MONDAY)
    assert measures.SUPPORTS.compute(early)[None].whole == 3


def asked_of_departments(office: Office) -> None:
    """Seven supports of which five are decided, one of them in time; a step and a piece of work in time; one late."""
    many_supports(office)
    chain = started_chain(office)
    step = chain.steps.get(position=1)
    meeting, topic = held_meeting(office)
    works = [assigned_work(meeting, topic, office) for _ in range(2)]
    for pk in (step.order_id, works[0].order_id):
        hand = {"order_id": pk, "seen_version": None, "actor": office.officer.actor}
        at = WorkOrder.objects.get(pk=pk).opened_at + HOUR
        accept_order(**hand, at=at)
        resolve_order(**hand, reply="已完成", at=at)


def test_one_rate_says_what_became_of_all_that_departments_were_asked(office, django_assert_num_queries):
    asked_of_departments(office)
    asked = question(office)
    with django_assert_num_queries(3):
        assert measures.COLLABORATION.compute(asked) == {None: Figure(3 / 8, 8, 3)}
    for split in measures.COLLABORATION.splits:
        parts = measures.COLLABORATION.compute(question(office, split)).values()
        assert (sum(row.part for row in parts), sum(row.whole for row in parts)) == (3, 8), split
    lighting = measures.COLLABORATION.compute(question(office, Split.DEPARTMENT))[office.lighting.pk]
    assert (lighting.part, lighting.whole) == (2, 3)
    assert measures.COLLABORATION.compute(question(make_office())) == {None: Figure(None, 0, 0)}


def test_a_task_belongs_to_the_period_in_which_it_was_due(office):
    started_chain(office)
    due_at = WorkOrder.objects.get().due_at
    ends = {"first_on": MONDAY.date(), "last_on": due_at.date() - DAY}
    assert measures.COLLABORATION.compute(replace(question(office), **ends))[None].whole == 0
    begins = replace(question(office), first_on=due_at.date())
    assert measures.COLLABORATION.compute(begins) == {None: Figure(0.0, 1, 0)}
    open_yet = replace(begins, at=due_at - MINUTE)
    assert measures.COLLABORATION.compute(open_yet) == {None: Figure(None, 0, 0)}


def test_the_page_of_figures_says_what_the_rate_counts(office):
    url = reverse("assessment:figures")
    page = staff_client(office.leader).get(url, {"measure": "collaboration_done"}).content.decode()
    assert 'title="本期到期的部门协作事项中，按时完成的占多少。">部门协作事项完成率</a>' in page


def test_every_participants_part_counts_for_its_own_department(office):
    rows = many_supports(office)
    order = rows[0].order
    resolve_order(
        order_id=order.pk,
        reply="已完成",
        seen_version=None,
        without_supports="其余部门不影响",
        actor=office.officer.actor,
        at=MONDAY + HOUR,
    )
    by_department = measures.PARTICIPANTS.compute(question(office, Split.DEPARTMENT))
    assert by_department[office.lighting.pk] == Figure(1.0, 1, 1)
    assert by_department[rows[0].department_id] == Figure(1.0, 1, 1)
    assert by_department[rows[1].department_id] == Figure(0.0, 1, 0)
    whole = measures.PARTICIPANTS.compute(question(office))[None]
    assert (whole.part, whole.whole) == (2, 4)


def test_whistles_are_counted_apart_and_the_community_says_whether_they_helped(office):
    rows = many_supports(office, SupportKind.WHISTLE)
    Support.objects.filter(pk=rows[0].pk).update(has_come=True, has_helped=True)
    Support.objects.filter(pk=rows[1].pk).update(has_come=True, has_helped=False)
    assert measures.SUPPORTS.compute(question(office))[None].whole == 0
    assert measures.WHISTLES.compute(question(office)) == {None: Figure(3 / 6, 6, 3)}
    assert measures.HELPED.compute(question(office)) == {None: Figure(1 / 2, 2, 1)}


def test_emergencies_are_measured_in_minutes_and_an_open_one_waits_on(office):
    shift = make_shift(office)
    for minutes in (2, 4, None):
        response = called_emergency(office, shift)
        answered_at = MONDAY + minutes * MINUTE if minutes else None
        EmergencyResponse.objects.filter(pk=response.pk).update(answered_at=answered_at)
    assert measures.MINUTES.compute(question(office, at=MONDAY + HOUR)) == {None: Figure(4.0, 3)}
    assert measures.WITHIN.compute(question(office, at=MONDAY + HOUR)) == {None: Figure(2 / 3, 3, 2)}
    assert measures.WITHIN.compute(question(office, at=MONDAY + MINUTE)) == {None: Figure(1.0, 2, 2)}


def test_a_chain_is_on_plan_until_it_is_late(office):
    started_chain(office)
    assert measures.CHAINS.compute(question(office, at=MONDAY + DAY)) == {None: Figure(1.0, 1, 1)}
    assert measures.CHAINS.compute(question(office)) == {None: Figure(0.0, 1, 0)}


def test_the_figures_are_shown_with_what_they_rest_on(office):
    order = order_in_hand(office, at=timezone.now() - 2 * DAY)
    wish = SupportWish(make_department(office.street).pk, "配合", (2, "working_days"))
    row = ask_supports(order_id=order.pk, wishes=[wish], actor=office.officer.actor, at=timezone.now())[0]
    Support.objects.filter(pk=row.pk).update(state="done", answered_at=row.asked_at, done_at=row.asked_at)
    page = text_of(english_client(office.leader).get(reverse("supervision:figures")))
    assert "100% 1 / 1" in page
    assert row.department.name in page
    assert "No emergency in this period." in page

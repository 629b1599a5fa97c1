"""What is counted of meetings: a part, the whole it is of, and nothing where there is no whole."""

from datetime import date, timedelta

import pytest

from jiezhi.kit.measure import Figure, Question, Split, all_measures
from jiezhi.kit.worker import run_due_timers
from jiezhi.meetings.measures import assigned_on_time, meetings_held
from jiezhi.meetings.models import Assignment
from jiezhi.meetings.queries import ORDER, series_summaries
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import outcomes
from tests.factories import make_office
from tests.factories.meetings import MEETING_AT, assigned_work, held_meeting

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def question(office, *, split=Split.NONE, last_on=date(2027, 1, 31), at=MEETING_AT + 2 * DAY):
    return Question(office.leader.actor, date(2026, 11, 1), last_on, at, split)


def test_one_of_three_meetings_that_were_due_was_held():
    office, other = make_office(), make_office()
    held_meeting(office)
    run_due_timers(at=MEETING_AT + 80 * DAY)
    third = {"whole": 3, "part": 1}
    assert meetings_held(question(office)) == {None: Figure(pytest.approx(1 / 3), **third)}
    assert meetings_held(question(office, split=Split.DEPARTMENT))[office.lighting.pk].whole == 3
    assert meetings_held(question(office, split=Split.COMMUNITY)) == {}
    assert meetings_held(question(other)) == {None: Figure(None, 0, 0)}


def test_work_counts_once_it_is_done_or_late_and_by_the_department_that_did_it():
    office = make_office()
    meeting, topic = held_meeting(office)
    assert assigned_on_time(question(office)) == {None: Figure(None, 0, 0)}
    works = [assigned_work(meeting, topic, office) for _ in range(3)]
    officer = office.officer.actor
    for work, at in zip(works, (MEETING_AT + DAY, MEETING_AT + 30 * DAY), strict=False):
        accept_order(order_id=work.order_id, seen_version=None, actor=officer, at=at)
        resolve_order(order_id=work.order_id, reply="已完成", seen_version=None, actor=officer, at=at)
    assert assigned_on_time(question(office)) == {None: Figure(0.5, 2, 1)}
    assert assigned_on_time(question(office, split=Split.DEPARTMENT)) == {
        office.lighting.pk: Figure(0.5, 2, 1)
    }
    late = question(office, at=MEETING_AT + 40 * DAY)
    assert assigned_on_time(late) == {None: Figure(pytest.approx(1 / 3), 3, 1)}


def test_measures_of_meetings_do_not_stand_among_those_of_orders():
    assert [measure.key for measure in all_measures("meetings")] == ["meetings_held", "assigned_on_time"]
    assert "meetings_held" not in [measure.key for measure in all_measures()]


@pytest.mark.parametrize("days", [2, 40])
def test_in_time_means_the_same_for_assigned_work_as_for_orders(days):
    office = make_office()
    meeting, topic = held_meeting(office)
    works = [assigned_work(meeting, topic, office) for _ in range(3)]
    officer = office.officer.actor
    for work, at in zip(works, (MEETING_AT + DAY, MEETING_AT + 30 * DAY), strict=False):
        accept_order(order_id=work.order_id, seen_version=None, actor=officer, at=at)
        resolve_order(order_id=work.order_id, reply="已完成", seen_version=None, actor=officer, at=at)
    at = MEETING_AT + days * DAY
    seen_from_here = outcomes(at, order=ORDER)
    for name, condition in outcomes(at).items():
        orders = set(WorkOrder.objects.filter(condition).values_list("pk", flat=True))
        found = Assignment.objects.filter(seen_from_here[name]).values_list("order_id", flat=True)
        assert orders == set(found), name
    assert WorkOrder.objects.filter(outcomes(at)["late"]).count() == (1 if days == 2 else 2)
    work = series_summaries(office.leader.actor, at=at)[0].work
    assert (work.on_time, work.decided) == (1, 2 if days == 2 else 3)

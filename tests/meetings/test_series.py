"""The series and the meetings that exist by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from jiezhi.core.meeting_days import MonthDay
from jiezhi.faces.desk.day import day_of
from jiezhi.kit.errors import InvalidError, MissingError, RefusedError, StaleError
from jiezhi.kit.models import AuditEntry
from jiezhi.kit.worker import run_due_timers
from jiezhi.meetings import actions, queries
from jiezhi.meetings.models import JointMeeting, MeetingSeries
from jiezhi.meetings.workflow import MEETING
from jiezhi.organisation.choices import DayKind
from jiezhi.organisation.models import CalendarDay
from tests.factories import make_department, make_office
from tests.factories.meetings import MEETING_AT, SET_UP_AT, make_series, make_series_draft, proposed_topic

pytestmark = pytest.mark.django_db

MARCH = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


def months() -> list[str]:
    return [
        f"{on:%Y-%m}" for on in JointMeeting.objects.order_by("month_on").values_list("month_on", flat=True)
    ]


def test_the_table_of_a_meeting_has_no_fault():
    assert MEETING.faults() == ()


def test_a_new_series_has_its_next_meeting_at_once():
    office = make_office()
    make_series(office)
    meeting = JointMeeting.objects.get()
    assert meeting.meets_on == date(2026, 11, 11)
    assert not meeting.is_moved
    assert AuditEntry.objects.filter(verb="meetings.series_set_up").count() == 1


def test_a_meeting_on_a_holiday_moves_to_the_next_workday():
    office = make_office()
    for day in (11, 12):
        CalendarDay.objects.create(sub_district=office.street, on=date(2026, 11, day), kind=DayKind.HOLIDAY)
    make_series(office)
    meeting = JointMeeting.objects.get()
    assert (meeting.planned_on, meeting.meets_on) == (date(2026, 11, 11), date(2026, 11, 13))


def test_the_timer_finds_every_month_that_passed_and_makes_each_once():
    office = make_office()
    make_series(office)
    run_due_timers(at=MARCH)
    expected = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert months() == expected
    run_due_timers(at=MARCH + timedelta(hours=2))
    assert months() == expected


def test_two_planners_that_saw_the_same_gap_make_one_meeting(monkeypatch):
    office = make_office()
    series = make_series(office)
    gap = queries.plans_due(series, on=MARCH.date())
    actions.plan_meetings(series_id=series.pk, actor=office.leader.actor, at=MARCH)
    monkeypatch.setattr("jiezhi.meetings.actions.series.plans_due", lambda *_args, **_more: gap)
    actions.plan_meetings(series_id=series.pk, actor=office.leader.actor, at=MARCH)
    assert len(months()) == len(set(months())) == 5


def test_the_database_holds_one_meeting_a_month():
    office = make_office()
    make_series(office)
    meeting = JointMeeting.objects.get()
    meeting.pk, meeting._state.adding = make_series_draft(office).lead_id, True
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save(force_insert=True)


def test_months_in_which_nothing_was_recorded_are_missed():
    office = make_office()
    make_series(office)
    run_due_timers(at=MARCH)
    (summary,) = queries.series_summaries(office.leader.actor, at=MARCH)
    assert [f"{row.month_on:%Y-%m}" for row in summary.missed] == ["2027-02", "2027-01", "2026-12", "2026-11"]
    assert summary.coming.meets_on == date(2027, 3, 10)
    assert summary.waiting == ()


def test_a_meeting_waits_two_weeks_for_its_minutes_before_it_is_missed():
    office = make_office()
    make_series(office)
    (summary,) = queries.series_summaries(office.leader.actor, at=datetime(2026, 11, 25, 2, tzinfo=UTC))
    assert (len(summary.waiting), len(summary.missed)) == (1, 0)
    (summary,) = queries.series_summaries(office.leader.actor, at=datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert (len(summary.waiting), len(summary.missed)) == (0, 1)


def test_only_minutes_that_can_still_be_written_wait_for_their_writer():
    office = make_office()
    make_series(office)
    make_series(office, title="文明创建联席会议")
    run_due_timers(at=datetime(2026, 11, 25, 2, tzinfo=UTC))
    JointMeeting.objects.filter(series__title="文明创建联席会议").update(held_at=MEETING_AT)
    for day, titles in ((25, {"物业管理联席会议", "文明创建联席会议"}), (26, {"文明创建联席会议"})):
        on = date(2026, 11, day)
        waiting = queries.meetings_to_write(office.leader.actor, on=on)
        assert {row.series.title for row in waiting} == titles
        assert not any(queries.is_missed(row, on=on) for row in waiting)


def test_a_line_of_the_inbox_says_which_meeting_it_is():
    office = make_office()
    make_series(office)
    found = day_of(office.leader.actor, at=datetime(2026, 11, 20, 2, tzinfo=UTC))
    rows = next(part.rows for part in found.parts if part.key == "minutes")
    assert [(row.title, row.text) for row in rows] == [("物业管理联席会议", "2026年11月")]


def test_a_series_that_ends_plans_nothing_more_and_keeps_what_was_prepared():
    office = make_office()
    series = make_series(office)
    proposed_topic(JointMeeting.objects.get(), office)
    run_due_timers(at=datetime(2026, 11, 12, 2, tzinfo=UTC))
    assert months() == ["2026-11", "2026-12"]
    actions.end_series(
        series_id=series.pk, actor=office.leader.actor, at=datetime(2026, 11, 12, 3, tzinfo=UTC)
    )
    run_due_timers(at=MARCH)
    assert months() == ["2026-11"]
    with pytest.raises(StaleError):
        actions.end_series(series_id=series.pk, actor=office.leader.actor, at=MARCH)


def test_only_keepers_set_up_end_and_plan():
    office = make_office()
    with pytest.raises(RefusedError):
        actions.set_up_series(draft=make_series_draft(office), actor=office.officer.actor, at=SET_UP_AT)
    series = make_series(office)
    with pytest.raises(RefusedError):
        actions.end_series(series_id=series.pk, actor=office.officer.actor, at=SET_UP_AT)
    with pytest.raises(RefusedError):
        actions.plan_meetings(series_id=series.pk, actor=office.officer.actor, at=SET_UP_AT)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": " "}, InvalidError),
        ({"place": ""}, InvalidError),
        ({"member_ids": frozenset()}, InvalidError),
    ],
)
def test_a_series_that_is_incomplete_is_refused(change, error):
    office = make_office()
    draft = make_series_draft(office)
    with pytest.raises(error):
        actions.set_up_series(
            draft=type(draft)(**{**draft.__dict__, **change}), actor=office.leader.actor, at=SET_UP_AT
        )
    assert not MeetingSeries.objects.exists()


def test_a_series_is_not_set_up_with_a_foreign_department_or_twice():
    office, other = make_office(), make_office()
    draft = make_series_draft(office)
    foreign = make_department(other.street)
    changed = type(draft)(**{**draft.__dict__, "lead_id": foreign.pk})
    with pytest.raises(MissingError):
        actions.set_up_series(draft=changed, actor=office.leader.actor, at=SET_UP_AT)
    make_series(office)
    with pytest.raises(InvalidError):
        make_series(office)


def test_a_series_by_day_of_the_month_is_kept_as_such():
    office = make_office()
    series = make_series(office, rule=MonthDay(15))
    series.refresh_from_db()
    assert series.rule == MonthDay(15)
    assert JointMeeting.objects.get().meets_on == date(2026, 11, 16)  # the 15th is a Sunday


def test_a_foreign_street_sees_nothing():
    office, other = make_office(), make_office()
    make_series(office)
    meeting = JointMeeting.objects.get()
    assert queries.series_summaries(other.leader.actor, at=SET_UP_AT) == []
    with pytest.raises(MissingError):
        queries.get_meeting(other.leader.actor, meeting.pk)
    with pytest.raises(MissingError):
        actions.close_agenda(meeting_id=meeting.pk, seen_version=None, actor=other.leader.actor, at=SET_UP_AT)

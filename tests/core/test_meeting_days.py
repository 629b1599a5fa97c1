"""Laws of the day on which a monthly meeting is held."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.deadlines import Limit, LimitUnit, WorkingCalendar
from jiezhi.core.meeting_days import (
    LAST,
    MonthDay,
    NthWeekday,
    day_by_rule,
    is_record_late,
    meeting_day,
    months_due,
    next_month,
    workdays_until,
)

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
rules = st.one_of(
    st.builds(NthWeekday, st.integers(1, LAST), st.integers(0, 6)), st.builds(MonthDay, st.integers(1, 31))
)


@st.composite
def offices(draw: st.DrawFn) -> WorkingCalendar:
    exceptions = draw(
        st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=40)
    )
    return WorkingCalendar(((time(9), time(12)), (time(13), time(17))), exceptions)


@given(rules, days)
def test_the_planned_day_lies_in_its_month(rule, on):
    planned = day_by_rule(rule, on)
    assert (planned.year, planned.month) == (on.year, on.month)


@given(st.integers(1, LAST), st.integers(0, 6), days)
def test_the_nth_weekday_has_that_weekday_and_as_many_of_it_before_it(nth, weekday, on):
    planned = day_by_rule(NthWeekday(nth, weekday), on)
    assert planned.weekday() == weekday
    if nth < LAST:
        assert (planned.day - 1) // 7 == nth - 1
    else:
        assert (planned + 7 * DAY).month != on.month


@given(rules, st.dates(date(2026, 1, 1), date(2026, 12, 31)), offices())
def test_a_meeting_is_held_on_a_workday_and_moves_no_further_than_it_must(rule, on, office):
    day = meeting_day(rule, on, office)
    assert office.is_workday(day.meets_on)
    between = [day.planned_on + n * DAY for n in range((day.meets_on - day.planned_on).days)]
    assert not any(office.is_workday(each) for each in between)
    assert day.is_moved == (not office.is_workday(day.planned_on))


@given(rules, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 400), offices())
def test_months_due_follow_each_other_and_end_with_the_only_meeting_to_come(rule, since_on, later, office):
    today = since_on + later * DAY
    months = months_due(since_on, today, rule, office)
    assert months[0] == since_on.replace(day=1)
    assert all(after == next_month(before) for before, after in pairwise(months))
    to_come = [month for month in months if meeting_day(rule, month, office).meets_on >= today]
    assert to_come == [months[-1]]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(1, 60), offices())
def test_a_limit_in_those_workdays_ends_on_the_last_workday_of_the_span(start_on, span, office):
    by_on = start_on + span * DAY
    count = workdays_until(office, start_on, by_on)
    workdays = [start_on + n * DAY for n in range(1, span + 1) if office.is_workday(start_on + n * DAY)]
    assert count == len(workdays)
    if count:
        noon = datetime(start_on.year, start_on.month, start_on.day, 4, tzinfo=UTC)
        due = office.add(noon, Limit(count, LimitUnit.WORKING_DAYS))
        assert office.day_of(due) == workdays[-1]


def test_minutes_may_be_begun_for_two_weeks():
    on = date(2026, 11, 11)
    assert not is_record_late(on, on + 14 * DAY)
    assert is_record_late(on, on + 15 * DAY)


@pytest.mark.parametrize("wrong", [lambda: NthWeekday(0, 1), lambda: NthWeekday(1, 7), lambda: MonthDay(32)])
def test_a_rule_that_names_no_day_is_refused(wrong):
    with pytest.raises(ValueError, match="month"):
        wrong()

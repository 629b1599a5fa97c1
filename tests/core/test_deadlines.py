"""Deadlines against the real arrangement of 2026, a minute-by-minute oracle, and laws."""

import pickle
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.core.deadlines import (
    Limit,
    LimitUnit,
    Pause,
    Tone,
    Urgency,
    WorkingCalendar,
    YearWarning,
    counted_from,
    due_at,
    scale_limit,
    time_left,
    tone,
    year_warning,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = ((time(9), time(12)), (time(13), time(17)))
EXCEPTIONS = {
    on: works
    for days, works in (
        (chinese_calendar.constants.holidays, False),
        (chinese_calendar.constants.workdays, True),
    )
    for on in days
    if on.year == 2026
}
OFFICE = WorkingCalendar(HOURS, EXCEPTIONS, known_years=frozenset({2026}))
MINUTE = timedelta(minutes=1)
WORKING_UNITS = [unit for unit in LimitUnit if unit.counts_working_time]


def local(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def is_working_minute(begin: datetime) -> bool:
    """Asks the package and the clock, not the code under test."""
    here = begin.astimezone(SHANGHAI)
    opens = time(9) <= here.time() < time(12) or time(13) <= here.time() < time(17)
    return opens and chinese_calendar.is_workday(here.date())


# --- golden cases: the arrangement of 2026


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # Spring Festival runs from 15 to 23 February; Saturdays 14 and 28 February are make-up workdays.
        (local(2, 13, 16), 1, LimitUnit.WORKING_DAYS, local(2, 14, 17)),
        (local(2, 14, 10), 1, LimitUnit.WORKING_DAYS, local(2, 24, 17)),
        (local(2, 18, 10), 1, LimitUnit.WORKING_DAYS, local(2, 24, 17)),
        (local(2, 13, 16), 5, LimitUnit.WORKING_DAYS, local(2, 27, 17)),
        (local(2, 13, 16), 6, LimitUnit.WORKING_DAYS, local(2, 28, 17)),
        (local(2, 13, 16), 7, LimitUnit.WORKING_DAYS, local(3, 2, 17)),
        (local(2, 14, 16), 4, LimitUnit.WORKING_HOURS, local(2, 24, 12)),
        (local(2, 14, 16), 90, LimitUnit.WORKING_MINUTES, local(2, 24, 9, 30)),
        (local(2, 14, 16), 4, LimitUnit.NATURAL_HOURS, local(2, 14, 20)),
        (local(2, 14, 16), 3, LimitUnit.NATURAL_DAYS, local(2, 18)),
        # National Day runs from 1 to 7 October; Saturday 10 October is a make-up workday.
        (local(9, 30, 9), 1, LimitUnit.WORKING_DAYS, local(10, 8, 17)),
        (local(9, 30, 9), 3, LimitUnit.WORKING_DAYS, local(10, 10, 17)),
        (local(9, 30, 9), 4, LimitUnit.WORKING_DAYS, local(10, 12, 17)),
        (local(9, 30, 15), 8, LimitUnit.WORKING_HOURS, local(10, 8, 16)),
        (local(9, 30, 15), 1, LimitUnit.NATURAL_DAYS, local(10, 2)),
        (local(9, 30, 15), 24, LimitUnit.NATURAL_HOURS, local(10, 1, 15)),
        # The Sunday before the Mid-autumn weekend (20 September) is a make-up workday.
        (local(9, 18, 9), 1, LimitUnit.WORKING_DAYS, local(9, 20, 17)),
    ],
)
def test_a_limit_ends_where_the_arrangement_of_2026_says(start, amount, unit, due):
    found = OFFICE.add(start, Limit(amount, unit))
    assert found == due
    assert found.tzinfo is UTC


def test_a_limit_that_starts_over_lunch_begins_after_lunch():
    assert OFFICE.add(local(11, 20, 12, 30), Limit(1, LimitUnit.WORKING_HOURS)) == local(11, 20, 14)


def test_a_limit_that_fills_the_day_ends_at_closing_not_at_the_next_opening():
    assert OFFICE.add(local(11, 20, 9), Limit(7, LimitUnit.WORKING_HOURS)) == local(11, 20, 17)
    assert OFFICE.add(local(11, 20, 9), Limit(3, LimitUnit.WORKING_HOURS)) == local(11, 20, 12)


def test_an_office_on_duty_all_day_closes_at_midnight():
    duty = WorkingCalendar(((time(0), time(0)),), {})
    assert duty.add(local(11, 20, 23), Limit(2, LimitUnit.WORKING_HOURS)) == local(11, 23, 1)
    assert duty.add(local(11, 19, 9), Limit(1, LimitUnit.WORKING_DAYS)) == local(11, 21)


def test_every_day_of_2026_is_a_workday_exactly_when_the_package_says_so():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [on for on in days if OFFICE.is_workday(on) != chinese_calendar.is_workday(on)] == []


# --- the oracle

moments = st.integers(0, 330 * 24 * 60).map(lambda minutes: (local(1, 1) + minutes * MINUTE).astimezone(UTC))
near_festivals = st.builds(
    lambda month, minutes: (local(month, 1) + minutes * MINUTE).astimezone(UTC),
    st.sampled_from([2, 10]),
    st.integers(0, 28 * 24 * 60),
)
starts = st.one_of(near_festivals, moments)


@settings(max_examples=25, deadline=None)
@given(start=starts, minutes=st.integers(1, 2400))
def test_working_minutes_end_where_counting_minute_by_minute_ends(start, minutes):
    clock, left = start, minutes
    while left:
        left -= is_working_minute(clock)
        clock += MINUTE
    assert OFFICE.add(start, Limit(minutes, LimitUnit.WORKING_MINUTES)) == clock


@settings(max_examples=25, deadline=None)
@given(start=starts, span=st.integers(0, 12 * 24 * 60))
def test_working_minutes_between_are_those_that_can_be_counted_one_by_one(start, span):
    counted = sum(is_working_minute(start + number * MINUTE) for number in range(span))
    end = start + span * MINUTE
    assert OFFICE.working_minutes_between(start, end) == counted
    assert OFFICE.working_minutes_between(end, start) == -counted


@settings(max_examples=100, deadline=None)
@given(start=starts, days=st.integers(1, 40))
def test_working_days_end_at_closing_of_the_day_counted_one_by_one(start, days):
    on, left = start.astimezone(SHANGHAI).date(), days
    while left:
        on += timedelta(days=1)
        left -= chinese_calendar.is_workday(on) if on.year == 2026 else on.weekday() < 5
    due = OFFICE.add(start, Limit(days, LimitUnit.WORKING_DAYS))
    assert due == datetime.combine(on, time(17), SHANGHAI)


@settings(max_examples=100, deadline=None)
@given(start=starts, days=st.integers(1, 40))
def test_natural_days_leave_out_the_first_and_run_to_midnight(start, days):
    due = OFFICE.add(start, Limit(days, LimitUnit.NATURAL_DAYS))
    assert OFFICE.day_of(due) == start.astimezone(SHANGHAI).date() + timedelta(days=days)
    assert due.astimezone(SHANGHAI).time() == time(0)


# --- laws

limits = st.builds(Limit, st.integers(1, 60), st.sampled_from(LimitUnit))
microseconds = st.integers(0, 40 * 86_400_000_000).map(lambda number: timedelta(microseconds=number))
pauses = st.lists(st.tuples(st.integers(-2000, 30_000), st.integers(0, 6000)), max_size=4)


def pauses_from(start: datetime, spans: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(start + begin * MINUTE, start + (begin + length) * MINUTE) for begin, length in spans]


@settings(max_examples=80, deadline=None)
@given(start=starts, length=microseconds)
def test_exactly_the_working_time_that_was_added_has_passed(start, length):
    due = OFFICE.add_working_time(start, length)
    assert OFFICE.working_time_between(start, due) == length
    if length:
        # It is the earliest such instant: a moment before, some is missing.
        assert OFFICE.working_time_between(start, due - timedelta(microseconds=1)) < length


@settings(max_examples=80, deadline=None)
@given(start=starts, first=microseconds, second=microseconds)
def test_working_time_of_two_spans_is_that_of_both_together(start, first, second):
    middle, end = start + first, start + first + second
    parts = OFFICE.working_time_between(start, middle) + OFFICE.working_time_between(middle, end)
    assert OFFICE.working_time_between(start, end) == parts


@settings(max_examples=80, deadline=None)
@given(start=starts, later=microseconds, limit=limits)
def test_a_later_start_never_gives_an_earlier_deadline(start, later, limit):
    assert start < OFFICE.add(start, limit) <= OFFICE.add(start + later, limit)


@settings(max_examples=80, deadline=None)
@given(start=starts, limit=limits, spans=pauses)
def test_pauses_never_bring_a_deadline_forward_and_their_order_is_nothing(start, limit, spans):
    stood_still = pauses_from(start, spans)
    due = due_at(OFFICE, start, limit, pauses=stood_still)
    assert due >= due_at(OFFICE, start, limit)
    assert due_at(OFFICE, start, limit, pauses=stood_still[::-1]) == due
    assert due_at(OFFICE, start, limit, pauses=stood_still + stood_still) == due
    for number in range(len(stood_still)):
        fewer = stood_still[:number] + stood_still[number + 1 :]
        assert due_at(OFFICE, start, limit, pauses=fewer) <= due


@settings(max_examples=80, deadline=None)
@given(
    start=starts,
    amount=st.integers(1, 30),
    unit=st.sampled_from([LimitUnit.WORKING_MINUTES, LimitUnit.WORKING_HOURS]),
    spans=pauses,
)
def test_time_outside_the_pauses_adds_up_to_the_limit(start, amount, unit, spans):
    stood_still = pauses_from(start, spans)
    due = due_at(OFFICE, start, Limit(amount, unit), pauses=stood_still)
    edges = sorted({start, due, *(edge for each in stood_still for edge in (each.begin, each.end))})
    ran = sum(
        (
            OFFICE.working_time_between(begin, end)
            for begin, end in pairwise(edges)
            if start <= begin < due and not any(each.begin <= begin < each.end for each in stood_still)
        ),
        timedelta(0),
    )
    assert ran == amount * (MINUTE if unit is LimitUnit.WORKING_MINUTES else 60 * MINUTE)


@settings(max_examples=80, deadline=None)
@given(start=starts, unit=st.sampled_from(LimitUnit), first=st.integers(1, 20), second=st.integers(1, 20))
def test_an_extension_in_the_same_unit_is_the_same_as_a_longer_limit(start, unit, first, second):
    extended = due_at(OFFICE, start, Limit(first, unit), extensions=[Limit(second, unit)])
    assert extended == due_at(OFFICE, start, Limit(first + second, unit))


# --- pauses and extensions, told as stories


def test_a_weekend_pause_does_not_move_a_limit_in_working_time():
    weekend = Pause(local(11, 20, 17), local(11, 23, 9))
    limit = Limit(8, LimitUnit.WORKING_HOURS)
    assert due_at(OFFICE, local(11, 20, 10), limit, pauses=[weekend]) == local(11, 23, 11)


def test_two_hours_of_pause_move_a_limit_in_working_days_by_two_working_hours():
    pause = Pause(local(11, 24, 10), local(11, 24, 12))
    assert due_at(OFFICE, local(11, 23, 10), Limit(2, LimitUnit.WORKING_DAYS), pauses=[pause]) == local(
        11, 26, 11
    )


def test_a_pause_on_the_day_of_the_start_does_not_touch_a_limit_in_days():
    pause = Pause(local(11, 23, 11), local(11, 23, 16))
    assert due_at(OFFICE, local(11, 23, 10), Limit(1, LimitUnit.WORKING_DAYS), pauses=[pause]) == local(
        11, 24, 17
    )


def test_a_pause_in_natural_time_counts_the_night():
    pause = Pause(local(11, 23, 20), local(11, 24, 8))
    assert due_at(OFFICE, local(11, 23, 18), Limit(4, LimitUnit.NATURAL_HOURS), pauses=[pause]) == local(
        11, 24, 10
    )


def test_a_pause_after_the_deadline_changes_nothing():
    pause = Pause(local(11, 24, 9), local(11, 24, 12))
    assert due_at(OFFICE, local(11, 23, 9), Limit(2, LimitUnit.WORKING_HOURS), pauses=[pause]) == local(
        11, 23, 11
    )


def test_a_pause_that_only_the_first_pause_makes_timely_counts_too():
    first, second = (
        Pause(local(11, 23, 10), local(11, 23, 11)),
        Pause(local(11, 23, 11, 30), local(11, 23, 12)),
    )
    due = due_at(OFFICE, local(11, 23, 9), Limit(2, LimitUnit.WORKING_HOURS), pauses=[second, first])
    assert due == local(11, 23, 13, 30)


def test_a_day_granted_to_a_deadline_at_midnight_is_the_day_that_follows():
    due = due_at(
        OFFICE,
        local(11, 23, 9),
        Limit(1, LimitUnit.NATURAL_DAYS),
        extensions=[Limit(1, LimitUnit.WORKING_DAYS)],
    )
    assert due == local(11, 25, 17)


# --- refusals


@pytest.mark.parametrize("amount", [0, -1])
def test_a_limit_of_nothing_is_refused(amount):
    with pytest.raises(ValueError, match="at least 1"):
        Limit(amount, LimitUnit.WORKING_DAYS)


@pytest.mark.parametrize("unit", LimitUnit)
def test_a_start_without_a_time_zone_is_refused_with_a_sentence(unit):
    with pytest.raises(ValueError, match="has no time zone"):
        OFFICE.add(datetime(2026, 11, 22, 9), Limit(1, unit))  # noqa: DTZ001 - this is the mistake under test


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="end before it begins"):
        Pause(local(11, 23, 10), local(11, 23, 9))


@pytest.mark.parametrize(
    "hours",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(12)), (time(11), time(17))),
        ((time(13), time(17)), (time(9), time(12))),
    ],
)
def test_working_hours_that_make_no_sense_are_refused(hours):
    with pytest.raises(ValueError, match="orking"):
        WorkingCalendar(hours, {})


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ValueError, match="unknown"):
        WorkingCalendar(HOURS, {}, timezone="Asia/Nowhere")


def test_a_calendar_keeps_its_own_exceptions_and_survives_a_cache():
    exceptions = {date(2026, 11, 23): False}
    office = WorkingCalendar(HOURS, exceptions)
    exceptions.clear()
    assert not office.is_workday(date(2026, 11, 23))
    assert pickle.loads(pickle.dumps(office)) == office  # noqa: S301 - our own bytes
    assert hash(office) == hash(WorkingCalendar(HOURS, {}))


# --- years


def test_next_year_is_expected_in_november_and_missed_loudly_in_december():
    assert OFFICE.missing_years(date(2026, 10, 31)) == ()
    assert OFFICE.missing_years(date(2026, 11, 1)) == (2027,)
    assert OFFICE.missing_years(date(2027, 1, 1)) == (2027,)
    assert year_warning(OFFICE, date(2026, 10, 31)) is YearWarning.NONE
    assert year_warning(OFFICE, date(2026, 11, 30)) is YearWarning.EXPECTED
    assert year_warning(OFFICE, date(2026, 12, 1)) is YearWarning.LOUD
    assert year_warning(OFFICE, date(2027, 1, 1)) is YearWarning.LOUD


def test_a_deadline_in_a_year_without_arrangement_is_loud_at_any_time():
    assert year_warning(OFFICE, date(2026, 6, 1), date(2026, 12, 31)) is YearWarning.NONE
    assert year_warning(OFFICE, date(2026, 6, 1), date(2027, 1, 4)) is YearWarning.LOUD


# --- urgency


@given(limit=limits, urgency=st.sampled_from(Urgency))
def test_urgency_keeps_the_unit_and_never_lengthens_or_empties_a_limit(limit, urgency):
    scaled = scale_limit(limit, urgency)
    assert scaled.unit is limit.unit
    assert 1 <= scaled.amount <= limit.amount
    assert scale_limit(limit, Urgency.EMERGENCY).amount <= scale_limit(limit, Urgency.URGENT).amount


def test_a_scaled_limit_is_rounded_up():
    assert [scale_limit(Limit(9, LimitUnit.WORKING_HOURS), urgency).amount for urgency in Urgency] == [
        9,
        5,
        3,
    ]


def test_an_office_can_set_its_own_factors_but_not_one_of_zero():
    limit = Limit(9, LimitUnit.WORKING_HOURS)
    assert scale_limit(limit, Urgency.URGENT, {Urgency.URGENT: Fraction(1, 3)}).amount == 3
    with pytest.raises(ValueError, match="above 0"):
        scale_limit(limit, Urgency.URGENT, {Urgency.URGENT: Fraction(0)})


# --- what is left


def test_an_order_is_late_only_after_its_deadline():
    due = local(11, 23, 17)
    assert tone(time_left(OFFICE, due, due)) is Tone.SOON
    assert tone(time_left(OFFICE, due + timedelta(seconds=1), due)) is Tone.LATE


def test_an_order_missed_on_friday_evening_is_late_on_saturday_though_no_working_minute_has_passed():
    left = time_left(OFFICE, local(11, 21, 10), local(11, 20, 17))
    assert (left.minutes_working, left.minutes_natural, left.is_overdue) == (0, -17 * 60, True)


def test_the_last_fifth_is_soon_even_when_many_hours_are_left():
    start = local(11, 2, 9)
    due = OFFICE.add(start, Limit(70, LimitUnit.WORKING_HOURS))
    at_a_fifth = OFFICE.add(start, Limit(56, LimitUnit.WORKING_HOURS))
    before = at_a_fifth - MINUTE
    assert time_left(OFFICE, at_a_fifth, due, started_at=start).share_left == pytest.approx(0.2)
    assert tone(time_left(OFFICE, at_a_fifth, due, started_at=start)) is Tone.SOON
    assert tone(time_left(OFFICE, before, due, started_at=start)) is Tone.CALM
    assert tone(time_left(OFFICE, at_a_fifth, due)) is Tone.CALM


def test_a_natural_limit_over_the_weekend_is_calm_though_the_office_is_closed():
    friday, due = local(11, 20, 17), local(11, 23)
    assert tone(time_left(OFFICE, friday, due, unit=LimitUnit.NATURAL_DAYS)) is Tone.CALM
    assert tone(time_left(OFFICE, friday, due, unit=LimitUnit.WORKING_HOURS)) is Tone.SOON


@settings(max_examples=100, deadline=None)
@given(start=starts, limit=limits, passed=microseconds)
def test_the_share_left_stays_between_nothing_and_all_and_falls(start, limit, passed):
    due = OFFICE.add(start, limit)
    shares = [
        time_left(OFFICE, now, due, started_at=start, unit=limit.unit).share_left
        for now in (start - timedelta(days=3), start, start + passed / 2, start + passed, due)
    ]
    assert shares[0] == shares[1] == 1.0
    assert shares[-1] == 0.0
    assert shares[1] >= shares[2] >= shares[3] >= 0.0


HOURS_OF_OFFICES = [HOURS, ((time(8, 30), time(17)),), ((time(9), time(10, 30)),), ((time(0), time(0)),)]
calendars = st.builds(
    WorkingCalendar,
    st.sampled_from(HOURS_OF_OFFICES),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.booleans(), max_size=40),
)


def whole_of(limit: Limit, calendar: WorkingCalendar) -> timedelta:
    """How much time a limit is on its own clock."""
    monday = datetime(2035, 1, 1, tzinfo=SHANGHAI)
    day = calendar.working_time_between(monday, monday + timedelta(days=1))
    units = {
        LimitUnit.WORKING_MINUTES: MINUTE,
        LimitUnit.WORKING_HOURS: timedelta(hours=1),
        LimitUnit.WORKING_DAYS: day,
        LimitUnit.NATURAL_HOURS: timedelta(hours=1),
        LimitUnit.NATURAL_DAYS: timedelta(days=1),
    }
    return limit.amount * units[limit.unit]


@settings(max_examples=300, deadline=None)
@given(calendar=calendars, start=starts, limit=limits, passed=st.just(timedelta(0)) | microseconds)
def test_never_is_more_left_than_the_limit_and_on_the_day_of_the_start_all_of_it(
    calendar, start, limit, passed
):
    due, now = calendar.add(start, limit), start + passed
    left = time_left(calendar, counted_from(calendar, now, due, limit), due, unit=limit.unit)
    minutes = left.minutes_working if limit.unit.counts_working_time else left.minutes_natural
    whole = whole_of(limit, calendar)
    assert minutes * MINUTE <= whole
    if limit.unit.counts_whole_days and calendar.day_of(now) == calendar.day_of(start):
        assert minutes * MINUTE == whole
    assert left.is_overdue == (now > due)


def test_of_a_limit_that_was_extended_on_its_first_day_all_is_left():
    start, limit = local(11, 23, 9), Limit(10, LimitUnit.WORKING_DAYS)
    due = due_at(OFFICE, start, limit, extensions=[Limit(5, LimitUnit.WORKING_DAYS)])
    assert counted_from(OFFICE, start, due, limit) == start
    assert time_left(OFFICE, start, due).minutes_working > 15 * 7 * 60

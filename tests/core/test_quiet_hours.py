"""Laws of quiet hours: a message leaves at the first allowed minute, and never within."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.core.quiet_hours import LONGEST_REST_DAYS, QuietHours, first_allowed

minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
FIRST, LAST = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31")
moments = st.datetimes(FIRST, LAST).map(lambda at: at.replace(second=0, microsecond=0))
hours = st.builds(QuietHours, minutes, minutes, st.booleans())
calendars = st.sets(st.integers(0, 6)).map(lambda off: lambda on: on.weekday() not in off)


@settings(max_examples=40)
@given(moments, hours, calendars)
def test_a_message_leaves_at_the_first_allowed_minute_and_never_within(moment, quiet, is_workday):
    def believed(on: date) -> bool:
        return on > moment.date() + timedelta(days=LONGEST_REST_DAYS) or is_workday(on)

    leaves = first_allowed(moment, quiet, is_workday=is_workday)
    assert leaves >= moment
    assert not quiet.is_quiet(leaves, is_workday=believed)
    # Nothing changes but on the minute, so looking at each minute between finds any that was passed over.
    minute = max(moment, leaves - timedelta(days=2))
    while minute < leaves:
        assert quiet.is_quiet(minute, is_workday=believed)
        minute += timedelta(minutes=1)


@given(moments, hours, calendars)
def test_waiting_twice_is_waiting_once(moment, quiet, is_workday):
    leaves = first_allowed(moment, quiet, is_workday=is_workday)
    assert first_allowed(leaves, quiet, is_workday=lambda on: on >= leaves.date() or is_workday(on)) == leaves


@given(moments, hours)
def test_a_calendar_of_days_off_alone_loses_nothing(moment, quiet):
    leaves = first_allowed(moment, quiet, is_workday=lambda _on: False)
    assert leaves - moment <= timedelta(days=LONGEST_REST_DAYS + 2)

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.insight.periods import DAY, Period, PeriodName, period_named


@pytest.mark.parametrize(
    ("name", "first_on"),
    [
        (PeriodName.MONTH, date(2026, 11, 1)),
        (PeriodName.LAST_30_DAYS, date(2026, 10, 25)),
        (PeriodName.QUARTER, date(2026, 10, 1)),
    ],
)
def test_a_period_ends_today_and_begins_where_its_name_says(name, first_on):
    assert period_named(name, date(2026, 11, 23)) == Period(first_on, date(2026, 11, 23))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(PeriodName))
def test_the_period_before_is_as_long_and_leaves_no_day_between(today, name):
    period = period_named(name, today)
    assert period.first_on <= today == period.last_on
    assert period.before.days == period.days
    assert period.before.last_on + DAY == period.first_on

"""What a telephone says of time never reaches ahead of the server's, and never moves what was said truly."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.told_times import TELLING, is_worth_telling, seen_time

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
moments = st.integers(-(10**7), 10**7).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(moments)
def test_nothing_is_seen_after_it_was_told(told: datetime):
    seen = seen_time(told, at=NOW)
    assert seen <= NOW
    assert seen == told or told > NOW
    assert seen_time(seen, at=NOW) == seen


@given(moments)
def test_only_what_is_older_is_told_to_readers(told: datetime):
    assert is_worth_telling(seen_time(told, at=NOW), at=NOW) is (told <= NOW - TELLING)

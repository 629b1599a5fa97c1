"""Many tones at once are the tones of each."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.deadlines import LimitUnit, ManyTones, time_left, tone
from tests.core.test_deadlines import OFFICE

FIRST = datetime(2026, 1, 20, tzinfo=UTC)
MOMENTS = st.integers(0, 330 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
MINUTES = st.integers(-60 * 24 * 20, 60 * 24 * 20)


@given(MOMENTS, st.lists(st.tuples(st.none() | MINUTES, MINUTES, st.sampled_from(LimitUnit)), max_size=6))
def test_each_tone_is_what_counting_it_alone_gives(now, spans):
    tones = ManyTones(OFFICE, now)
    for start, rest, unit in spans:
        due = now + timedelta(minutes=rest)
        started = None if start is None else now + timedelta(minutes=start)
        alone = tone(time_left(OFFICE, now, due, started_at=started, unit=unit))
        assert tones.tone(started, due, unit) == alone


def test_the_edges_of_soon_are_the_same():
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    tones = ManyTones(OFFICE, now)
    for seconds in (0, 1, 4 * 3600 - 1, 4 * 3600, 4 * 3600 + 1, 5 * 3600, 8 * 3600):
        for unit in LimitUnit:
            due = now + timedelta(seconds=seconds)
            for start in (None, now, due, due - timedelta(hours=35), now - timedelta(days=9)):
                alone = tone(time_left(OFFICE, now, due, started_at=start, unit=unit))
                assert tones.tone(start, due, unit) == alone, (seconds, unit, start)

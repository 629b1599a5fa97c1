"""Laws of limits on tries, whether a count or moments are remembered; and of duties kept apart."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.separation import APART, clash_of
from jiezhi.core.tries import TryCount, TryLimit, after_wrong, locked_until, most_tries

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAUSES = st.lists(st.integers(0, 7200), max_size=60)
LIMITS = st.builds(TryLimit, st.integers(1, 6), st.integers(1, 3600).map(lambda s: timedelta(seconds=s)))
Judge = Callable[[datetime], bool]


class ByCount:
    """Remembers a count."""

    def __init__(self, limit: TryLimit) -> None:
        self.limit, self.count = limit, TryCount(0, NOON)

    def judges(self, at: datetime) -> bool:
        """Take a wrong try; False where it is held back and not judged."""
        is_judged = not self.count.is_over(self.limit, at=at)
        self.count = after_wrong(self.count, self.limit, at=at)
        return is_judged

    def held_until(self, at: datetime) -> datetime | None:
        return self.count.ends_at if self.count.is_over(self.limit, at=at) else None


class ByMoments:
    """Remembers when each was."""

    def __init__(self, limit: TryLimit) -> None:
        self.limit, self.wrong = limit, []

    def judges(self, at: datetime) -> bool:
        """Take a wrong try; False where it is held back and not judged."""
        if self.held_until(at) is not None:
            return False
        self.wrong.append(at)
        return True

    def held_until(self, at: datetime) -> datetime | None:
        return locked_until(self.wrong, [self.limit], at=at)


BOTH = pytest.mark.parametrize("memory", [ByCount, ByMoments])


def moments(pauses: list[int]) -> list[datetime]:
    at, found = NOON, []
    for pause in pauses:
        at += timedelta(seconds=pause)
        found.append(at)
    return found


@BOTH
@given(PAUSES, LIMITS)
def test_in_any_stretch_as_long_as_the_limits_no_more_than_its_tries_are_judged(memory, pauses, limit):
    kept = memory(limit)
    judged = [at for at in moments(pauses) if kept.judges(at)]
    assert all(
        later - first >= limit.within for first, later in zip(judged, judged[limit.most :], strict=False)
    )
    if judged:
        assert len(judged) <= most_tries([limit], judged[-1] - judged[0])


@BOTH
@given(PAUSES, LIMITS)
def test_whoever_goes_on_trying_keeps_nobody_out_for_longer_than_the_limit_says(memory, pauses, limit):
    kept, last_judged = memory(limit), NOON
    for at in moments(pauses):
        if kept.judges(at):
            last_judged = at
        until = kept.held_until(at)
        assert until is None or at < until <= last_judged + limit.within


@BOTH
@given(PAUSES, LIMITS)
def test_a_lock_ends_when_it_says(memory, pauses, limit):
    kept = memory(limit)
    for at in moments(pauses):
        kept.judges(at)
        until = kept.held_until(at)
        if until is not None:
            assert kept.held_until(until - timedelta(microseconds=1)) == until
            assert kept.held_until(until) is None


@given(PAUSES, LIMITS)
def test_a_count_never_judges_more_tries_than_moments_do(pauses, limit):
    by_count, by_moments = ByCount(limit), ByMoments(limit)
    judged = [(by_count.judges(at), by_moments.judges(at)) for at in moments(pauses)]
    assert sum(count for count, _ in judged) <= sum(moment for _, moment in judged)


@given(
    st.lists(st.integers(0, 7200), max_size=60),
    st.integers(1, 6),
    st.integers(1, 1800),
    st.integers(0, 7200),
)
def test_moments_in_any_order_lock_as_those_in_theirs_do(seconds, most, within, now):
    wrong = [NOON + timedelta(seconds=second) for second in seconds]
    limits, at = [TryLimit(most, timedelta(seconds=within))], NOON + timedelta(seconds=now)
    until = locked_until(wrong, limits, at=at)
    assert until == locked_until(sorted(wrong), limits, at=at)
    if until is None:
        assert sum(at - limits[0].within < moment <= at for moment in wrong) < most


def test_a_count_that_forgets_before_its_limit_ends_is_no_limit():
    with pytest.raises(ValueError, match="cannot limit"):
        TryLimit(5, timedelta(days=2))


@given(st.sets(st.sampled_from([*APART, "workorders:view", "notices:read"])))
def test_exactly_those_clash_who_join_two_of_the_three(codes: set[str]):
    joined = codes & set(APART)
    assert set(clash_of(codes)) == (joined if len(joined) > 1 else set())

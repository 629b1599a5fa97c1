"""Laws of counted tries, and of duties kept apart."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.separation import APART, clash_of
from jiezhi.core.tries import TryLimit, after_wrong

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIMIT = TryLimit(5, timedelta(minutes=15))
PAUSES = st.lists(st.integers(0, 7200), max_size=60)


@given(PAUSES)
def test_whoever_goes_on_trying_is_never_held_back_for_longer_than_the_hold(pauses: list[int]):
    at, count, held_since = NOON, None, None
    for pause in pauses:
        at += timedelta(seconds=pause)
        count = after_wrong(count, LIMIT, at=at)
        if not count.is_over(LIMIT, at=at):
            held_since = None
        elif held_since is None or at - held_since >= LIMIT.hold:
            held_since = at
        if held_since is not None:
            assert count.ends_at <= held_since + LIMIT.hold


@given(st.lists(st.integers(0, 60), min_size=6, max_size=60))
def test_after_five_judged_tries_the_sixth_waits_for_the_hold(pauses: list[int]):
    at, count, judged = NOON, None, []
    for pause in pauses:
        at += timedelta(seconds=pause)
        if count is None or not count.is_over(LIMIT, at=at):
            judged.append(at)
        count = after_wrong(count, LIMIT, at=at)
    waits = [later - fifth for fifth, later in zip(judged[4::5], judged[5::5], strict=False)]
    assert all(wait >= LIMIT.hold for wait in waits)
    assert len(judged) >= 5


@given(st.sets(st.sampled_from([*APART, "workorders:view", "notices:read"])))
def test_exactly_those_clash_who_join_two_of_the_three(codes: set[str]):
    joined = codes & set(APART)
    assert set(clash_of(codes)) == (joined if len(joined) > 1 else set())

"""Laws of scorecards: weights sum to 100, a score is a mean of shares, and few answers never make one."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.scorecards import (
    FIRST_WEIGHTS,
    LEAST,
    OLD_WEIGHTS,
    RESIDENTS_LEAST,
    SCORED_LEAST,
    WHOLE,
    Indicator,
    Tally,
    Weighing,
    WeightFault,
    residents_part,
    score_of,
    weighing_on,
    weight_fault,
)

KEYS = list(Indicator)
tallies = st.dictionaries(
    st.sampled_from(KEYS),
    st.integers(0, 60).flatmap(lambda whole: st.builds(Tally, st.integers(0, whole), st.just(whole))),
)


@st.composite
def weights(draw: st.DrawFn) -> dict[Indicator, int]:
    """Seven weights that sum to 100."""
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=len(KEYS) - 1, max_size=len(KEYS) - 1)))
    bounds = [0, *cuts, WHOLE]
    return {key: bounds[place + 1] - bounds[place] for place, key in enumerate(KEYS)}


@given(weights())
def test_weights_are_a_version_exactly_where_residents_decide_enough(found):
    wanted = None if residents_part(found) >= RESIDENTS_LEAST else WeightFault.RESIDENTS
    assert weight_fault(found) is wanted


@given(weights(), st.sampled_from(KEYS), st.integers(1, 50))
def test_weights_that_do_not_sum_to_a_hundred_are_never_a_version(found, key, more):
    changed = found | {key: found[key] + more}
    assert weight_fault(changed) in (WeightFault.SUM, WeightFault.RANGE)


@given(weights(), tallies)
def test_a_score_lies_between_the_shares_it_is_made_of(found, counted):
    score = score_of(found, counted)
    scored = [counted[key] for key in counted if found[key] and counted[key].whole >= LEAST]
    assert score.weighed == sum(found[key] for key in counted if counted[key].whole >= LEAST)
    if score.value is None:
        assert score.weighed < SCORED_LEAST
    else:
        shares = [tally.part / tally.whole * WHOLE for tally in scored]
        assert min(shares) - 1e-9 <= score.value <= max(shares) + 1e-9


@given(weights(), tallies, st.sampled_from(KEYS))
def test_one_more_yes_never_lowers_a_score_and_few_answers_never_move_it(found, counted, key):
    before = score_of(found, counted)
    tally = counted.get(key, Tally())
    if tally.part < tally.whole:
        after = score_of(found, counted | {key: replace(tally, part=tally.part + 1)})
        assert after.weighed == before.weighed
        assert before.value is None or after.value >= before.value - 1e-9
    if tally.whole < LEAST:
        few = {key: Tally(LEAST - 1, LEAST - 1)}
        assert score_of(found, counted | few) == before


@given(weights(), tallies, st.sampled_from(KEYS))
def test_a_line_left_out_counts_as_one_that_is_not_there(found, counted, key):
    rest = {other: tally for other, tally in counted.items() if other is not key}
    assert score_of(found, counted, left_out=[key]) == score_of(found, rest)


@given(st.lists(st.integers(0, 400), unique=True, min_size=1), st.integers(-50, 450))
def test_a_day_keeps_its_weights_whatever_version_is_added_after_it(days, asked):
    begin = date(2026, 1, 1)
    versions = [Weighing(day, begin + timedelta(days=day), {}) for day in days]
    on = begin + timedelta(days=asked)
    held = weighing_on(versions, on)
    later = Weighing(999, on + timedelta(days=1), {})
    assert weighing_on([*versions, later], on) == held
    assert held is None or held.from_on <= on


def test_the_weights_to_begin_with_are_a_version_and_the_old_ones_are_not():
    assert weight_fault(FIRST_WEIGHTS) is None
    assert residents_part(FIRST_WEIGHTS) == RESIDENTS_LEAST
    assert weight_fault(OLD_WEIGHTS) is WeightFault.RESIDENTS
    assert sum(OLD_WEIGHTS.values()) == WHOLE

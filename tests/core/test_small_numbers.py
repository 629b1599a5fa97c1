"""Laws of what may be published: whoever knows all that is told cannot work out a small count from it."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.small_numbers import K, told_about, told_parts, told_rate

SMALL = 3
"""A smaller k, so that every table that tells the same can be tried."""
parts = st.dictionaries(st.integers(0, 5), st.integers(0, 40), max_size=6)


@given(parts)
def test_what_is_left_out_is_at_least_two_parts_and_k_together(found):
    told = told_parts(found)
    hidden = [found[key] for key, part in told.items() if part is None]
    assert all(part is None or part == found[key] for key, part in told.items())
    assert all(part is None or part == 0 or part >= K for part in told.values())
    if hidden and len(hidden) < len(found):
        assert len(hidden) >= 2
        assert sum(hidden) - len(hidden) >= K - 1


@given(st.lists(st.integers(0, 6), min_size=2, max_size=4))
def test_no_part_that_is_left_out_can_be_worked_out_from_the_whole(counts):
    found = dict(enumerate(counts))
    told = told_parts(found, k=SMALL)
    hidden = [key for key, part in told.items() if part is None]
    if not hidden or len(hidden) == len(found):
        return  # nothing is hidden, or nothing is told
    whole = sum(counts)
    fits = {key: range(1, whole + 1) if key in hidden else (counts[key],) for key in found}
    tables = [other for other in product(*fits.values()) if sum(other) == whole]
    for key in hidden:
        assert len({table[key] for table in tables}) >= SMALL


@given(st.integers(0, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_rate_told_as_it_is_leaves_k_behind_its_yes_and_its_no(rate):
    part, whole = rate
    told = told_rate(part, whole)
    if told is not None and told.is_plain:
        assert part >= K
        assert whole - part >= K
    if told is not None:
        assert told.low - 0.5 <= part * 100 / whole <= told.high + 0.5


@given(st.integers(2 * K, 400), st.integers(0, K - 1), st.integers(0, K - 1))
def test_every_small_yes_and_every_small_no_tells_the_same(whole, one, other):
    assert told_rate(one, whole) == told_rate(other, whole)
    assert told_rate(whole - one, whole) == told_rate(whole - other, whole)


@given(st.integers(K, 400), st.integers(1, K - 1))
def test_two_counts_within_each_other_do_not_tell_by_how_few_they_differ(low, more):
    told = told_about(low), told_about(low + more)
    assert None not in told
    same = {
        b - a
        for a in range(K, 420)
        for b in range(a, min(a + 2 * K, 420))
        if (told_about(a), told_about(b)) == told
    }
    assert len(same) >= K // 2


def test_few_are_not_told_and_nobody_is():
    assert [told_about(count) for count in (0, 1, K - 1, K)] == [0, None, None, K]
    assert [told_rate(part, 2 * K - 1) for part in (0, K, 2 * K - 1)] == [None] * 3

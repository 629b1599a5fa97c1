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
        room = 2.5 if told.is_plain else 0
        assert told.low - room <= part * 100 / whole <= told.high + room


@given(st.integers(2 * K, 400), st.integers(0, K - 1), st.integers(0, K - 1))
def test_every_small_yes_and_every_small_no_tells_the_same(whole, one, other):
    assert told_rate(one, whole) == told_rate(other, whole)
    assert told_rate(whole - one, whole) == told_rate(whole - other, whole)


def wholes_by_what_is_told(most):
    """Every whole of which a rate is told in the same words, for every rate out of at most so many."""
    told = {}
    for whole in range(most + 1):
        for part in range(whole + 1):
            told.setdefault(told_rate(part, whole), set()).add(whole)
    return {span: wholes for span, wholes in told.items() if span is not None and span.about < most - K}


def test_no_rate_tells_out_of_how_many_and_two_do_not_tell_by_how_few_they_differ():
    wholes = wholes_by_what_is_told(240)
    assert min(map(len, wholes.values())) >= K // 2
    # Those who answered and those who also spoke of the service lie within each other: their rates stand side by side.
    by_about = {}
    for span, found in wholes.items():
        by_about.setdefault(span.about, {})[span] = found
    for about, spans in by_about.items():
        for one, (other, others) in product(spans.values(), spans.items()):
            differ = {more - less for less in one for more in others if more >= less}
            assert len(differ) >= K // 2, (about, other)


def test_ten_requests_of_one_person_are_told_of_nobody():
    assert (told_about(40, people=1), told_about(40, people=K)) == (None, 40)
    found = {"a": 40, "b": 30, "c": 25}
    assert told_parts(found, people={"a": 40, "b": 1, "c": 20}) == {"a": 40, "b": None, "c": None}
    assert told_parts(found, people=found) == found


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

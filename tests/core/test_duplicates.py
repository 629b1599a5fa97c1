"""What is likely one thing: laws of the rule, whatever was reported."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.duplicates import (
    MOST_COMPARED,
    MOST_SHOWN,
    Limits,
    Trace,
    likely_pairs,
    likely_same,
    sameness,
)

AT = datetime(2026, 11, 2, tzinfo=UTC)
WORDS = st.lists(st.sampled_from("路灯不亮垃圾楼道3号坏了"), max_size=12).map("".join)
TRACES = st.builds(
    Trace,
    key=st.integers(0, 9),
    street=st.sampled_from("st"),
    at=st.integers(0, 50).map(lambda days: AT + timedelta(days=days)),
    community=st.sampled_from([None, "c", "d"]),
    estate=st.sampled_from([None, "e", "f"]),
    lon=st.sampled_from([None, 116.0, 116.001, 116.1]),
    lat=st.just(40.0),
    matters=st.frozensets(st.sampled_from(["lamp", "heap"]), max_size=2),
    texts=st.lists(WORDS, max_size=2).map(tuple),
    reporters=st.frozensets(st.sampled_from(["p", "q"]), max_size=1),
)


@given(TRACES, TRACES)
def test_the_rule_says_the_same_of_both_sides(one: Trace, other: Trace) -> None:
    assert sameness(one, other, Limits()) == sameness(other, one, Limits())


@given(TRACES, TRACES)
def test_nothing_of_two_streets_or_too_far_apart_is_one(one: Trace, other: Trace) -> None:
    if one.street != other.street or abs(one.at - other.at) > timedelta(days=30):
        assert sameness(one, other, Limits()) is None


@given(TRACES, TRACES)
def test_every_likeness_has_a_reason_that_can_be_told(one: Trace, other: Trace) -> None:
    why = sameness(one, other, Limits())
    if why is not None:
        assert why.weight > 0
        assert why.is_same_reporter or why.wording > 0
        assert (
            why.is_same_reporter
            or one.community == other.community
            or why.is_same_estate
            or why.distance_m is not None
        )


@given(TRACES, TRACES, st.floats(0.1, 1), st.floats(0, 500))
def test_stricter_limits_never_find_more(one: Trace, other: Trace, alike: float, near_m: float) -> None:
    strict, loose = Limits(near_m, alike, 20), Limits(near_m + 100, alike / 2, 30)
    if sameness(one, other, strict) is not None:
        assert sameness(one, other, loose) is not None


@given(TRACES, st.lists(TRACES, max_size=8))
def test_few_are_shown_and_never_the_thing_itself(thing: Trace, others: list[Trace]) -> None:
    found = likely_same(thing, others, Limits())
    assert len(found) <= MOST_SHOWN
    assert all(other.key != thing.key for other, _why in found)
    weights = [why.weight for _other, why in found]
    assert weights == sorted(weights, reverse=True)


def test_no_more_are_compared_than_the_cap() -> None:
    far = [Trace(number, "s", AT, "c", "e", texts=("垃圾成堆",)) for number in range(MOST_COMPARED)]
    beyond = Trace("beyond", "s", AT, "c", "e", texts=("路灯不亮",))
    thing = Trace("thing", "s", AT, "c", "e", texts=("路灯不亮",))
    assert likely_same(thing, [*far, beyond], Limits()) == []
    assert [found.key for found, _why in likely_same(thing, [beyond, *far], Limits())] == ["beyond"]


def test_two_houses_of_one_estate_are_proposed_and_two_matters_in_one_community_are_not() -> None:
    lamp = Trace(1, "s", AT, "c", "e", matters=frozenset({"lamp"}), texts=("3号楼路灯不亮",))
    next_door = Trace(2, "s", AT, "c", "e", matters=frozenset({"lamp"}), texts=("5号楼路灯不亮",))
    heap = Trace(3, "s", AT, "c", matters=frozenset({"heap"}), texts=("3号楼路灯不亮",))
    assert sameness(lamp, next_door, Limits()) is not None
    assert sameness(lamp, heap, Limits()) is None


@given(st.lists(TRACES, max_size=8, unique_by=lambda trace: trace.key))
def test_each_pair_is_proposed_once_and_holds_by_the_rule(things: list[Trace]) -> None:
    found = list(likely_pairs(things, Limits()))
    keys = [frozenset((one.key, other.key)) for one, other, _why in found]
    assert len(keys) == len(set(keys))
    assert all(sameness(one, other, Limits()) == why for one, other, why in found)

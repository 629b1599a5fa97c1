"""Laws of supports: late stays late, an end stays an end, and a reopening asks only those named."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.authority import BodyKind, HandOver, authority_over
from jiezhi.core.supports import (
    OPEN_STEPS,
    SUPPORT_FLOW,
    Promptness,
    Standing,
    SupportStep,
    asked_again,
    promptness,
    still_open,
    support_way,
)

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
moments = st.integers(-5000, 5000).map(lambda minutes: NOON + timedelta(minutes=minutes))
standings = st.lists(st.builds(Standing, st.sampled_from("abcd"), st.sampled_from(SupportStep)), max_size=8)


def test_the_flow_of_a_support_has_no_fault():
    assert SUPPORT_FLOW.faults() == ()


def test_every_step_is_in_the_flow():
    assert SUPPORT_FLOW.states == frozenset(SupportStep)
    assert frozenset(SupportStep) - SUPPORT_FLOW.ends == OPEN_STEPS


@given(due=moments, at=moments, later=st.integers(0, 5000))
def test_waiting_longer_never_makes_an_open_support_better(due, at, later):
    now = promptness(due_at=due, done_at=None, ended_at=None, at=at)
    then = promptness(due_at=due, done_at=None, ended_at=None, at=at + timedelta(minutes=later))
    assert now in {Promptness.RUNNING, Promptness.LATE}
    assert not (now is Promptness.LATE and then is not Promptness.LATE)


@given(due=moments, done=moments, at=moments, later=moments)
def test_what_is_done_is_judged_once_for_all(due, done, at, later):
    judged = promptness(due_at=due, done_at=done, ended_at=None, at=at)
    assert judged is promptness(due_at=due, done_at=done, ended_at=None, at=later)
    assert judged is (Promptness.IN_TIME if done <= due else Promptness.LATE)


@given(due=moments, ended=moments, at=moments)
def test_what_ended_before_its_limit_is_nobodys_delay(due, ended, at):
    judged = promptness(due_at=due, done_at=None, ended_at=ended, at=at)
    assert (judged is Promptness.NOT_COUNTED) == (ended <= due)
    assert judged is not Promptness.IN_TIME


@given(kind=st.sampled_from(BodyKind), has_agreement=st.booleans(), is_listed=st.booleans())
def test_a_support_is_brought_in_by_the_authority_of_a_whole_order_and_never_passed_up(
    kind, has_agreement, is_listed
):
    way = support_way(kind, has_agreement=has_agreement, is_listed=is_listed)
    open_ways = authority_over(kind, has_agreement=has_agreement, is_listed=is_listed).modes
    assert way is not HandOver.TRANSFERRED
    assert (way is None) == (open_ways == ())
    assert way is None or way in open_ways


@given(supports=standings)
def test_an_order_may_end_without_a_reason_only_when_no_support_is_open(supports):
    assert bool(still_open(supports)) == any(each.step in OPEN_STEPS for each in supports)


@given(supports=standings, named=st.sets(st.sampled_from("abcdef")))
def test_a_reopening_asks_each_named_department_once_and_nobody_who_is_at_work(supports, named):
    again = asked_again(supports, named)
    asked = [each.department for each in again]
    assert len(asked) == len(set(asked))
    assert set(asked) <= named & {each.department for each in supports}
    assert not still_open(again)

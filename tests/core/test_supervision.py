"""Laws of marks on orders and of the roster."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.supervision import (
    RED_AFTER_MIN,
    MarkKind,
    MarkRule,
    OrderFacts,
    Shift,
    marks_due,
    month_copied,
    next_called,
    on_duty,
)

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
facts = st.builds(
    OrderFacts,
    late_min=st.integers(0, 5000),
    is_answer_late=st.booleans(),
    is_support_late=st.booleans(),
    sent_back=st.integers(0, 6),
    reworked=st.integers(0, 6),
)
turns = st.lists(
    st.builds(
        lambda key, begin, length, turn: Shift(
            f"k{key}", NOON + timedelta(hours=begin), NOON + timedelta(hours=begin + length), turn
        ),
        st.integers(0, 99),
        st.integers(-48, 48),
        st.integers(1, 24),
        st.integers(1, 4),
    ),
    max_size=12,
    unique_by=lambda shift: shift.key,
)
hours = st.integers(-60, 60).map(lambda n: NOON + timedelta(hours=n))


@given(facts, st.integers(0, 5000), st.integers(0, 3), st.integers(0, 3))
def test_more_of_the_same_never_takes_a_mark_away(before, late, sent_back, reworked):
    after = replace(
        before,
        late_min=before.late_min + late,
        sent_back=before.sent_back + sent_back,
        reworked=before.reworked + reworked,
    )
    assert marks_due(before) <= marks_due(after)


@given(facts)
def test_a_red_card_never_comes_without_the_yellow_one(order):
    kinds = {kind for kind, _rule in marks_due(order)}
    assert MarkKind.RED_CARD not in kinds or MarkKind.YELLOW_CARD in kinds
    assert (MarkKind.RED_CARD in kinds) == (order.late_min >= RED_AFTER_MIN)


@given(facts)
def test_an_order_is_raised_by_three_and_not_by_two(order):
    rules = {rule for kind, rule in marks_due(order) if kind is MarkKind.RAISED}
    assert (MarkRule.SENT_BACK in rules) == (order.sent_back >= 3)
    assert (MarkRule.REWORKED in rules) == (order.reworked >= 3)


@given(turns, hours)
def test_everybody_on_duty_is_called_once_in_turn_and_nobody_else(shifts, at):
    called: list[str] = []
    while (found := next_called(shifts, called, at)) is not None:
        called.append(found.key)
    assert called == [shift.key for shift in on_duty(shifts, at)]
    assert [shift.turn for shift in on_duty(shifts, at)] == sorted(
        shift.turn for shift in shifts if shift.begins <= at < shift.ends
    )


@given(st.integers(2025, 2030), st.integers(1, 12))
def test_a_copied_month_has_every_day_and_each_from_the_same_weekday(year, month):
    begin = datetime(year, month, 1, tzinfo=UTC)
    before = (begin - timedelta(days=1)).replace(day=1)
    end = (begin + timedelta(days=32)).replace(day=1)
    days = [before + timedelta(days=n) for n in range((begin - before).days)]
    shifts = [Shift(f"{day.weekday()}", day, day + timedelta(days=1), 1) for day in days]
    copied = month_copied(shifts, begin=begin, end=end)
    assert [shift.begins for shift in copied] == [
        begin + timedelta(days=n) for n in range((end - begin).days)
    ]
    assert all(shift.key == f"{shift.begins.weekday()}" for shift in copied)
    assert all(on_duty(copied, shift.begins) == [shift] for shift in copied)

"""Laws of keeping: the newest stays, nothing is kept that was not made, and pruning twice prunes once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.backup_keeping import kept

moments = st.lists(
    st.integers(0, 3 * 365 * 24 * 4).map(
        lambda quarter: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    ),
    max_size=120,
)
counts = st.integers(0, 20)


@given(moments, counts, counts, counts)
def test_pruning_again_prunes_nothing_more(made, newest, days, months):
    rules = {"newest": newest, "days": days, "months": months}
    once = kept(made, **rules)
    assert once <= set(made)
    assert kept(sorted(once), **rules) == once


@given(moments, st.integers(1, 20), counts, counts)
def test_the_newest_always_stays(made, newest, days, months):
    staying = kept(made, newest=newest, days=days, months=months)
    assert set(sorted(set(made))[-newest:]) <= staying
    assert len(staying) <= newest + days + months


@given(moments, counts, st.integers(1, 20), counts)
def test_each_of_the_last_days_keeps_its_last_backup(made, newest, days, months):
    staying = kept(made, newest=newest, days=days, months=months)
    last = {moment.date(): moment for moment in sorted(made)}
    for day in sorted(last)[-days:]:
        assert last[day] in staying


def test_a_year_at_one_in_a_quarter_of_an_hour_leaves_a_few_dozen():
    made = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(365 * 96)]
    staying = kept(made, newest=48, days=14, months=12)
    assert min(staying) == datetime(2026, 1, 31, 23, 45, tzinfo=UTC)
    assert len(staying) == 48 + 13 + 11

"""A limit that is told as a length of time is read as what it says, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.deadlines import Limit, LimitUnit, parse_limit

CHINESE = {
    "一": 1,
    "两": 2,
    "三": 3,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十五": 15,
    "二十": 20,
    "二十一": 21,
    "九十九": 99,
}


@given(
    st.integers(1, 366), st.sampled_from(["", "个", " 个 "]), st.sampled_from(["", "内", "以内", "之内办结"])
)
def test_an_amount_stays_what_it_is_however_it_is_dressed(amount: int, count: str, after: str) -> None:
    assert parse_limit(f"{amount}{count}工作日{after}") == Limit(amount, LimitUnit.WORKING_DAYS)


@pytest.mark.parametrize(("written", "amount"), CHINESE.items())
def test_chinese_numbers_are_read(written: str, amount: int) -> None:
    assert parse_limit(f"{written}个自然日") == Limit(amount, LimitUnit.NATURAL_DAYS)


@given(st.text("0123456789年月日时个工作天小内前 -:", max_size=16))
def test_whatever_is_written_never_breaks_and_gives_a_sensible_limit(written: str) -> None:
    limit = parse_limit(written)
    assert limit is None or 0 < limit.amount <= 24 * 366


@pytest.mark.parametrize(
    "written", ["11月24日", "2026年11月24日", "24日前", "尽快", "", "5", "工作日", "0天", "-3天"]
)
def test_what_is_no_length_of_time_is_none(written: str) -> None:
    assert parse_limit(written) is None

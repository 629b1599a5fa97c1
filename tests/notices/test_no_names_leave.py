"""A law over all templates: whatever an app gives as facts, no name and no number of a person leaves the house."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.masking import find_personal
from jiezhi.notices.kinds import all_kinds, outside_text, outside_words_of

KINDS = [kind for kind in all_kinds() if not kind.code.startswith("tests.")]
PLACE = re.compile(r"%\((\w+)\)s")
PRIVATE = (
    "张三丰",
    "13812345678",
    "0571-88001234",
    "110105491231002",
    "青石路3号2单元501室",
    "zhang@example.cn",
)
private = st.sampled_from(PRIVATE) | st.tuples(st.sampled_from(PRIVATE), st.text(max_size=8)).map("".join)


def test_there_are_kinds_of_every_app():
    assert {kind.code.partition(".")[0] for kind in KINDS} >= {
        "workorders",
        "concerns",
        "supervision",
        "meetings",
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_no_template_lets_a_fact_through_that_reaches_or_names_a_person(kind):
    for told in PRIVATE:
        facts = dict.fromkeys(PLACE.findall(str(kind.words)), told)
        words = outside_words_of(kind.code, facts)
        assert told not in words
        assert find_personal(words) == ()


@given(private)
def test_whatever_stands_around_it_a_private_fact_stays_inside(told):
    words = outside_text("演示街道", [("workorders.sent_back", {"number": told})])
    assert not any(part in words for part in PRIVATE)
    assert find_personal(words) == ()


def test_numbers_of_orders_days_and_times_are_told():
    words = outside_words_of("workorders.dispatched", {"number": "GD20261102-0001", "due": "11-03 17:00"})
    assert "GD20261102-0001" in words
    assert "11-03 17:00" in words

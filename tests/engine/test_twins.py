"""Near-duplicates are found, and trials judge as they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.engine.text.pairs import joined
from jiezhi.engine.text.trials import (
    WANTED,
    chance_curve,
    judge,
    lower_bound,
    macro_f1,
    margin_for,
    margins_of,
)
from jiezhi.engine.text.twins import groups_of
from tests.engine.messages import messages, split

LAMP = "望湖花园3号楼前面的路灯坏了三天，晚上走路看不见，请派电工来修一修"


def test_the_same_words_in_another_dress_are_one_group() -> None:
    groups = groups_of([LAMP, split(LAMP), LAMP + "！！谢谢", "公交车总是不停站，司机态度不好，请管一管"])
    assert groups[0] == groups[2]
    assert groups[3] not in groups[:3]


def test_a_chain_of_likeness_is_one_group() -> None:
    middle = LAMP[8:] + "，还有垃圾桶也满了没有人来收拾"
    end = middle[14:] + "，楼道里也堆着旧家具和纸箱子"
    groups = groups_of([LAMP, middle, end])
    assert len(set(groups.tolist())) == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_joining_makes_whatever_a_pair_links_equal(pairs: list[tuple[int, int]]) -> None:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    groups = joined(10, ends[:, 0], ends[:, 1])
    assert all(groups[one] == groups[other] for one, other in pairs)
    assert len(set(groups.tolist())) >= 10 - len(pairs)


def test_a_margin_is_chosen_only_where_the_model_is_right_surely() -> None:
    pick = np.random.default_rng(3)
    margins = pick.uniform(0, 2, 4000)
    right = pick.uniform(0, 1, 4000) < 0.85 + 0.149 * np.minimum(margins, 1)
    margin = margin_for(margins, right)
    assert margin is not None
    sure = margins >= margin
    assert right[sure].mean() > WANTED
    assert lower_bound(np.array([right[sure].mean()]), np.array([sure.sum()]))[0] >= WANTED


def test_no_margin_is_chosen_where_a_few_texts_were_right_by_luck() -> None:
    assert margin_for(np.linspace(1, 2, 40), np.ones(40, bool)) is None


def test_the_curve_rises_with_the_margin_and_hits_the_mean() -> None:
    pick = np.random.default_rng(4)
    margins = pick.uniform(0, 3, 5000)
    right = pick.uniform(0, 1, 5000) < 1 / (1 + np.exp(-(0.2 + 1.5 * margins)))
    first, second = chance_curve(margins, right)
    assert first == pytest.approx(0.2, abs=0.2)
    assert second == pytest.approx(1.5, abs=0.2)


def test_a_class_that_the_model_does_not_know_is_never_right() -> None:
    scores = np.array([[1.0, 0.0], [0.0, 1.0]])
    trial = judge(scores, np.array([0, -1]), margin=0.5)
    assert (trial.accuracy, trial.top3, trial.coverage, trial.precision) == (0.5, 0.5, 1.0, 0.5)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_macro_f1_of_the_truth_itself_is_one(truth: list[int]) -> None:
    assert macro_f1(np.array(truth), np.array(truth)) == 1.0


def test_margins_are_never_negative() -> None:
    assert (margins_of(np.random.default_rng(1).normal(size=(50, 4))) >= 0).all()


def test_made_up_messages_hold_near_duplicates_and_others() -> None:
    texts, _ = messages(60)
    assert 20 < len(set(groups_of(texts).tolist())) < len(texts)

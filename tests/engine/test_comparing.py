"""What a model has seen is known again, what is kept back stays kept back, and marks are fair to both models."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.engine.text.comparing import are_kept_back, firsts_of, marks_of
from jiezhi.engine.text.model import TextModel, from_arrays
from jiezhi.engine.text.twins import SLOTS, groups_of, is_among, sketches_of
from jiezhi.engine.text.vectors import Vocabulary
from tests.engine.messages import messages, split

TEXTS, LABELS = messages(40)
OTHERS = ("小区东门的快递柜挡住消防通道", "身份证丢了到哪里补办手续", "河边的栏杆锈断了一截很危险")


def test_a_text_and_its_near_duplicates_are_known_again_raw_and_split() -> None:
    known = sketches_of(TEXTS)
    assert is_among(sketches_of([split(text) for text in TEXTS]), known).all()
    again = [text.replace("。", "，请尽快处理。") for text in TEXTS]
    pairs = [len(set(groups_of([one, other]).tolist())) == 1 for one, other in zip(TEXTS, again, strict=True)]
    assert sum(pairs) > 100
    assert is_among(sketches_of(again), known)[pairs].all()


def test_what_nobody_said_is_not_known() -> None:
    assert not is_among(sketches_of(OTHERS), sketches_of(TEXTS)).any()
    assert not is_among(sketches_of(OTHERS), sketches_of([])).any()


def test_sketches_are_stored_with_the_model_and_one_without_them_is_read_too() -> None:
    vocabulary = Vocabulary({"=路灯": 0}, np.ones(1, np.float32))
    arrays = np.ones((1, 2), np.float32), np.zeros(2, np.float32), ("灯", "水"), {}
    seen = sketches_of(TEXTS[:3])
    kept = from_arrays(TextModel(vocabulary, *arrays, seen).arrays(), {}).seen
    assert kept is not None
    assert kept.shape == (3, SLOTS)
    assert (kept == seen).all()
    assert from_arrays(TextModel(vocabulary, *arrays).arrays(), {}).seen is None


def test_what_is_kept_back_stays_so_when_more_is_said() -> None:
    before, after = are_kept_back(TEXTS[:80]), are_kept_back([*TEXTS, *OTHERS])
    assert 0 < before.sum() < 40
    groups = groups_of(TEXTS).tolist()
    apart = [at for at in range(80) if groups.count(groups[at]) == 1]
    assert (before[apart] == after[apart]).all()


def test_near_duplicates_are_kept_back_together() -> None:
    groups, kept = groups_of(TEXTS), are_kept_back(TEXTS)
    assert all(len(set(kept[groups == each].tolist())) == 1 for each in set(groups.tolist()))
    assert len(firsts_of(groups)) == len(set(groups.tolist()))


CLASSES = st.sampled_from(["灯", "水", "树"])


@given(st.lists(st.tuples(CLASSES, st.one_of(CLASSES, st.just(""))), min_size=1, max_size=30))
def test_marks_are_shares_and_whole_only_where_all_is_right(pairs: list[tuple[str, str]]) -> None:
    truth, said = [each for each, _ in pairs], [each for _, each in pairs]
    marks = marks_of(said, truth)
    assert 0 <= marks.macro_f1 <= 1
    assert (marks.macro_f1 == 1) == (marks.accuracy == 1) == (said == truth)
    assert marks_of(truth, truth).macro_f1 == pytest.approx(1)
    assert marks_of([""] * len(truth), truth).macro_f1 == 0

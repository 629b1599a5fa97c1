"""A text is read alike however it is written, and nobody's number or name is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.engine.text.reading import features_of, folded
from jiezhi.engine.text.vectors import read_all, rows_of, vocabulary_of
from tests.engine.messages import messages


@pytest.mark.parametrize(
    "text",
    [
        "电话13800001111请回电",
        "电话 138 0000 1111 请回电",
        "电话１３８００００１１１１请回电",
        "身份证110101199003070011",
        "身份证11010119900307001X",
        "座机 010-88886666",
        "邮箱 some.body@mail.example",
    ],
)
def test_no_number_or_address_of_a_person_becomes_a_feature(text: str) -> None:
    words, runs = features_of(text)
    digits = [term for term in (*words, *runs) if sum(sign.isdigit() for sign in term) > 1]
    assert digits == []
    assert not any("mail" in term or "body" in term for term in (*words, *runs))


@pytest.mark.parametrize("text", ["王小二先生说水管爆了", "我叫李大明，水管爆了", "找刘芳女士"])
def test_names_that_introduce_or_address_somebody_are_taken_out(text: str) -> None:
    assert not any(name in folded(text) for name in ("小二", "大明", "刘芳"))


def test_numbers_of_buildings_and_places_stay() -> None:
    assert "3号楼" in folded("3号楼2单元")
    assert "a3区" in folded("Ａ３区")


def test_split_words_and_raw_text_give_the_same_words() -> None:
    raw, _ = features_of("小区的路灯坏了，请来修。")
    told, _ = features_of("小区 路灯 坏 请来 修")
    assert {"=小区", "=路灯"} <= set(raw) & set(told)


@given(st.text(max_size=120))
def test_folding_twice_changes_nothing_that_counts(text: str) -> None:
    once = folded(text)
    assert folded(once).replace(" ", "") == folded(folded(once)).replace(" ", "")


def test_what_fewer_texts_say_is_no_feature() -> None:
    texts, _ = messages(20)
    read = read_all([*texts, "只有一个人写过的怪词鬣蜥"])
    vocabulary = vocabulary_of(read, seen=3)
    assert not any("鬣" in term for term in vocabulary.terms)
    assert any("路灯" in term for term in vocabulary.terms)


def test_each_half_of_a_row_has_length_one() -> None:
    texts, _ = messages(20)
    read = read_all(texts)
    rows = rows_of(read, vocabulary_of(read, seen=2))
    for at in range(5):
        part = rows.data[rows.starts[at] : rows.starts[at + 1]]
        assert np.dot(part, part) == pytest.approx(2.0, abs=1e-4)

"""Laws of finding a text by words."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from jiezhi.core.bigrams import LONGEST_TERM, holds, normalised, query_terms, terms_of

CHINESE = st.text(alphabet="路灯不亮三号楼前井盖丢失水管爆裂", min_size=1, max_size=8)
MIXED = st.text(alphabet="路灯亮楼aB3０Ｇ0-，。 　!é①", max_size=12)
ANYTHING = st.text(max_size=30)


@given(ANYTHING)
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)


@given(ANYTHING)
def test_a_term_has_letters_and_digits_only_so_that_every_index_can_store_it(text):
    assert all(term.isalnum() for term in [*terms_of(text), *query_terms(text)])


@given(ANYTHING)
def test_a_text_is_found_by_itself(text):
    assert holds([text], text)


@given(CHINESE, CHINESE, CHINESE)
def test_a_text_is_found_by_any_piece_of_its_chinese(before, words, after):
    assert holds([before + words + after], words)


@given(MIXED, MIXED, MIXED)
def test_a_text_is_found_by_any_piece_that_cuts_no_word_of_letters_and_digits(before, words, after):
    whole, piece = normalised(before + words + after), normalised(words)
    for hit in re.finditer(re.escape(piece), whole):
        left, right = whole[: hit.start()][-1:], whole[hit.end() :][:1]
        cuts_left = left.isascii() and left.isalnum() and piece[:1].isascii()
        cuts_right = right.isascii() and right.isalnum() and piece[-1:].isascii()
        assert cuts_left or cuts_right or holds([before + words + after], words)


@given(st.lists(CHINESE | MIXED, min_size=1, max_size=4), st.randoms(use_true_random=False), MIXED)
def test_the_order_of_words_does_not_matter(words, chance, text):
    turned = list(words)
    chance.shuffle(turned)
    assert query_terms(" ".join(words)) == query_terms(" ".join(turned))
    assert holds([" ".join(turned), text], " ".join(words))


@given(MIXED, CHINESE, CHINESE)
def test_several_words_mean_all_of_them(text, one, other):
    assert holds([text], f"{one} {other}") == (holds([text], one) and holds([text], other))


@given(st.integers(0, 9999), st.integers(6, 8))
def test_a_number_is_found_by_its_tail_its_whole_and_the_beginning_of_its_day(serial, length):
    number = f"GD20261102-{serial:04}"
    for words in (number, number.lower(), f"{serial:04}", "20261102"[:length], "ＧＤ20261102"):
        assert holds([number], words), words


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_another_number_is_not_found(one, other):
    assume(one != other)
    assert not holds([f"GD20261102-{one:04}"], f"GD20261102-{other:04}")


def test_what_only_touches_is_not_found():
    assert not holds(["路灯"], "路灯亮")
    assert not holds(["13号楼"], "3号楼")
    assert not holds(["路", "灯"], "路灯")
    assert not holds(["GD20261102-0007"], "007")
    assert query_terms(" ，。 ") == []


def test_a_word_of_any_length_is_a_term_that_an_index_can_store():
    long = "a1" * 3000
    assert max(len(term) for term in terms_of(long + "号")) == LONGEST_TERM
    assert holds([long + "号楼"], long + "号")

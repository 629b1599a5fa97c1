import base64
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.measures import median, share
from jiezhi.core.numbers import crockford, format_code, is_code, normalise_code, order_number

ON = date(2026, 11, 22)
RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_an_order_number_names_the_day_and_grows_past_four_digits():
    assert order_number("GD", ON, 7) == "GD20261122-0007"
    assert order_number("GD", ON, 9999) == "GD20261122-9999"
    assert order_number("GD", ON, 123456) == "GD20261122-123456"


@pytest.mark.parametrize(("prefix", "sequence"), [("", 1), ("gd", 1), ("工单", 1), ("G-D", 1), ("GD", 0)])
def test_an_order_number_that_nobody_could_read_aloud_is_refused(prefix, sequence):
    with pytest.raises(ValueError, match="rder number"):
        order_number(prefix, ON, sequence)


@given(octets=st.binary(max_size=12))
def test_crockford_is_base_32_in_another_alphabet(octets):
    standard = base64.b32encode(octets).decode().rstrip("=")
    assert crockford(octets) == standard.translate(str.maketrans(RFC4648, CROCKFORD))


@given(octets=st.binary(min_size=10, max_size=10))
def test_a_code_survives_being_shown_and_typed_again(octets):
    code = crockford(octets)
    assert is_code(code)
    shown = format_code(code)
    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4]
    typed = shown.lower().replace("0", "o").replace("1", "l").replace("-", " — ")
    assert normalise_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "ＡＢＣＤ－ＥＦＧＨ　ＪＫＭＮ００１１",
        "abcd–efgh—jkmn‐ooil",
        "ABCD EFGH\tJKMN\u200b OOLI\n",
        "abcd-efgh-jkmn-0011",
    ],
)
def test_a_code_is_understood_however_it_was_typed(typed):
    assert normalise_code(typed) == "ABCDEFGHJKMN0011"


@given(text=st.text("abcoilOILU019 -－—ＡＯＬ街\u200b", max_size=30))
def test_normalising_twice_is_the_same_as_once(text):
    once = normalise_code(text)
    assert normalise_code(once) == once
    assert set(once) <= set(CROCKFORD) | {"U", "街"}


@pytest.mark.parametrize(
    "code", ["", "ABCDEFGHJKMN001", "ABCDEFGHJKMN00111", "UBCDEFGHJKMN0011", "街BCDEFGHJKMN0011"]
)
def test_what_cannot_be_a_code_is_told_apart(code):
    assert not is_code(code)


def test_a_share_of_nothing_is_unknown():
    assert share(0, 0) is None
    assert share(1, 4) == 0.25
    for part, whole in ((5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="cannot be a part"):
            share(part, whole)


@given(values=st.lists(st.integers(-100, 100), min_size=1, max_size=9))
def test_half_of_the_values_lie_on_each_side_of_the_median(values):
    middle = median(values)
    assert sum(value <= middle for value in values) * 2 >= len(values)
    assert sum(value >= middle for value in values) * 2 >= len(values)
    assert median([]) is None

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.masking import mask_id_number, mask_name, mask_phone


@given(st.text())
def test_a_masked_name_shows_at_most_two_characters_of_it(name):
    shown = mask_name(name).rstrip("*")
    assert len(shown) <= 2
    assert name.strip().startswith(shown)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_four_digits_of_a_mobile_number_are_always_hidden(phone):
    masked = mask_phone(phone)
    assert (masked[:3], masked[3:7], masked[7:]) == (phone[:3], "****", phone[7:])


@given(st.from_regex(r"[0-9 -]{0,10}", fullmatch=True))
def test_half_or_more_of_any_other_number_is_hidden(text):
    masked = mask_phone(text)
    shown = masked.strip("*")
    assert masked.count("*") >= len(shown)
    assert len(shown) <= 4


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
def test_the_birthday_is_not_in_a_masked_id_number(number):
    masked = mask_id_number(number)
    assert len(masked) == 18
    assert masked[3:16] == "*" * 13

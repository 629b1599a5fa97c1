"""What is printed is rounded and never cut, and nothing to count is a dash."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.kit.numerals import DASH, decimal, per_cent


@given(part=st.integers(0, 10_000), whole=st.integers(1, 10_000))
def test_what_is_printed_lies_within_half_of_the_last_place(part, whole):
    share = min(part, whole) / whole
    assert abs(float(per_cent(share)[:-1].replace(",", "")) - share * 100) <= 0.05 + 1e-9


def test_places_are_kept_and_a_dash_stands_for_nothing():
    assert (decimal(3), decimal(2.999), decimal(0.125, 2)) == ("3.0", "3.0", "0.12")
    assert (per_cent(0), per_cent(None)) == ("0.0%", DASH)

"""The location quotient, by its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.evenness import location_quotient


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5)), min_size=1, max_size=12))
def test_quotients_weighed_by_residents_have_a_mean_of_one(places):
    all_held, people = sum(held for held, _ in places), sum(residents for _, residents in places)
    found = [location_quotient(held, residents, all_held, people) for held, residents in places]
    if not all_held:
        assert set(found) == {None}
        return
    mean = sum(quotient * residents for quotient, (_, residents) in zip(found, places, strict=True)) / people
    assert mean == pytest.approx(1)


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.integers(1, 100))
def test_a_place_that_holds_what_its_residents_stand_for_is_even_in_any_unit(unit, residents, times):
    held, all_held = unit * residents, unit * residents * times
    assert location_quotient(held, residents, all_held, residents * times) == pytest.approx(1)


@pytest.mark.parametrize("wrong", [(-1, 1, 1, 1), (2, 1, 1, 1), (0, 2, 1, 1)])
def test_more_than_there_is_cannot_be_held(wrong):
    with pytest.raises(ValueError, match="up to all there is"):
        location_quotient(*wrong)

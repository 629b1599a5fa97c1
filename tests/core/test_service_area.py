"""How much room there is for residents, against what the plan asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.service_area import ServiceArea


def test_the_street_of_the_plan_lacks_34800_square_metres():
    area = ServiceArea(area_m2=69_600, residents=87_000)
    assert (area.per_resident_m2, area.needed_m2, area.gap_m2) == (0.8, 104_400, 34_800)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_closing_the_gap_is_just_enough(area_m2, residents):
    area = ServiceArea(area_m2, residents)
    assert area.gap_m2 >= 0
    assert area.area_m2 + area.gap_m2 >= area.needed_m2 - 0.01
    if area.gap_m2:
        assert area.area_m2 + area.gap_m2 == pytest.approx(area.needed_m2, abs=0.01)
        assert area.per_resident_m2 < area.wanted_m2

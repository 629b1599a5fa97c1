"""The area of a border: what laws it keeps, and how near it comes to the ellipsoid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.ground import area_km2, metres_in_a_degree

places = st.tuples(st.floats(-179, 178), st.floats(-80, 79))
sides = st.floats(0.001, 0.05)


def rectangle(west: float, south: float, width: float, height: float) -> list[list[float]]:
    east, north = west + width, south + height
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


@given(places, sides, sides)
def test_a_rectangle_is_as_wide_as_its_middle_and_as_high_as_it_is(place, width, height):
    east_m, north_m = metres_in_a_degree(place[1] + height / 2)
    assert area_km2(polygon(rectangle(*place, width, height))) == pytest.approx(
        width * east_m * height * north_m / 1e6, rel=1e-6
    )


@given(places, sides)
def test_two_halves_are_the_whole(place, side):
    west, south = place
    halves = [rectangle(west, south, side / 2, side), rectangle(west + side / 2, south, side / 2, side)]
    whole = area_km2(polygon(rectangle(west, south, side, side)))
    assert sum(area_km2(polygon(half)) for half in halves) == pytest.approx(whole, rel=1e-6)
    several = {"type": "MultiPolygon", "coordinates": [[half] for half in halves]}
    assert area_km2(several) == pytest.approx(whole, rel=1e-6)


@given(places, sides)
def test_it_does_not_matter_which_way_round_a_border_is_drawn(place, side):
    ring = rectangle(*place, side, side)
    assert area_km2(polygon(ring[::-1])) == pytest.approx(area_km2(polygon(ring)), rel=1e-6)


def test_a_hole_is_not_counted():
    outer, hole = rectangle(120, 30, 0.02, 0.02), rectangle(120.005, 30.005, 0.01, 0.01)
    assert area_km2(polygon(outer, hole)) == pytest.approx(area_km2(polygon(outer)) * 3 / 4, rel=1e-6)


def test_a_degree_is_shorter_towards_the_poles_only_eastward():
    # On the equator a degree east is a 360th of the ellipsoid's girth, and a degree north 110,574 m.
    assert metres_in_a_degree(0) == pytest.approx((111_319.49, 110_574.3), abs=0.1)
    assert metres_in_a_degree(60)[0] == pytest.approx(55_800, abs=1)
    assert metres_in_a_degree(60)[1] > metres_in_a_degree(30)[1]

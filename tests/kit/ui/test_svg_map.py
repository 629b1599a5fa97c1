import math
import re

import pytest

from jiezhi.kit.ui.svg_map import MapArea, MapDot, draw_map, heat_steps

SQUARE = {
    "type": "Polygon",
    "coordinates": [[(116.0, 40.0), (116.1, 40.0), (116.1, 40.1), (116.0, 40.1), (116.0, 40.0)]],
}


def corners(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_north_is_up_and_east_is_right():
    drawing = draw_map(
        [MapArea(SQUARE, "a")], [MapDot(116.1, 40.1, "north-east"), MapDot(116.0, 40.0, "south-west")]
    )
    north_east, south_west = drawing.dots
    assert float(north_east.x) > float(south_west.x)
    assert float(north_east.y) < float(south_west.y)


def test_a_degree_of_longitude_is_shortened_by_the_latitude():
    points = corners(draw_map([MapArea(SQUARE, "a")]).areas[0].path)
    breadth = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    assert breadth / height == pytest.approx(math.cos(math.radians(40.05)), rel=0.002)


def test_everything_lies_inside_the_view_box():
    drawing = draw_map([MapArea(SQUARE, "a")], [MapDot(116.3, 40.02, "far")], width_px=300)
    places = corners(drawing.areas[0].path) + [(float(dot.x), float(dot.y)) for dot in drawing.dots]
    assert all(0 <= x <= 300 and 0 <= y <= float(drawing.height) for x, y in places)


def test_the_label_stands_in_the_middle_of_the_largest_part():
    island = [[(116.5, 40.0), (116.51, 40.0), (116.51, 40.01), (116.5, 40.0)]]
    parts = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], island]}
    drawing = draw_map([MapArea(parts, "a")])
    area = drawing.areas[0]
    square = corners(area.path.split("Z")[0])
    assert float(area.label_x) == pytest.approx(sum(x for x, _ in square[:4]) / 4, abs=0.2)
    assert area.path.count("Z") == 2


def test_one_dot_alone_is_drawn():
    drawing = draw_map([], [MapDot(116.0, 40.0, "alone")], width_px=200)
    assert float(drawing.dots[0].x) == pytest.approx(100, abs=1)


def test_nothing_to_draw_says_what_to_do():
    with pytest.raises(ValueError, match="empty state"):
        draw_map([])


def test_a_line_is_no_area():
    with pytest.raises(ValueError, match="not 'LineString'"):
        draw_map([MapArea({"type": "LineString", "coordinates": [(1, 1), (2, 2)]}, "a")])


def test_heat_has_five_steps_and_no_false_difference():
    assert heat_steps([0, 24, 25, 99, 100]) == [0, 1, 1, 4, 4]
    assert heat_steps([7, 7]) == [0, 0]
    assert heat_steps([]) == []

import numpy as np
import pytest
from shapely import LineString, MultiLineString, Point, box

from geo.boundaries import polygon_from_boundaries
from geo.errors import BoundariesDoNotMeet, NothingEnclosed, WrongGeometry
from geo.measures import area_m2

# A square of 0.05° whose four sides run on 0.01° beyond the corners.
NORTH = LineString([(112.39, 39.35), (112.46, 39.35)])
SOUTH = LineString([(112.39, 39.30), (112.46, 39.30)])
WEST = LineString([(112.40, 39.29), (112.40, 39.36)])
EAST = LineString([(112.45, 39.29), (112.45, 39.36)])
SQUARE = box(112.40, 39.30, 112.45, 39.35)


def differs(area, expected):
    return area.symmetric_difference(expected).area / expected.area


def test_lines_that_overshoot_bound_the_area_between_them():
    assert differs(polygon_from_boundaries(NORTH, SOUTH, WEST, EAST), SQUARE) < 1e-9
    assert area_m2(SQUARE) == pytest.approx(23.9e6, rel=0.01)


def test_lines_that_fall_short_are_continued_within_the_tolerance():
    # 0.0005° of latitude are 55 m.
    short = LineString([(112.40, 39.29), (112.40, 39.3495)])
    assert differs(polygon_from_boundaries(NORTH, SOUTH, short, EAST), SQUARE) < 1e-9
    with pytest.raises(BoundariesDoNotMeet) as raised:
        polygon_from_boundaries(NORTH, SOUTH, short, EAST, tolerance_m=50)
    facts = raised.value.facts
    assert {facts["first"], facts["second"]} == {"west", "north"}
    assert facts["gap_m"] == pytest.approx(55.5, abs=0.2)
    assert facts["tolerance_m"] == 50


@pytest.mark.parametrize("side", ["north", "south", "west", "east"])
def test_the_side_that_is_too_short_is_named(side):
    lines = {"north": NORTH, "south": SOUTH, "west": WEST, "east": EAST}
    start, end = np.array(lines[side].coords)
    lines[side] = LineString([start + (end - start) * 0.3, end])
    with pytest.raises(BoundariesDoNotMeet) as raised:
        polygon_from_boundaries(**lines)
    assert side in {raised.value.facts["first"], raised.value.facts["second"]}


def test_a_river_that_crosses_a_street_again_and_again_bounds_the_largest_face():
    wave = [(112.39 + i * 0.001, 39.30 + 0.002 * (-1) ** i) for i in range(72)]
    area = polygon_from_boundaries(NORTH, LineString(wave), WEST, EAST)
    assert differs(area, SQUARE) < 0.03
    assert area.geom_type == "Polygon"


def test_streets_in_pieces_and_turned_round_are_joined():
    pieces = MultiLineString(
        [[(112.46, 39.35), (112.42, 39.35)], [(112.39, 39.35), (112.42, 39.35)]]
    )
    area = polygon_from_boundaries(pieces, SOUTH.reverse(), WEST, EAST.reverse())
    assert differs(area, SQUARE) < 1e-9


def test_a_line_running_on_inside_the_area_does_not_cut_it_in_two():
    hook = LineString([(112.40, 39.36), (112.40, 39.29), (112.42, 39.29), (112.42, 39.33)])
    assert differs(polygon_from_boundaries(NORTH, SOUTH, hook, EAST), SQUARE) < 1e-9


def test_of_two_areas_with_all_four_sides_the_larger_is_taken():
    # A ring road comes back south of the southern boundary and makes a strip there.
    ring = LineString([(112.39, 39.35), (112.47, 39.35), (112.47, 39.295), (112.39, 39.295)])
    assert differs(polygon_from_boundaries(ring, SOUTH, WEST, EAST), SQUARE) < 1e-9


def test_lines_that_meet_in_one_point_enclose_nothing():
    star = [
        LineString([(112.4 - x, 39.3 - y), (112.4 + x, 39.3 + y)])
        for x, y in [(0.01, 0), (0, 0.01), (0.01, 0.01), (0.01, -0.01)]
    ]
    with pytest.raises(NothingEnclosed):
        polygon_from_boundaries(*star)


def test_what_is_no_line_is_refused():
    with pytest.raises(WrongGeometry):
        polygon_from_boundaries(NORTH, SOUTH, WEST, Point(112.45, 39.3))

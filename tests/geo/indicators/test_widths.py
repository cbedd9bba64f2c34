"""Corridors and river banks of known widths, laid out in metres."""

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from geo import indicators
from geo.crs import local_plane, project
from geo.geometry import buffer_m
from geo.indicators import Aim, NotMeasurable
from geo.indicators.narrowing import bottleneck_m, opening, pinched

HUNDRED = Aim(comparator=">=", value=100.0)
TO_LONLAT = local_plane(112.5, 37.8)[1]


def on_map(plane):
    """A shape in metres around a place near Taiyuan, as longitude and latitude."""
    # A long edge that is straight in metres is not in degrees.
    plane = shapely.segmentize(plane, 50)
    return shapely.transform(plane, lambda metres: project(metres, TO_LONLAT))


def frame(*planes, **columns):
    ids = [f"c{number}" for number in range(len(planes))]
    shapes = [None if plane is None else on_map(plane) for plane in planes]
    return gpd.GeoDataFrame({"id": ids, **columns}, geometry=shapes, crs=4326)


def measure(rule, inputs, aim=HUNDRED, **params):
    indicator = indicators.get(rule)
    return indicator.run(inputs, indicator.parse(params), aim)


def dumbbell(neck_m):
    """Two fields of 300 by 300 m, 200 m apart, joined by a neck."""
    neck = box(-150, -neck_m / 2, 150, neck_m / 2)
    return shapely.union_all([box(-400, -150, -100, 150), neck, box(100, -150, 400, 150)])


@pytest.mark.parametrize("width", [60.0, 99.0, 100.0, 140.0])
def test_the_bottleneck_of_a_strip_is_its_width(width):
    assert bottleneck_m(box(0, 0, 2000, width)) == pytest.approx(width, abs=0.05)


@pytest.mark.parametrize("neck", [20.0, 60.0, 120.0])
def test_the_bottleneck_of_two_fields_is_their_neck(neck):
    assert bottleneck_m(dumbbell(neck)) == pytest.approx(neck, abs=0.1)


def test_a_neck_that_is_too_narrow_is_the_pinch_point():
    found = measure("corridor-width", {"corridors": frame(dumbbell(60))})
    assert found.value == pytest.approx(60, abs=0.1)
    assert found.status == "missed"
    corridor, pinch = found.parts.to_dict("records")
    assert (corridor["id"], pinch["id"]) == ("c0", "c0:1")
    # The neck lies between x = -100 and 100, in the middle of the corridor.
    middle = on_map(shapely.Point(0, 0))
    assert pinch["geometry"].distance(middle) == pytest.approx(0, abs=1e-9)
    amounts = {need.what: need.amount for need in found.shortfall}
    assert amounts == {"corridors": 1, "widening": pytest.approx(40, abs=0.1), "pinches": 1}


def test_a_corridor_wide_enough_has_no_pinch_point_and_corners_are_none():
    found = measure("corridor-width", {"corridors": frame(dumbbell(130))})
    assert (found.status, found.figures["pinches"]) == ("met", 0)
    assert pinched(box(0, 0, 2000, 150), 100) == []


def test_a_corridor_in_pieces_has_no_width():
    apart = shapely.union_all([box(0, 0, 500, 200), box(600, 0, 900, 200)])
    assert measure("corridor-width", {"corridors": frame(apart)}).value == 0.0


def test_the_share_is_by_length_of_the_corridors_that_hold():
    corridors = frame(box(0, 0, 2000, 150), box(0, 1000, 1000, 1080))
    found = measure("corridor-width", {"corridors": corridors}, Aim(comparator=">=", value=0.5),
                    figure="share")  # fmt: skip
    assert found.value == pytest.approx(2 / 3, rel=1e-3)
    assert (found.numerator, found.denominator) == (
        pytest.approx(2000, rel=1e-3), pytest.approx(3000, rel=1e-3),
    )  # fmt: skip
    assert found.status == "met"


def test_a_width_at_the_limit_within_the_error_is_not_decided():
    exact = measure("corridor-width", {"corridors": frame(box(0, 0, 2000, 100))})
    assert exact.status == "uncertain"
    off = frame(box(0, 0, 2000, 110), error_m=[10.0])
    assert measure("corridor-width", {"corridors": off}).status == "uncertain"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-200, 200), st.integers(-200, 200)), min_size=4, max_size=9),
    st.floats(5, 200),
    st.floats(1.05, 2),
)
def test_an_opening_lies_in_the_area_and_shrinks_with_the_width(corners, width, more):
    area = shapely.buffer(Polygon(corners), 0)
    if shapely.area(area) < 100:
        return
    opened = opening(area, width)
    assert shapely.area(shapely.difference(opened, area)) < 1e-6
    assert shapely.area(opening(area, width * more)) <= shapely.area(opened) * 1.01 + 1e-6


REACH = LineString([(-3000, 0), (3000, 0)])


def strip(left_m, right_m):
    """A protected strip beside the reach, which runs east: left is north."""
    return box(-4000, -right_m, 4000, left_m)


def test_each_bank_has_its_own_width():
    inputs = {"reaches": frame(REACH), "zones": frame(strip(150, 80))}
    found = measure("protection-width", inputs)
    widths = dict(zip(found.parts["id"], found.parts["value"], strict=True))
    assert widths == {
        "c0:left": pytest.approx(150, abs=0.1),
        "c0:right": pytest.approx(80, abs=0.1),
    }
    assert (found.covered, found.missed) == (("c0:left",), ("c0:right",))
    assert found.value == pytest.approx(80, abs=0.1)
    assert found.denominator == pytest.approx(12_000, rel=1e-4)
    assert found.numerator == pytest.approx(6_000, rel=1e-4)
    amounts = {need.what: need.amount for need in found.shortfall}
    assert amounts == {
        "bank": pytest.approx(6_000, rel=1e-4),
        "widening": pytest.approx(20, abs=0.1),
    }


def test_a_narrow_stretch_is_found_and_measured():
    notched = shapely.difference(strip(150, 150), box(-500, 40, 500, 400))
    found = measure("protection-width", {"reaches": frame(REACH), "zones": frame(notched)})
    left = found.parts.set_index("id").loc["c0:left"]
    assert left["value"] == pytest.approx(40, abs=0.1)
    lacking = {need.what: need.amount for need in found.shortfall}["bank"]
    assert lacking == pytest.approx(1000, abs=50)


def test_a_building_in_the_strip_is_an_encroachment():
    inputs = {
        "reaches": frame(REACH),
        "zones": frame(strip(150, 150)),
        "obstacles": frame(box(0, 30, 200, 60), box(0, 120, 200, 140)),
    }
    found = measure("protection-width", inputs)
    assert found.parts.set_index("id").loc["c0:left", "value"] == pytest.approx(30, abs=0.1)
    assert {need.what: need.amount for need in found.shortfall}["encroachments"] == 1


def test_a_strip_that_does_not_begin_at_the_bank_has_no_width():
    away = box(-4000, 10, 4000, 200)
    found = measure("protection-width", {"reaches": frame(REACH), "zones": frame(away)})
    assert found.parts["value"].tolist() == [0.0, 0.0]


def test_a_water_surface_is_measured_from_its_shore():
    lake = box(-2000, -100, 2000, 100)
    ring = shapely.buffer(lake, 60, quad_segs=32)
    found = measure("protection-width", {"reaches": frame(lake), "zones": frame(ring)})
    assert found.parts["id"].tolist() == ["c0:outer"]
    assert found.value == pytest.approx(60, abs=0.1)
    assert found.denominator == pytest.approx(8400, rel=1e-3)


def test_the_zone_that_the_product_draws_is_within_its_own_error():
    course = on_map(LineString([(-3000, 0), (0, 400), (3000, -300)]))
    reaches = gpd.GeoDataFrame({"id": ["r"]}, geometry=[course], crs=4326)
    zones = gpd.GeoDataFrame({"reach_id": ["r"]}, geometry=[buffer_m(course, 100)], crs=4326)
    found = measure("protection-width", {"reaches": reaches, "zones": zones})
    assert found.value == pytest.approx(100, abs=0.2)
    assert found.status == "uncertain"
    assert found.shortfall == ()


def test_a_reach_counts_only_the_zone_of_its_own():
    zones = frame(strip(150, 150), strip(20, 20)).assign(reach_id=["c1", "c0"])
    found = measure("protection-width", {"reaches": frame(REACH), "zones": zones})
    assert found.value == pytest.approx(20, abs=0.1)


def test_a_reach_without_a_course_leaves_the_target_open():
    inputs = {"reaches": frame(REACH, None), "zones": frame(strip(150, 150))}
    found = measure("protection-width", inputs)
    assert found.parts["status"].tolist() == ["met", "met", "unknown"]
    assert np.isnan(found.parts["value"].iloc[2])
    assert (found.status, found.figures["reaches_without_course"]) == ("uncertain", 1)
    alone = {"reaches": frame(REACH), "zones": frame(strip(9, 9)).assign(reach_id=["other"])}
    assert measure("protection-width", alone) == NotMeasurable(
        needs=("zones",), reason="geometry_awaited"
    )


def test_more_transects_never_find_a_wider_bank():
    wavy = [(x, 120 + 60 * math.sin(x / 130)) for x in range(-4000, 4001, 20)]
    zone = Polygon([*wavy, (4000, -150), (-4000, -150)])
    inputs = {"reaches": frame(REACH), "zones": frame(zone)}
    coarse, fine = (
        measure("protection-width", inputs, step_m=step).value for step in (200.0, 25.0)
    )
    assert fine <= coarse + 0.5
    assert fine == pytest.approx(60, abs=1)

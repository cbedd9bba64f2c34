"""Protection zones along the merged rivers."""

from __future__ import annotations

import math

import pytest
import shapely

from geo.geometry import area_m2, length_m
from layers.plan_layers import corridors
from layers.plan_layers.rivers import MergedRivers

FEN = [(112.50, 37.70), (112.50, 37.72), (112.50, 37.74)]


@pytest.fixture
def zones(rivers_layer, counties):
    def make(*ways):
        rivers = MergedRivers(rivers_layer(ways), counties)
        return corridors.content(rivers.planned, rivers.content())

    return make


def test_a_zone_follows_the_course_from_openstreetmap(zones):
    (frame,) = zones((1, "汾河", "river", FEN)).batches()
    assert list(frame.columns) == [
        "river_id", "name_zh", "class", "width_m", "clause", "geometry_from", "geometry",
    ]  # fmt: skip
    assert len(frame) == 17
    row = frame.set_index("river_id").loc["fen-he-taiyuan"]
    course = shapely.LineString(FEN)
    # A straight strip of 100 m on each side with two round ends.
    expected_m2 = 2 * 100 * length_m(course) + math.pi * 100**2
    assert area_m2(row.geometry) == pytest.approx(expected_m2, rel=2e-3)
    assert row.geometry.covers(course)
    assert (row["geometry_from"], row["width_m"]) == ("osm:w1", 100)


def test_a_tributary_gets_fifty_metres(zones):
    (frame,) = zones((1, "汾河", "river", FEN), (2, "虎峪河", "river", FEN)).batches()
    area = frame.set_index("river_id").geometry["huyu-he"]
    expected_m2 = 2 * 50 * length_m(shapely.LineString(FEN)) + math.pi * 50**2
    assert area_m2(area) == pytest.approx(expected_m2, rel=2e-3)
    assert frame.geometry.notna().sum() == 2


def test_zones_from_openstreetmap_alone_are_derived(zones):
    meta = zones((1, "汾河", "river", FEN)).meta
    assert meta.quality == "derived"
    assert "ODbL 1.0, © OpenStreetMap contributors" in meta.licence
    assert (meta.id, meta.key) == ("river-corridors", "river_id")


def test_a_zone_along_a_coarse_course_keeps_the_layer_illustrative(zones):
    assert zones((2, "虎峪河", "river", FEN)).meta.quality == "illustrative"

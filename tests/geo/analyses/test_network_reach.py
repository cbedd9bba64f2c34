"""Areas along the streets of tests/geo/network/roadcity.py, worked out by hand."""

import math

import geopandas as gpd
import pytest
from shapely import Point, box

from geo import analyses
from geo.errors import EmptyInput
from tests.geo.network.roadcity import at, frame, road, town

REACH, SHARE = analyses.get("network-reach"), analyses.get("network-service-area")
PLAIN = {"width_m": 50, "fill_below_m2": 0}


def stations(*where):
    shapes = [None if each is None else Point(at(*each)) for each in where]
    return gpd.GeoDataFrame({"id": [f"s{i}" for i in range(len(where))]}, geometry=shapes, crs=4326)


def reach(roads, *where, **raw):
    inputs = {"stations": stations(*where), "roads": roads}
    return REACH.run(inputs, REACH.parse({**PLAIN, **raw}))


def strip_m2(length_m, width_m=50):
    return 2 * width_m * length_m + math.pi * width_m**2


def test_minutes_go_as_far_as_the_speed_of_the_road_the_widest_area_first():
    # 60 km/h: a kilometre a minute, both ways from the middle of a road of 20 km.
    straight = frame(road((0, 0), (20, 0), **{"class": "primary", "maxspeed_kmh": 60}))
    result = reach(straight, (10, 0), minutes=[2, 5], straight_kmh=30)
    rows = result.features
    assert rows["limit"].tolist() == [5, 2]
    assert rows["network_area_m2"].tolist() == pytest.approx(
        [strip_m2(10_000), strip_m2(4_000)], rel=1e-3
    )
    # At 30 km/h as the crow flies: 2.5 km and 1 km.
    assert rows["straight_area_m2"].tolist() == pytest.approx(
        [math.pi * 2500**2, math.pi * 1000**2], rel=1e-3
    )
    assert result.summary["areas"][0]["unit"] == "min"


def test_distances_take_the_place_of_minutes_and_follow_the_streets():
    # From B1 the B street leads south only: towards B1 come 1.4 km along the street from A1.
    result = reach(town(), (1, 1), distances_km=[1.4])
    (row,) = result.features.to_dict("records")
    assert (row["code"], row["unit"]) == ("1.4-km", "km")
    # 1 km to A1, then 0.4 km each way along the A street.
    corner_m2 = 50**2
    expected = strip_m2(1000) + strip_m2(800) - math.pi * 50**2 / 2 - 2 * corner_m2
    assert row["network_area_m2"] == pytest.approx(expected, rel=0.03)
    assert not row["geometry"].covers(Point(at(1.3, 1)))


def test_stations_beside_all_roads_are_counted_and_unknown_ones_refused():
    assert reach(town(), (0, 0), (5, 5), minutes=[1]).summary["stations_off_road"] == 1
    with pytest.raises(EmptyInput):
        reach(town(), None)


def test_the_shares_of_a_zone_by_circle_and_by_road_stand_side_by_side():
    straight = frame(road((0, 0), (20, 0), **{"class": "primary"}))
    (west, south), (east, north) = at(5, -5), at(15, 5)
    zones = gpd.GeoDataFrame(
        {"code": ["1"], "name_zh": ["区"]}, geometry=[box(west, south, east, north)], crs=4326
    )
    inputs = {"zones": zones, "stations": stations((10, 0)), "roads": straight}
    result = SHARE.run(inputs, SHARE.parse({**PLAIN, "thresholds_km": [1, 2]}))
    rows = result.features
    assert rows["threshold_km"].tolist() == [1, 2]
    assert rows["network_share"].tolist() == pytest.approx(
        [strip_m2(2000) / 1e8, strip_m2(4000) / 1e8], rel=2e-3
    )
    assert rows["straight_share"].tolist() == pytest.approx(
        [math.pi * 1e6 / 1e8, math.pi * 4e6 / 1e8], rel=2e-3
    )
    assert result.summary["within"][1]["network_share"] == rows["network_share"][1]


def test_a_road_reached_there_and_back_keeps_its_rounded_ends():
    # The whole road is reached, and the stretch around the station lies upon it.
    short = frame(road((0, 0), (2, 0), **{"class": "primary"}))
    (row,) = reach(short, (1, 0), distances_km=[50]).features.to_dict("records")
    assert row["network_area_m2"] == pytest.approx(strip_m2(2000), rel=1e-3)

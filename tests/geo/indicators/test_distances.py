"""Nearest, spacing and travel time in the city on the equator, where kilometres are exact."""

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from geo import indicators
from geo.errors import WrongGeometry
from geo.indicators import Aim
from tests import gridcity


def places(kilometres, **columns):
    ids = [f"p{number}" for number in range(len(kilometres))]
    points = [Point(gridcity.east(km)) for km in kilometres]
    return gpd.GeoDataFrame({"id": ids, **columns}, geometry=points, crs=4326)


def townships(**columns):
    return gridcity.townships().rename(columns={"code": "id", "name_zh": "name"}).assign(**columns)


def stations(year):
    return gridcity.stations().query("year <= @year")


def measure(rule, inputs, aim, **params):
    indicator = indicators.get(rule)
    return indicator.run(inputs, indicator.parse(params), aim)


def km(value, comparator="<"):
    return Aim(comparator=comparator, value=value * 1000.0)


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_the_farthest_township_decides(year):
    found = measure("nearest", {"origins": townships(), "sites": stations(year)}, km(50))
    expected = gridcity.NEAREST_KM[year]
    assert found.parts["value"].tolist() == pytest.approx([each * 1000 for each in expected])
    assert found.value == pytest.approx(max(expected) * 1000)
    assert found.numerator == sum(each < 50 for each in expected)
    assert found.denominator == 6
    assert found.status == ("met" if max(expected) < 50 else "missed")


@pytest.mark.parametrize(("comparator", "status"), [("<", "missed"), ("<=", "met")])
def test_a_township_exactly_at_the_limit(comparator, status):
    # In 2024 the farthest, F at 80 km, is exactly 50 km from the station at 30 km.
    inputs = {"origins": townships(), "sites": stations(2024)}
    assert measure("nearest", inputs, km(50, comparator)).status == status


def test_distances_measured_otherwise_are_held_against_the_aim():
    by_road_m = [0.0, 1_000.0, 9_000.0, 12_000.0, float("nan"), float("nan")]
    inputs = {"origins": townships(measured_m=by_road_m), "sites": stations(2025)}
    found = measure("nearest", inputs, km(10))
    assert (found.value, found.numerator, found.denominator) == (12_000, 3, 4)
    assert found.status == "missed"
    assert found.parts["status"].tolist()[-2:] == ["unknown"] * 2
    nowhere = {"origins": townships(measured_m=float("nan")), "sites": stations(2025)}
    assert measure("nearest", nowhere, km(10)).reason == "no_way_known"


def test_the_shortfall_says_how_many_are_too_far_how_far_and_what_would_do():
    # 2023, less than 10 km: C at 11, D at 20, E at 40, F at 80 km are beyond; a station at C
    # serves D 9 km away, E and F need one each.
    found = measure("nearest", {"origins": townships(), "sites": stations(2023)}, km(10))
    needs = {need.what: need.amount for need in found.shortfall}
    assert needs == {"places": 4, "too_far": pytest.approx(70_000), "sites": 3}
    assert len(found.missed) == 4


def test_what_the_data_cannot_decide_is_uncertain():
    inputs = {"origins": townships(error_m=3000.0), "sites": stations(2025)}
    found = measure("nearest", inputs, km(13))  # C is at 11 km, give or take 3
    assert (found.status, found.uncertainty.kind, found.uncertainty.error) == (
        "uncertain", "data_error", 3000.0,
    )  # fmt: skip
    assert measure("nearest", inputs, km(15)).status == "met"
    assert measure("nearest", inputs, km(7.9)).status == "missed"


def test_the_error_of_a_station_is_that_of_the_nearest():
    sites = stations(2025).assign(error_m=[0.0, 500.0, 0.0])
    found = measure("nearest", {"origins": townships(), "sites": sites}, km(20))
    assert found.parts["error"].tolist() == [0, 0, 0, 500, 500, 0]


def test_a_township_without_a_position_leaves_the_target_open():
    origins = townships()
    origins.loc[0, "geometry"] = None
    found = measure("nearest", {"origins": origins, "sites": stations(2025)}, km(50))
    assert found.parts["status"].tolist()[0] == "unknown"
    assert found.status == "uncertain"
    assert found.denominator == 5


def test_the_90th_percentile_can_be_judged_instead():
    # 0, 1, 5, 10, 10, 11 km: rank 0.9 · 5 = 4.5 between 10 and 11.
    inputs = {"origins": townships(), "sites": stations(2025)}
    found = measure("nearest", inputs, km(11), figure="p90")
    assert found.value == pytest.approx(10_500)
    assert found.status == "met"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 90), min_size=1, max_size=5), st.floats(0, 90))
def test_another_station_never_makes_it_worse(there, further):
    before, after = (
        measure("nearest", {"origins": townships(), "sites": places(sites)}, km(10))
        for sites in (there, [*there, further])
    )
    assert after.value <= before.value + 1e-6
    assert set(before.covered) <= set(after.covered)


def route(*kilometres):
    line = LineString([gridcity.east(km) for km in kilometres])
    return gpd.GeoDataFrame({"id": ["r"]}, geometry=[line], crs=4326)


def test_gaps_along_a_route_with_its_ends():
    # Stations at 0, 30 and 79 of 100 km: gaps 0, 30, 49, 21.
    found = measure("spacing", {"route": route(0, 100), "sites": stations(2025)}, km(40))
    assert found.parts["value"].tolist() == pytest.approx([0, 30_000, 49_000, 21_000], abs=0.01)
    assert found.value == pytest.approx(49_000)
    assert (found.status, found.missed) == ("missed", ("3",))
    worst = found.parts.geometry.iloc[2]
    assert worst.bounds[0] == pytest.approx(gridcity.east(30)[0])
    assert worst.bounds[2] == pytest.approx(gridcity.east(79)[0])
    needs = {need.what: need.amount for need in found.shortfall}
    assert needs == {"sites": 1, "too_far": pytest.approx(9_000)}


def test_a_gap_cut_into_equal_parts_at_the_limit_needs_one_station_more():
    inputs = {"route": route(0, 100), "sites": places([0, 100])}
    gap = measure("spacing", inputs, km(500)).value
    for comparator, sites in (("<=", 1), ("<", 2)):
        found = measure("spacing", inputs, Aim(comparator=comparator, value=gap / 2))
        assert {need.what: need.amount for need in found.shortfall}["sites"] == sites


def test_a_gap_is_open_by_the_error_of_both_its_ends():
    # The widest gap of 2025 is 49 km; two stations 400 m off each make it 48.2 to 49.8.
    inputs = {"route": route(0, 100), "sites": stations(2025).assign(error_m=400.0)}
    statuses = [measure("spacing", inputs, km(limit)).status for limit in (48.1, 48.5, 49.5, 49.9)]
    assert statuses == ["missed", "uncertain", "uncertain", "met"]


def test_a_route_without_stations_is_one_gap_and_one_in_pieces_is_refused():
    found = measure("spacing", {"route": route(0, 100), "sites": places([])}, km(40))
    assert found.value == pytest.approx(100_000)
    apart = gpd.GeoDataFrame(
        {"id": ["a", "b"]}, geometry=[*route(0, 10).geometry, *route(20, 30).geometry], crs=4326
    )
    with pytest.raises(WrongGeometry):
        measure("spacing", {"route": apart, "sites": places([0])}, km(40))


def test_a_station_beside_the_road_counts_only_within_the_offset():
    beside = places([50]).set_geometry([Point(gridcity.east(50, 0.03))], crs=4326)  # 3.3 km off
    inputs = {"route": route(0, 100), "sites": beside}
    near = measure("spacing", inputs, km(60), lateral_offset_m=2000.0)
    wide = measure("spacing", inputs, km(60), lateral_offset_m=5000.0)
    assert (near.value, wide.value) == (pytest.approx(100_000), pytest.approx(50_000, abs=1))


def test_minutes_follow_from_the_declared_speed():
    # 5 km/h: 1 km takes 12 minutes; at 60 m/min it would be 16.7.
    inputs = {"origins": places([0, 1, 2], amount=[100, 30, 10]), "facilities": places([0])}
    aim = Aim(comparator="<=", value=15)
    found = measure("travel-time", inputs, aim, speed_kmh=5.0)
    assert found.parts["value"].tolist() == pytest.approx([0, 12, 24])
    assert (found.numerator, found.denominator, found.status) == (130, 140, "missed")
    assert {need.what: need.amount for need in found.shortfall} == {
        "places": 1, "too_long": pytest.approx(9),
    }  # fmt: skip
    assert measure("travel-time", inputs, aim, speed_kmh=3.6).parts["value"][1] == pytest.approx(
        1000 / 60
    )
    assert measure("travel-time", inputs, aim, speed_kmh=5.0, detour=1.3).value == pytest.approx(
        31.2
    )

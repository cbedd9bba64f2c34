"""Expected figures are added up by hand on the town of tests/geo/network/roadcity.py."""

import math

import geopandas as gpd
import pytest
from shapely import Point

from geo import analyses
from geo.analyses.network_distance import network_distance_on
from geo.network import NoRoads, network_from_roads
from tests.geo.network.roadcity import at, frame, road, town

ANALYSIS = analyses.get("network-distance")


def places(**where):
    return gpd.GeoDataFrame(
        {
            "code": [f"14070200{i}" for i in range(len(where))],
            "name_zh": list(where),
            "geometry": [None if each is None else Point(at(*each)) for each in where.values()],
        },
        crs=4326,
    )


def stations(*where, years=None):
    return gpd.GeoDataFrame(
        {
            "id": [f"s{i}" for i in range(len(where))],
            "year": years or [2025] * len(where),
            "geometry": [Point(at(*each)) for each in where],
        },
        crs=4326,
    )


def run(origins, sites, roads=None, **raw):
    inputs = {"origins": origins, "stations": sites, "roads": town() if roads is None else roads}
    return ANALYSIS.run(inputs, ANALYSIS.parse({"thresholds_km": [1.5, 2.5], **raw}))


def test_both_readings_stand_side_by_side():
    # From B0 the B street is closed northwards: 1 km straight, 3 km by road.
    result = run(places(B0=(1, 0)), stations((1, 1)))
    (row,) = result.features.to_dict("records")
    assert row["distance_m"] == pytest.approx(1000, abs=1e-3)
    assert row["network_distance_m"] == pytest.approx(3000, abs=1e-2)
    assert (row["class"], row["network_class"]) == ("<1.5 km", ">=2.5 km")
    assert result.summary["class_changes"] == [
        {"straight": "<1.5 km", "network": ">=2.5 km", "count": 1}
    ]
    assert result.summary["class_changed"] == 1


def test_the_nearest_by_road_may_be_another_station():
    # From B0: s0 at B1 is 1 km straight and 3 by road, s1 is 1.2 km along the street.
    (row,) = run(places(B0=(1, 0)), stations((1, 1), (2.2, 0))).features.to_dict("records")
    assert (row["nearest_id"], row["network_nearest_id"]) == ("s0", "s1")
    assert row["network_distance_m"] == pytest.approx(1200, abs=1e-2)


def test_what_is_not_reached_says_why_and_counts_as_not_within():
    origins = places(A0=(0, 0), island=(10, 0), field=(1, 9), lost=None)
    result = run(origins, stations((2, 0)))
    by_name = result.features.set_index("name_zh")
    assert by_name["reason"].to_dict() == {
        "A0": "",
        "island": "disconnected",
        "field": "too_far_from_road",
        "lost": "no_position",
    }
    assert by_name["network_distance_m"].tolist() == [pytest.approx(2000), *[math.inf] * 3]
    assert by_name["network_class"].tolist() == ["1.5-2.5 km", *["unreachable"] * 3]
    assert by_name["snap_distance_m"]["field"] == pytest.approx(7000, rel=1e-6)
    summary = result.summary
    assert (summary["count"], summary["without_position"], summary["unreachable"]) == (4, 1, 2)
    assert summary["reasons"] == {"disconnected": 1, "no_position": 1, "too_far_from_road": 1}
    assert [each["share"] for each in summary["within"]] == [0, pytest.approx(1 / 3)]
    assert summary["max_m"] == pytest.approx(2000)
    assert summary["straight"]["count"] == 4


def test_the_year_and_the_region_hold_for_both_readings():
    origins = places(A0=(0, 0), D0=(3, 0))
    origins["code"] = ["140702001", "140703001"]
    sites = stations((0.5, 0), (2.5, 0), years=[2023, 2025])
    early = run(origins, sites, year=2023).features
    assert early["network_nearest_id"].tolist() == ["s0", "s0"]
    only = run(origins, sites, year=2025, region="140703").features
    assert only["network_distance_m"].tolist() == [pytest.approx(500, abs=1e-2)]


def test_the_snap_limit_is_inclusive_and_in_metres():
    near = places(near=(0.5, 0.2))
    exact = float(run(near, stations((1, 0))).features["snap_distance_m"][0])
    assert exact == pytest.approx(200, abs=1e-3)
    for limit, reason in ((exact, ""), (math.nextafter(exact, 0), "too_far_from_road")):
        found = run(near, stations((1, 0)), max_snap_m=limit).features
        assert found["reason"].tolist() == [reason]


def test_roads_without_common_vertices_are_joined_on_request():
    crossing = frame(road((0, 1), (2, 1)), road((1, 0), (1, 2)))
    apart = run(places(W=(0, 1)), stations((1, 2)), crossing)
    assert apart.features["reason"].tolist() == ["disconnected"]
    joined = run(places(W=(0, 1)), stations((1, 2)), crossing, noding="crossings")
    assert joined.features["network_distance_m"].tolist() == [pytest.approx(2000, abs=0.02)]


def test_a_network_that_is_built_already_gives_the_same():
    inputs = {"origins": places(A0=(0, 0), C2=(2, 2)), "stations": stations((1, 0), (0.4, 2))}
    params = ANALYSIS.parse({})
    network = network_from_roads(town())
    kept = ANALYSIS.run(inputs, params, network)
    fresh = ANALYSIS.run({**inputs, "roads": town()}, params)
    assert kept.features.equals(fresh.features)
    assert kept.summary == fresh.summary
    alone = network_distance_on(network, inputs, params)
    assert alone.features.equals(fresh.features)
    assert {**alone.summary, "class_changed": 0} == fresh.summary


def test_a_detour_is_calibrated_only_when_asked_for():
    # A0 and C2 lie 2 km apart each way: 4 km of road, 2 sqrt 2 km straight.
    origins = places(A0=(0, 0), C2=(2, 2))
    assert "detour" not in run(origins, stations((1, 0))).summary
    found = run(origins, stations((1, 0)), calibrate_pairs=40).summary["detour"]
    assert found["median"] == pytest.approx(math.sqrt(2), abs=1e-3)
    assert found["pairs"] > 0
    assert found["quantiles"]["0.5"] == found["median"]


def test_a_layer_without_roads_for_cars_is_refused():
    paths = frame(road((0, 0), (1, 0), highway="footway"))
    with pytest.raises(NoRoads):
        run(places(A0=(0, 0)), stations((1, 0)), paths)

"""Routes along the equator of tests/gridcity.py, where a kilometre is a kilometre."""

import geopandas as gpd
import pytest
from shapely import LineString, Point

from geo import analyses
from geo.errors import BadParameter
from geo.network import RouteBroken, UnknownRoute
from tests.gridcity import east

ANALYSIS = analyses.get("route-spacing")


def lines(*spans, names=None):
    shapes = [LineString([east(start), east(end)]) for start, end in spans]
    columns = {} if names is None else {"name_zh": names}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def run(route, *stations_km, **raw):
    stations = gpd.GeoDataFrame(
        {"id": [f"s{km}" for km in stations_km]},
        geometry=[Point(east(km)) for km in stations_km],
        crs=4326,
    )
    inputs = {"route": route, "stations": stations}
    return ANALYSIS.run(inputs, ANALYSIS.parse({"thresholds_km": [20, 50], **raw}))


TAIHANG = lines((40, 100), (0, 39.5), (200, 300), names=["太行一号", "太行一号", "别的路"])


def test_a_named_route_is_joined_and_its_ends_bound_gaps():
    result = run(TAIHANG, 70, 10, 25, route_name="太行一号")
    rows = result.features
    assert (rows["gap_m"] / 1000).tolist() == pytest.approx([10, 15, 45, 30], abs=1e-3)
    assert rows["from_id"].fillna("").tolist() == ["", "s10", "s25", "s70"]
    assert rows["to_id"].fillna("").tolist() == ["s10", "s25", "s70", ""]
    assert rows["class"].tolist() == ["<20 km", "<20 km", "20-50 km", "20-50 km"]
    (told,) = result.summary["routes"]
    assert told["max_gap_m"] == pytest.approx(45_000, abs=1)
    assert (told["from_m"], told["to_m"]) == pytest.approx((25_000, 70_000), abs=1)
    assert [gap["gap_m"] for gap in told["bridged"]] == pytest.approx([500], abs=1)


def test_without_a_name_every_line_is_a_route():
    result = run(TAIHANG, 50, 250)
    assert result.summary["count"] == 3
    assert [each["stations"] for each in result.summary["routes"]] == [1, 0, 1]
    assert result.summary["max_gap_m"] == pytest.approx(50_000, abs=1)


def test_a_station_farther_off_than_the_offset_does_not_count():
    # At 39.5 km the named route begins to cross its gap; 102 km lies 2 km beyond its end.
    near = run(TAIHANG, 102, route_name="太行一号", lateral_offset_m=2_001)
    far = run(TAIHANG, 102, route_name="太行一号", lateral_offset_m=1_999)
    assert [each.summary["routes"][0]["stations"] for each in (near, far)] == [1, 0]


def test_what_cannot_be_measured_says_why():
    with pytest.raises(UnknownRoute):
        run(TAIHANG, 1, route_name="太行二号")
    with pytest.raises(RouteBroken):
        run(TAIHANG, 1, route_name="太行一号", max_gap_m=499)
    many = lines(*[(km, km + 1) for km in range(1_001)])
    with pytest.raises(BadParameter) as raised:
        run(many, 1)
    assert raised.value.where == "route_name"

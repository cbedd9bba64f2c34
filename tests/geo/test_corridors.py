import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from geo.buffers import buffer_m
from geo.corridors import protection_zone, protection_zones
from geo.errors import BadParameter, MissingColumn, MissingCrs, WrongGeometry
from geo.measures import area_m2

FEN = LineString([(112.4, 37.8), (112.42, 37.7), (112.41, 37.6)])
WIDTHS = {"main": 100.0, "tributary": 50.0}


def reaches():
    return gpd.GeoDataFrame(
        {"name_zh": ["汾河", "潇河", "恢河"], "class": ["main", "tributary", "main"]},
        geometry=[FEN, LineString([(112.6, 37.7), (112.5, 37.65)]), None],
        crs=4326,
    )


def test_the_zone_reaches_the_width_to_each_side():
    zone = protection_zone(FEN, 100)
    assert zone.equals(buffer_m(FEN, 100))
    assert zone.covers(FEN)


def test_a_river_drawn_as_water_counts_from_its_banks():
    water = box(112.4, 37.6, 112.402, 37.8)
    zone = protection_zone(water, 100)
    assert zone.covers(water)
    # Two banks of 0.2° (22 200 m), two ends of 176 m, four quarter discs.
    strip_m2 = area_m2(zone) - area_m2(water)
    assert strip_m2 == pytest.approx(2 * 22_200 * 100 + 2 * 176 * 100 + 31_416, rel=2e-3)


def test_the_width_follows_from_the_class():
    zones = protection_zones(reaches().to_crs(4547), WIDTHS)
    assert zones["width_m"].tolist() == [100.0, 50.0, 100.0]
    assert zones.crs.to_epsg() == 4326
    assert zones["name_zh"].tolist() == ["汾河", "潇河", "恢河"]
    assert zones.geometry.isna().tolist() == [False, False, True]
    expected_m2 = area_m2(protection_zone(FEN, 100))
    assert area_m2(zones.geometry[0]) == pytest.approx(expected_m2, rel=1e-6)


def test_a_wider_zone_holds_the_narrower_one():
    assert protection_zone(FEN, 100).covers(protection_zone(FEN, 50))


def test_classes_without_a_width_are_named():
    with pytest.raises(BadParameter) as raised:
        protection_zones(reaches(), {"main": 100.0})
    assert raised.value.facts["value"] == ["tributary"]
    with pytest.raises(MissingColumn):
        protection_zones(reaches(), WIDTHS, class_column="grade")
    with pytest.raises(MissingCrs):
        protection_zones(reaches().set_crs(None, allow_override=True), WIDTHS)


@pytest.mark.parametrize("width_m", [0, -1])
def test_a_zone_needs_a_width(width_m):
    with pytest.raises(BadParameter):
        protection_zone(FEN, width_m)


def test_a_point_is_no_reach():
    with pytest.raises(WrongGeometry):
        protection_zone(Point(112, 37), 100)

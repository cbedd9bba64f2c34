from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo.errors import MissingColumn
from geo.geometry import area_m2, polygon_from_boundaries
from layers.osm import boundary_streets, lines_inside

SIDES = {"north": "长宁街", "south": "恢河", "west": "怡西路", "east": "武周路"}


def lines(**named):
    return gpd.GeoDataFrame(
        {"name_zh": list(named)},
        geometry=[shapely.LineString(line) for line in named.values()],
        crs="EPSG:4326",
    )


STREETS = lines(
    长宁东街=[(112.43, 39.35), (112.46, 39.35)],
    长宁西街=[(112.39, 39.35), (112.43, 39.35)],
    怡西路=[(112.40, 39.29), (112.40, 39.36)],
    武周路=[(112.45, 39.29), (112.45, 39.36)],
    长宁街东巷=[(112.41, 39.34), (112.42, 39.34)],
)
RIVERS = lines(恢河=[(112.39, 39.30), (112.46, 39.30)])


def test_all_four_sides_and_the_area_between_them():
    found = boundary_streets([STREETS, RIVERS], SIDES)
    assert found.missing == {}
    assert found.names["north"] == ("长宁东街", "长宁西街")
    assert len(found.lines["north"].geoms) == 1
    area = polygon_from_boundaries(**found.lines)
    assert area.bounds == pytest.approx((112.40, 39.30, 112.45, 39.35), abs=1e-5)
    box = shapely.box(112.40, 39.30, 112.45, 39.35)
    assert area_m2(area) == pytest.approx(area_m2(box), rel=1e-3)


def test_the_name_itself_comes_before_its_sections():
    plain = lines(长宁街=[(112.39, 39.352), (112.46, 39.352)])
    assert boundary_streets([STREETS, plain], SIDES).names["north"] == ("长宁街",)


def test_missing_sides_are_told():
    found = boundary_streets([STREETS], SIDES)
    assert found.missing == {"south": "恢河"}
    assert sorted(found.lines) == ["east", "north", "west"]
    assert boundary_streets([RIVERS], SIDES).missing == {
        side: name for side, name in SIDES.items() if side != "south"
    }


def test_only_lines_in_the_given_area_count():
    far = lines(恢河=[(110.0, 36.0), (110.1, 36.0)])
    within = shapely.box(112.3, 39.2, 112.5, 39.4)
    assert boundary_streets([STREETS, far], SIDES, within=within).missing == {"south": "恢河"}
    found = boundary_streets([STREETS, far, RIVERS], SIDES, within=within)
    assert found.lines["south"].bounds == (112.39, 39.30, 112.46, 39.30)


def test_names_are_no_patterns():
    assert boundary_streets([STREETS], {"north": ".*路"}).missing == {"north": ".*路"}


def test_features_without_name_or_geometry_are_passed_over():
    frame = gpd.GeoDataFrame({"name_zh": ["恢河", None]}, geometry=[None, None], crs="EPSG:4326")
    assert boundary_streets([frame], {"south": "恢河"}).missing == {"south": "恢河"}


def test_the_name_column_is_needed():
    with pytest.raises(MissingColumn):
        boundary_streets([STREETS.rename(columns={"name_zh": "name"})], SIDES)


def test_a_line_that_leaves_and_comes_back_keeps_its_pieces_in_order():
    area = shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    line = shapely.LineString([(3.5, 0.5), (-0.5, 0.5)])
    outside = shapely.LineString([(0, 2), (1, 2)])
    inside, nothing = lines_inside([line, outside], area)
    assert [list(part.coords) for part in inside.geoms] == [
        [(3.0, 0.5), (2.0, 0.5)],
        [(1.0, 0.5), (0.0, 0.5)],
    ]
    assert nothing.is_empty

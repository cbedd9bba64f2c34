"""Where findings lie in degrees, and what a repair changed."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers import inspection
from layers.inspection import locating
from tests.files import canonical

BOW = shapely.Polygon([(112.4, 39.3), (112.42, 39.32), (112.42, 39.3), (112.4, 39.32)])
MIDDLE = (112.41, 39.31)


def only(report, code):
    [finding] = [one for one in report.findings if one.code == code]
    return finding


def inspected(frame, folder, **asked):
    path = canonical.write(frame, folder / "layer.gpkg")
    upload = inspection.Upload(path=path, asked=inspection.Asked(**asked))
    return inspection.inspect(upload, folder / "result")


@pytest.mark.parametrize("epsg", [4546, 4525, 2382, 3857, 4490])
def test_an_invalid_polygon_has_a_place_in_degrees_whatever_its_system(tmp_path, epsg):
    frame = gpd.GeoDataFrame({"name": ["bow"]}, geometry=[BOW], crs=4326).to_crs(epsg)
    finding = only(inspected(frame, tmp_path), "geometry_invalid")
    # Edges are straight in the file's plane, so they cross a few metres beside the middle.
    assert finding.where.lonlat == pytest.approx(MIDDLE, abs=1e-4)
    before, after = (shapely.geometry.shape(finding.facts[one]) for one in ("before", "after"))
    assert shapely.get_coordinates(before) == pytest.approx(shapely.get_coordinates(BOW), abs=2e-7)
    assert (before.is_valid, after.is_valid) == (False, True)
    # Two triangles of 0.02° by 0.01°, about 1722 m by 1110 m, where the crossed ring had no area.
    assert finding.facts["area_unit"] == "m2"
    assert finding.facts["area_change"] == pytest.approx(1722 * 1110, rel=0.01)


def test_exchanged_axes_and_an_undone_shift_are_part_of_the_way(tmp_path):
    turned = shapely.transform(BOW, lambda part: part[:, ::-1])
    frame = gpd.GeoDataFrame({"name": ["bow"]}, geometry=[turned], crs=4326)
    finding = only(inspected(frame, tmp_path, swap_axes=True, datum="gcj02"), "geometry_invalid")
    assert finding.where.coordinate == pytest.approx(MIDDLE[::-1])
    # GCJ-02 lies some 550 m off here.
    east, north = np.subtract(finding.where.lonlat, MIDDLE) * (86_000, 111_000)
    assert 400 < np.hypot(east, north) < 700


def test_without_a_reference_system_there_is_no_place_in_degrees(tmp_path):
    frame = gpd.GeoDataFrame({"name": ["bow"]}, geometry=[BOW], crs=4326).to_crs(4546)
    folder = canonical.shapefile(tmp_path, frame=frame, without=(".cpg", ".prj"))
    upload = inspection.Upload(path=folder / "layer.shp", with_companions=True)
    finding = only(inspection.inspect(upload, tmp_path / "result"), "geometry_invalid")
    assert finding.where.lonlat is None
    assert finding.facts["area_unit"] == "file_units"
    assert "before" not in finding.facts


def test_doubled_features_have_a_place(tmp_path):
    square = shapely.box(112.4, 39.3, 112.42, 39.32)
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[square, square], crs=4326).to_crs(4546)
    lon, lat = only(inspected(frame, tmp_path), "geometry_twice").where.lonlat
    assert square.contains(shapely.Point(lon, lat))


def test_of_a_large_outline_only_the_lines_near_the_fault_are_told():
    angle = np.linspace(0, 2 * np.pi, 20_001)
    large = shapely.Polygon(
        np.column_stack((112.4 + 0.1 * np.cos(angle), 39 + 0.1 * np.sin(angle)))
    )
    spot = (112.5, 39.0)
    told = locating.outline(large, spot)
    lines = shapely.geometry.shape(told)
    assert told["type"] == "MultiLineString"
    assert 50 <= shapely.get_num_coordinates(lines) <= 400
    assert shapely.distance(lines, shapely.Point(spot)) < 1e-6
    assert shapely.hausdorff_distance(lines, shapely.Point(spot)) < 0.01


def test_a_small_outline_is_told_whole_and_rounded():
    ring = [(112.123456789, 39.0), (112.2, 39.0), (112.2, 39.1)]
    told = locating.outline(shapely.Polygon(ring), None)
    assert told["type"] == "Polygon"
    assert told["coordinates"][0][0] == (112.1234568, 39.0)

"""What an inspection leaves behind: the report, the features, the rejected rows, the content."""

from __future__ import annotations

import csv

import pytest
import shapely

from layers import inspection
from layers.errors import EmptyLayer, FileNotReadable
from tests.files import canonical, making


def inspect(path, folder, **asked):
    upload = inspection.Upload(path=path, asked=inspection.Asked(**asked), with_companions=True)
    return inspection.inspect(upload, folder)


@pytest.fixture(scope="module")
def squares(tmp_path_factory):
    folder = tmp_path_factory.mktemp("squares")
    path = canonical.write(canonical.polygons().to_crs(4546), folder / "squares.gpkg")
    return folder / "result", inspect(path, folder / "result")


def test_the_stored_report_is_the_same(squares):
    folder, report = squares
    assert inspection.read_report(folder) == report


def test_the_brief_report_has_exactly_what_is_promised(squares):
    brief = squares[1].brief("en")
    assert list(brief) == ["accepted", "layers", "findings"]
    assert brief["layers"] == [
        {
            "name": "squares",
            "feature_count": 6,
            "geometry_type": "Polygon",
            "crs": "EPSG:4546",
            "datum": "cgcs2000",
            "encoding": "UTF-8",
        }
    ]
    assert all(
        list(finding) == ["level", "code", "where", "message", "repair"]
        for finding in brief["findings"]
    )


def test_rejected_rows_can_be_had_and_are_no_formulas(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\n=1+1,x,39.3\ngood,112.43,39.32\nshort,1\n")
    report = inspect(path, tmp_path / "result")
    assert not report.accepted
    assert report.accepted_if_valid_only
    rejected = inspection.rejected_table(tmp_path / "result")
    rows = list(csv.reader(rejected.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [
        ["row", "reason", "name"],
        ["4", "row_of_other_width"],
        ["2", "position_unreadable", "'=1+1"],
    ]
    frame = next(inspection.batches(tmp_path / "result"))
    assert frame["name"].tolist() == ["good"]


def test_what_could_not_be_placed_cannot_be_had(tmp_path):
    parts = canonical.shapefile(tmp_path, without=(".cpg", ".prj"))
    report = inspect(parts / "layer.shp", tmp_path / "result")
    assert not report.accepted
    with pytest.raises(EmptyLayer):
        next(inspection.batches(tmp_path / "result"))


def test_the_files_of_a_shapefile_are_found_beside_it(tmp_path):
    parts = canonical.shapefile(tmp_path)
    report = inspect(parts / "layer.shp", tmp_path / "result")
    assert report.accepted
    assert report.layers[0].feature_count == 6


def test_without_companions_only_the_file_itself_is_read(tmp_path):
    parts = canonical.shapefile(tmp_path)
    upload = inspection.Upload(path=parts / "layer.shp")
    report = inspection.inspect(upload, tmp_path / "result")
    codes = {finding.code for finding in report.findings}
    assert {"part_missing_dbf", "part_missing_prj", "part_missing_shx"} <= codes


def test_a_shift_that_is_named_is_undone_to_the_millimetre(tmp_path):
    from geo import datum
    from geo.distances import GEOD

    shifted = canonical.points()
    shifted = shifted.set_geometry(
        shapely.transform(shifted.geometry.to_numpy(), datum.wgs84_to_gcj02), crs=4326
    )
    path = canonical.write(shifted, tmp_path / "p.geojson", COORDINATE_PRECISION=12)
    report = inspect(path, tmp_path / "result", datum="gcj02")
    assert report.layers[0].datum == "gcj02"
    found = shapely.get_coordinates(next(inspection.batches(tmp_path / "result")).geometry)
    truth = shapely.get_coordinates(canonical.points().geometry)
    _, _, miss_m = GEOD.inv(found[:, 0], found[:, 1], truth[:, 0], truth[:, 1])
    assert max(miss_m) < 0.001


def test_a_published_layer_can_be_the_reference(tmp_path):
    # Lines nowhere near a county boundary: only the other layer shows the shift.
    from geo import datum

    random = canonical.lines()
    dense = random.set_geometry(shapely.segmentize(random.geometry.to_numpy(), 0.001))
    moved = dense.set_geometry(
        shapely.transform(dense.geometry.to_numpy(), datum.wgs84_to_gcj02), crs=4326
    )
    path = canonical.write(moved, tmp_path / "lines.geojson")
    upload = inspection.Upload(path=path)
    alone = inspection.inspect(upload, tmp_path / "alone")
    compared = inspection.inspect(upload, tmp_path / "compared", references={"roads": dense})
    assert alone.accepted
    assert "datum_shifted" in {finding.code for finding in compared.findings}


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FileNotReadable):
        inspect(tmp_path / "nowhere.csv", tmp_path / "result")


def test_the_reason_and_the_place_of_an_invalid_polygon(tmp_path):
    ring = [(112.42, 39.32), (112.44, 39.34), (112.44, 39.32), (112.42, 39.34)]
    path = making.parquet_of_wkb(tmp_path / "bow.parquet", [making.ring_wkb([*ring, ring[0]])])
    report = inspect(path, tmp_path / "result")
    [finding] = [one for one in report.findings if one.code == "geometry_invalid"]
    assert finding.facts["reason"] == "Self-intersection"
    assert finding.where.coordinate == pytest.approx((112.43, 39.33))
    assert finding.facts["type_after"] == "MultiPolygon"
    assert finding.where.row == 1

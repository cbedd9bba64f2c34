"""Files as people send them, good and bad."""

from __future__ import annotations

import json
import struct
import zipfile

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
import shapely

from geo.errors import MissingCrs
from layers.township_points import match, opening
from layers.township_points.errors import (
    PointsFileBroken,
    PointsFileMissing,
    PointsFileTooLarge,
    PointsFileUnknown,
    SeveralLayers,
)
from layers.township_points.opening import open_points

ROWS = [("名称", "经度", "纬度"), ("王村乡", "113.06", "37.52")]
READ = [{"名称": "王村乡", "经度": "113.06", "纬度": "37.52"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_encodings(csv_file, encoding):
    assert open_points(csv_file(*ROWS, encoding=encoding)).rows == READ


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_separators(tmp_path, separator):
    path = tmp_path / "p.txt"
    path.write_text("\r\n".join(separator.join(row) for row in ROWS), encoding="utf-8")
    assert open_points(path).rows == READ


def test_csv_empty_cells_lines_and_quotes(csv_file):
    path = csv_file(("名称", "县", ""), ('王"村,乡', " ", "x"), ("", "", ""), ("短",))
    assert open_points(path).rows == [{"名称": '王"村,乡'}, {"名称": "短"}]


def test_xlsx(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("代码", "名称", "经度", "纬度"))
    sheet.append((140105002, "王村乡", 113.06, 37.52))
    sheet.append((140105001.0, None, 113.0, 37.5))
    path = tmp_path / "p.xlsx"
    book.save(path)
    assert open_points(path).rows == [
        {"代码": "140105002", "名称": "王村乡", "经度": "113.06", "纬度": "37.52"},
        {"代码": "140105001", "经度": "113", "纬度": "37.5"},
    ]


@pytest.fixture
def frame():
    columns = {"名称": ["王村乡", None], "CODE": [140105002, 140105001]}
    points = [shapely.Point(113.06, 37.52), None]
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


EXPECTED_ROWS = [{"名称": "王村乡", "CODE": "140105002"}, {"CODE": "140105001"}]


def test_geojson(frame, tmp_path):
    path = tmp_path / "p.geojson"
    path.write_text(frame.to_json(), encoding="utf-8")
    table = open_points(path)
    assert table.rows == EXPECTED_ROWS
    assert table.points == [(113.06, 37.52), None]


def test_geopackage_in_another_system(frame, tmp_path):
    path = tmp_path / "p.gpkg"
    pyogrio.write_dataframe(frame.to_crs("EPSG:4547"), path)
    table = open_points(path)
    assert table.rows == EXPECTED_ROWS
    assert table.points[0] == pytest.approx((113.06, 37.52), abs=1e-9)
    assert table.points[1] is None


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("with_cpg", [True, False])
def test_shapefile_encodings(frame, tmp_path, encoding, with_cpg):
    path = tmp_path / "p.shp"
    pyogrio.write_dataframe(frame, path, encoding=encoding)
    if not with_cpg:
        path.with_suffix(".cpg").unlink()
        dbf = bytearray(path.with_suffix(".dbf").read_bytes())
        dbf[29] = 0  # the language byte, which old programs leave empty
        path.with_suffix(".dbf").write_bytes(dbf)
    assert open_points(path).rows == EXPECTED_ROWS


def test_a_shapefile_without_prj_is_refused(frame, tmp_path):
    path = tmp_path / "p.shp"
    pyogrio.write_dataframe(frame, path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(MissingCrs):
        open_points(path)


def test_a_geopackage_with_several_layers(frame, tmp_path):
    path = tmp_path / "p.gpkg"
    pyogrio.write_dataframe(frame, path, layer="a")
    pyogrio.write_dataframe(frame.iloc[:1], path, layer="b")
    with pytest.raises(SeveralLayers) as caught:
        open_points(path)
    assert caught.value.facts["layers"] == "a, b"
    assert len(open_points(path, "b").rows) == 1


def test_areas_have_no_position_and_are_reported(official, counties, tmp_path):
    path = tmp_path / "p.geojson"
    path.write_text(official[["code", "geometry"]].to_json(), encoding="utf-8")
    report = match(path, official, counties, "wgs84")
    assert {row.reason for row in report.unmatched} == {"no_coordinates"}


def collection(**more):
    return {"type": "FeatureCollection", "features": []} | more


def crs(name):
    return collection(crs={"type": "name", "properties": {"name": name}})


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"]
)
def test_geojson_in_longitude_and_latitude(tmp_path, name):
    path = tmp_path / "p.geojson"
    path.write_text(json.dumps(crs(name)), encoding="utf-8")
    assert open_points(path).points == []


@pytest.mark.parametrize(
    "document",
    [
        crs("urn:ogc:def:crs:EPSG::4547"),
        collection(crs={"type": "link", "properties": {"href": "http://127.0.0.1:1/x"}}),
        collection(crs="EPSG:4326"),
        {"type": "Topology"},
        {"features": 7},
        {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"},
    ],
)
def test_geojson_that_is_refused(tmp_path, document):
    path = tmp_path / "p.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(PointsFileBroken):
        open_points(path)


@pytest.mark.parametrize("name", ["p.geojson", "p.gpkg", "p.shp", "p.xlsx"])
def test_a_document_that_points_to_other_files_is_not_opened(tmp_path, name):
    other = tmp_path / "other.csv"
    other.write_text("名称,lon,lat\ncanary,113,37\n", encoding="utf-8")
    path = tmp_path / name
    path.write_text(
        f"<OGRVRTDataSource><OGRVRTLayer name='other'><SrcDataSource>{other}</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    with pytest.raises(PointsFileUnknown):
        open_points(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", b"\xff\xff\xff"),
        ("p.csv", b'name,lon\n"open,1\n'),
        ("p.geojson", b"{"),
        ("p.geojson", b'{"a":' * 100_000),
        ("p.xlsx", b"PK\x03\x04 and no more"),
        ("p.gpkg", b"SQLite format 3\x00" + b"\x00" * 200),
        ("p.shp", struct.pack(">i", 9994) + b"\x00" * 96),
    ],
)
def test_damaged_files(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PointsFileBroken):
        open_points(path)


def test_a_workbook_that_unpacks_to_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MAX_BYTES", 1_000_000)
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_001)
    assert path.stat().st_size < 10_000
    with pytest.raises(PointsFileTooLarge):
        open_points(path)


def test_limits(csv_file, monkeypatch):
    path = csv_file(*ROWS, ROWS[1])
    monkeypatch.setattr(opening, "MAX_ROWS", 2)
    assert len(open_points(path).rows) == 2
    monkeypatch.setattr(opening, "MAX_ROWS", 1)
    with pytest.raises(PointsFileTooLarge):
        open_points(path)
    monkeypatch.setattr(opening, "MAX_BYTES", path.stat().st_size - 1)
    with pytest.raises(PointsFileTooLarge):
        open_points(path)


def test_no_such_file(tmp_path):
    with pytest.raises(PointsFileMissing):
        open_points(tmp_path / "no.csv")

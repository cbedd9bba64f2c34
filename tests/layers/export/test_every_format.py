"""Every format writes a difficult layer so that it reads back as it was."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from pyproj import CRS, Transformer

from geo.datum import wgs84_to_gcj02
from layers import export
from layers.errors import BadQuery, NotWritable
from layers.export import positions
from layers.export.base import Wishes
from layers.export.content import Attribute, Content

LONG = "长" * 200 + "尾"
NAMES = ("name_zh", "充电桩数量合计", "充电桩数量平均", "opened", "share", "is_open", "note:value")
TITLES = {"zh": "名称", "en": "Name"}
RECORDS = [
    dict(zip(NAMES, ("朔城区", 12, 3, "2024-05-01", 0.25, True, LONG), strict=True)),
    dict(zip(NAMES, ("=cmd()", None, -1, "2023-12-31", 1e12, False, "<script>&\"'"), strict=True)),
    dict(zip(NAMES, ("𠮷县", 2**40, 0, None, None, None, "+1 @x"), strict=True)),
]
SHAPES = [shapely.Point(112.43, 39.33), None, shapely.Point(112.55, 37.87)]
KINDS = ("string", "integer", "integer", "string", "number", "boolean", "string")
ABOUT = {
    "id": "hard", "quality": "illustrative", "source": "=source", "source_date": "2024",
    "licence": "CC0", "review_number": None, "note": {"zh": "手工", "en": "by hand"},
    "version": {"number": 3, "published_at": "2024-05-02T00:00:00+00:00", "sha256": "ab"},
}  # fmt: skip
GIS = ["geojson", "geopackage", "flatgeobuf", "geoparquet", "shapefile", "kml"]


def layer(shapes=SHAPES, records=RECORDS) -> Content:
    made = Content(
        name="hard-v3",
        title={"zh": "难写的图层", "en": "A hard layer"},
        attributes=tuple(
            Attribute(name=name, type=kind, title=TITLES, unit="m" if kind == "number" else None)
            for name, kind in zip(NAMES, KINDS, strict=True)
        ),
        kinds=frozenset(shape.geom_type for shape in shapes if shape is not None),
        count=len(records),
        batches=lambda: (
            made.batch([record], [None if shape is None else shape.wkb])
            for record, shape in zip(records, shapes, strict=True)
        ),
        about=ABOUT,
    )
    return made


def written(folder, name, wishes=None, content=None):
    wanted = export.named(name)
    path = folder / f"out{wanted.suffixes[0]}"
    findings = wanted.save(content or layer(), path, wishes)
    return path, findings


def read(path, name):
    """The file as GDAL, or for GeoParquet Arrow, sees it: frame with the original names."""
    if name == "geoparquet":
        import geopandas

        return geopandas.read_parquet(path)
    if name != "shapefile":
        return pyogrio.read_dataframe(path)
    frame = pyogrio.read_dataframe(f"/vsizip/{path}")
    fields = table(members(path)["hard-v3-fields.csv"])
    return frame.rename(columns={row["field"]: row["name"] for row in fields})


def members(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(raw: bytes):
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_the_contract_covers_every_format():
    assert set(export.every()) == {*GIS, "csv", "xlsx"}


@pytest.mark.parametrize("name", GIS)
def test_features_come_back_as_they_were(name, tmp_path):
    path, _ = written(tmp_path, name)
    frame = read(path, name)
    assert len(frame) == 3
    for place, record in enumerate(RECORDS):
        for attribute, value in record.items():
            found = frame[attribute].iloc[place]
            if value is None or (found is None and name == "kml"):
                assert found is None or found != found, (attribute, found)  # noqa: PLR0124
            elif attribute == "note:value" and name == "shapefile":
                assert value.startswith(found)
            elif isinstance(value, int | float):
                assert float(found) == value, attribute
            elif attribute == "opened":
                # GDAL reads what looks like a date in GeoJSON as one.
                assert str(found)[:10] == value
            else:
                assert found == value, attribute
    assert [None if shape is None else shape.wkt for shape in frame.geometry] == [
        None if shape is None else shape.wkt for shape in SHAPES
    ]
    assert CRS(frame.crs).equals(CRS("EPSG:4326"), ignore_axis_order=True)


@pytest.mark.parametrize("name", [name for name in GIS if name != "kml"])
@pytest.mark.parametrize("crs", [one.id for one in positions.PLACEMENTS if one.id != "GCJ-02"])
def test_every_system_has_the_east_axis_first(name, crs, tmp_path):
    path, _ = written(tmp_path, name, Wishes(placement=positions.placement(crs)))
    frame = read(path, name)
    known = CRS.from_user_input("OGC:CRS84" if crs == "CRS84" else crs)
    assert CRS(frame.crs).equals(known, ignore_axis_order=True)
    # CGCS2000 and WGS 84 are taken as equal: from the system's own geodetic one.
    back = Transformer.from_crs(known, known.geodetic_crs, always_xy=True)
    lon, lat = back.transform(frame.geometry[0].x, frame.geometry[0].y)
    assert (lon, lat) == pytest.approx((112.43, 39.33), abs=1e-7)


@pytest.mark.parametrize("name", [name for name in GIS if name != "kml"])
def test_gcj_02_is_shifted_and_no_program_takes_it_for_wgs_84(name, tmp_path):
    path, _ = written(tmp_path, name, Wishes(placement=positions.GCJ02))
    frame = read(path, name)
    wanted = wgs84_to_gcj02([[112.43, 39.33]])[0]
    assert np.abs(wanted - [112.43, 39.33]).max() > 0.001
    point = frame.geometry[0]
    assert (point.x, point.y) == pytest.approx(tuple(wanted), abs=1e-7)
    if name == "geojson":
        assert "近似" in json.loads(path.read_text())["about"]["坐标系"]
    else:
        assert "GCJ-02 (approximate)" in CRS(frame.crs).name


def test_kml_is_wgs_84_by_definition(tmp_path):
    with pytest.raises(BadQuery, match="EPSG:4547"):
        written(tmp_path, "kml", Wishes(placement=positions.placement("EPSG:4547")))


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_shapefile_keeps_whole_characters_and_tells_what_it_cut(encoding, tmp_path):
    path, findings = written(tmp_path, "shapefile", Wishes(encoding=encoding))
    archive = members(path)
    assert archive["hard-v3.cpg"].decode().strip() == encoding
    frame = pyogrio.read_dataframe(f"/vsizip/{path}")
    short = [row["field"] for row in table(archive["hard-v3-fields.csv"])]
    assert list(frame.columns[:-1]) == short
    assert len({name.casefold() for name in short}) == len(NAMES)
    assert all(len(name.encode(encoding)) <= 10 for name in short)
    whole = 84 if encoding == "UTF-8" else 127
    assert frame[short[6]][0] == "长" * whole
    assert frame[short[0]].tolist() == ["朔城区", "=cmd()", "𠮷县"]
    [cut] = findings
    assert (cut.code, cut.facts) == ("values_cut", {"count": 1, "fields": "note:value"})
    assert archive["hard-v3-cut-values.csv"].decode("utf-8-sig") == f"1,note:value,{LONG}\r\n"
    assert "示意" in archive["hard-v3.txt"].decode("utf-8-sig")


def test_shapes_of_several_kinds_become_several_shapefiles(tmp_path):
    area = shapely.box(112, 37, 113, 38)
    path, _ = written(tmp_path, "shapefile", content=layer([SHAPES[0], None, area]))
    names = {one for one in members(path) if one.endswith(".shp")}
    assert names == {"hard-v3-point.shp", "hard-v3-polygon.shp"}
    assert len(pyogrio.read_dataframe(f"/vsizip/{path}/hard-v3-polygon.shp")) == 1
    points = pyogrio.read_dataframe(f"/vsizip/{path}/hard-v3-point.shp")
    assert points.geometry.tolist() == [SHAPES[0], None]


@pytest.mark.parametrize("name", GIS)
def test_a_polygon_with_a_hole_beside_one_of_two_parts(name, tmp_path):
    ring = shapely.Polygon(
        [(112, 37), (113, 37), (113, 38), (112, 38)],
        [[(112.4, 37.4), (112.6, 37.4), (112.6, 37.6), (112.4, 37.6)]],
    )
    pair = shapely.MultiPolygon([ring, shapely.box(114, 37, 115, 38)])
    path, _ = written(tmp_path, name, content=layer([ring, None, pair]))
    frame = read(path, name)
    assert frame.geometry[0].equals(ring)
    assert frame.geometry[1] is None
    assert frame.geometry[2].equals(pair)


def test_geoparquet_metadata_is_what_the_specification_asks_for(tmp_path):
    path, _ = written(tmp_path, "geoparquet")
    with pq.ParquetFile(path) as file:
        geo = json.loads(file.metadata.metadata[b"geo"])
        boxes = file.read().column("bbox").to_pylist()
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == [112.43, 37.87, 112.55, 39.33]
    assert column["crs"]["id"] == {"authority": "OGC", "code": "CRS84"}
    sides = {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}
    assert column["covering"] == {"bbox": sides}
    assert boxes[0] == {"xmin": 112.43, "ymin": 39.33, "xmax": 112.43, "ymax": 39.33}
    assert boxes[1] is None


def test_csv_is_no_program(tmp_path):
    path, _ = written(tmp_path, "csv", Wishes(placement=positions.placement("EPSG:4547")))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = table(raw)
    assert rows[1]["name_zh"] == "'=cmd()"
    assert rows[2]["note:value"] == "'+1 @x"
    assert rows[1]["充电桩数量平均"] == "-1"
    assert rows[0]["note:value"] == LONG
    assert (rows[0]["is_open"], rows[1]["share"]) == ("true", "1000000000000.0")
    moved = Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True).transform(112.43, 39.33)
    found = float(rows[0]["easting_m"]), float(rows[0]["northing_m"])
    assert found == pytest.approx(moved, abs=0.001)
    assert rows[1]["easting_m"] == ""


def test_a_workbook_computes_nothing_and_says_where_it_is_from(tmp_path):
    path, _ = written(tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["数据", "字段", "来源"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    data = book["数据"]
    assert [cell.value for cell in data[3]][:3] == ["=cmd()", None, -1]
    assert data["A3"].quotePrefix
    assert data["E1"].value == "名称 (m)"
    assert {row[0].value: row[1].value for row in book["来源"]}["来源"] == "=source"


@pytest.mark.parametrize("name", sorted(export.every()))
def test_what_breaks_while_reading_is_told_and_leaves_nothing(name, tmp_path):
    class Gone(Exception):
        pass

    def breaking():
        yield from list(whole.batches())[:1]
        raise Gone

    whole = layer()
    broken = Content(
        name=whole.name, title=whole.title, attributes=whole.attributes, kinds=whole.kinds,
        count=3, batches=breaking, about=whole.about,
    )  # fmt: skip
    with pytest.raises(Gone):
        written(tmp_path, name, content=broken)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(export.every()))
def test_a_folder_that_is_not_there_is_told(name, tmp_path):
    with pytest.raises(NotWritable):
        export.named(name).save(layer(), tmp_path / "no" / "out.gpkg")


@pytest.mark.parametrize("name", sorted(export.every()))
def test_a_layer_without_a_feature_is_written_too(name, tmp_path):
    path, _ = written(tmp_path, name, content=layer([], []))
    assert path.stat().st_size > 0

"""Lines and areas in CSV and XLSX: whole as text, measured, and the same after an upload."""

from __future__ import annotations

import csv
import io

import openpyxl
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from layers import export, inspection
from layers.export import positions
from layers.export.base import Wishes
from layers.export.content import Attribute, Content

HOLE = shapely.box(112.44, 37.34, 112.46, 37.36)
AREA = shapely.Polygon(shapely.box(112.4, 37.3, 112.5, 37.4).exterior.coords,
                       [HOLE.exterior.coords])  # fmt: skip
SHAPES = {
    "area": AREA,
    "areas": shapely.MultiPolygon([AREA, shapely.box(112.6, 37.3, 112.7, 37.4)]),
    "line": shapely.LineString([(112.4, 37.3), (112.5, 37.35), (112.52, 37.5)]),
}
ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)


def layer(shapes=SHAPES) -> Content:
    made = Content(
        name="shapes-v1",
        title={"zh": "形状", "en": "Shapes"},
        attributes=(Attribute(name="name", type="string", title={}),),
        kinds=frozenset(shape.geom_type for shape in shapes.values() if shape),
        count=len(shapes),
        batches=lambda: (
            made.batch([{"name": name}], [shape.wkb if shape else None])
            for name, shape in shapes.items()
        ),
    )
    return made


def rows_of(path):
    if path.suffix == ".csv":
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def saved(folder, name, content=None, **wishes):
    path = folder / f"out.{name}"
    return path, export.named(name).save(content or layer(), path, Wishes(**wishes))


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_areas_and_lines_are_whole_and_measured(name, tmp_path):
    path, findings = saved(tmp_path, name)
    assert findings == []
    heads = ("area_m2", "length_m") if name == "csv" else ("面积 (m²)", "长度 (m)")
    rows = rows_of(path)
    for row, shape in zip(rows, SHAPES.values(), strict=True):
        assert shapely.from_wkt(row["wkt"]).equals_exact(shape, 1e-7)
        area, length = (row[head] for head in heads)
        if shape.geom_type == "LineString":
            assert area in {"", None}
            assert float(length) == pytest.approx(ELLIPSOID.geometry_length(shape), abs=0.006)
        else:
            assert length in {"", None}
            whole = abs(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(shape))[0])
            assert float(area) == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
@pytest.mark.parametrize("crs", ["CRS84", "EPSG:4547"])
@pytest.mark.parametrize("kind", ["areas", "line"])
def test_an_upload_of_our_own_table_gives_the_same_features(name, crs, kind, tmp_path):
    content = layer({kind: SHAPES[kind]})
    path, _ = saved(tmp_path, name, content, placement=positions.placement(crs))
    asked = inspection.Asked() if crs == "CRS84" else inspection.Asked(crs=crs)
    upload = inspection.Upload(path=path, asked=asked)
    report = inspection.inspect(upload, tmp_path / "result")
    assert report.accepted, report.to_json("en")["findings"]
    frame = pd.concat(inspection.batches(tmp_path / "result"), ignore_index=True)
    assert frame["name"].tolist() == [kind]
    back = frame.geometry.iloc[0]
    assert back.geom_type == SHAPES[kind].geom_type
    assert shapely.hausdorff_distance(back, SHAPES[kind]) < 1e-6
    assert shapely.area(back) == pytest.approx(shapely.area(SHAPES[kind]), abs=1e-7)


def test_another_system_is_in_the_name_of_the_column(tmp_path):
    for crs, head in (("EPSG:4490", "wkt"), ("EPSG:4547", "wkt_epsg4547"), ("gcj02", "wkt_gcj02")):
        path, _ = saved(tmp_path, "csv", placement=positions.placement(crs))
        assert head in rows_of(path)[0]


def test_a_point_in_each_is_there_for_who_wants_it(tmp_path):
    path, _ = saved(tmp_path, "csv", shape="point")
    rows = rows_of(path)
    assert "wkt" not in rows[0]
    for row, shape in zip(rows, SHAPES.values(), strict=True):
        assert shape.distance(shapely.Point(float(row["lon"]), float(row["lat"]))) < 1e-7
    assert float(rows[0]["area_m2"]) > 0


def test_points_are_coordinates_unless_text_is_asked_for(tmp_path):
    points = layer({"a": shapely.Point(112.43, 39.33), "none": None})
    path, _ = saved(tmp_path, "csv", points)
    assert list(rows_of(path)[0]) == ["name", "lon", "lat"]
    path, _ = saved(tmp_path, "csv", points, shape="wkt")
    assert [row["wkt"] for row in rows_of(path)] == ["POINT (112.43 39.33)", ""]


def test_a_shape_too_long_for_a_cell_is_left_out_and_told(tmp_path):
    ring = shapely.Point(112.4, 37.3).buffer(0.1, quad_segs=1_000)
    path, findings = saved(tmp_path, "xlsx", layer({"ring": ring, "area": AREA}))
    assert [(one.code, one.facts["count"]) for one in findings] == [("shapes_too_long", 1)]
    rows = rows_of(path)
    assert rows[0]["wkt"] is None
    assert rows[1]["wkt"].startswith("POLYGON")
    assert rows[0]["面积 (m²)"] > 0

"""What is looked at as bytes before a parser sees it."""

from __future__ import annotations

import json
import struct

import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.formats import geojson, json_guard, xml_guard
from layers.formats.header import find
from layers.formats.well_known_text import _depth
from layers.formats.written_numbers import number, numbers
from layers.inspection import UploadRefused, wkb_depth
from layers.sandbox import LimitExceeded, Limits
from tests.files import making

values = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def depth_of(value) -> int:
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 0


@given(value=values, ascii_only=st.booleans())
def test_the_depth_of_json_is_that_of_its_value(tmp_path_factory, value, ascii_only):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(json.dumps(value, ensure_ascii=ascii_only), encoding="utf-8")
    depth = depth_of(value)
    json_guard.check_depth(path, Limits(json_nesting=max(1, depth)), name="a")
    if depth > 1:
        with pytest.raises(LimitExceeded):
            json_guard.check_depth(path, Limits(json_nesting=depth - 1), name="a")


def test_escapes_at_the_border_of_a_piece_are_not_cut(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a": '\\"[[[[' * 50}))
    for size in range(1, 12):
        monkeypatch.setattr(json_guard, "_CHUNK", size)
        json_guard.check_depth(path, Limits(json_nesting=1), name="a")


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "OGC:CRS84"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, "EPSG:4490"),
        ({"type": "name", "properties": {"name": "EPSG:4546"}}, "EPSG:4546"),
        ({"type": "EPSG", "properties": {"code": 4547}}, "EPSG:4547"),
        ({"type": "name", "properties": {"name": "/etc/passwd"}}, None),
        ({"type": "name", "properties": {"name": "http://x/EPSG:4490.wkt"}}, None),
    ],
)
def test_a_named_system_is_understood_and_nothing_is_opened(tmp_path, member, code):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": member, "features": []}))
    assert json_guard.crs_text(json_guard.stated_crs(path, name="a")) == code


def test_a_linked_system_is_refused(tmp_path):
    path = tmp_path / "a.geojson"
    link = {"type": "link", "properties": {"href": "http://x"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [], "crs": link}))
    with pytest.raises(UploadRefused) as caught:
        json_guard.stated_crs(path, name="a")
    assert caught.value.finding == "crs_link"


@pytest.mark.parametrize(
    ("content", "starts"),
    [
        (b'{"type":"FeatureCollection","features":[]}', True),
        (b'\xef\xbb\xbf \n{"type" : "Feature"', True),
        (b'{"type":"Topology","objects":{}}', False),
        (b'{"type":"gdal_streamed_alg","x":{"type":"Feature"}}', False),
        (b"<OGRVRTDataSource/>", False),
        (b'{"a":1}', False),
    ],
)
def test_geojson_is_told_by_its_beginning(content, starts):
    assert geojson.starts(content) is starts


@pytest.mark.parametrize(
    "doctype", [b"<!DOCTYPE a>", b"<!doctype a [<!ENTITY x 'y'>]>", b"<! ENTITY"]
)
def test_a_document_type_is_found_wherever_it_stands(tmp_path, doctype):
    path = tmp_path / "a.xml"
    path.write_bytes(b"<?xml version='1.0'?>" + b" " * (2**20 - 25) + doctype + b"<a/>")
    with pytest.raises(UploadRefused):
        xml_guard.check(path, name="a")


def test_the_root_is_found_behind_what_may_stand_before_it():
    assert xml_guard.root(b"<?xml version='1.0'?><!-- a --><kml:kml xmlns='x'>") == "kml"
    assert xml_guard.root(b"<OGRVRTDataSource>") == "ogrvrtdatasource"
    assert xml_guard.root(b"no markup") == ""


@pytest.mark.parametrize("flavour", ["iso", "extended"])
def test_the_depth_of_collections_is_counted(flavour):
    point = shapely.Point(1, 2, 3)
    inner = shapely.GeometryCollection([point, shapely.box(0, 0, 1, 1)])
    outer = shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)]), inner])
    for order in (0, 1):
        raw = shapely.to_wkb(outer, byte_order=order, flavor=flavour)
        assert wkb_depth.depth(raw) == 2
    assert wkb_depth.depth(making.nested_collections(20_000)) == 20_000
    assert wkb_depth.depth(making.nested_collections(3)[:-8]) == 3


def test_only_collections_count_in_a_column():
    column = pa.array(
        [
            None,
            b"",
            shapely.to_wkb(shapely.box(0, 0, 1, 1)),
            shapely.to_wkb(shapely.GeometryCollection([shapely.Point(0, 0)])),
            struct.pack(">BI", 0, 7),
        ],
        pa.binary(),
    )
    assert wkb_depth.deepest(column) == 1
    assert wkb_depth.deepest(column.slice(0, 3)) == 0


def test_brackets_of_text_are_counted():
    assert _depth("GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,1 1,1 0,0 0)))") == 3


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("112.5", 112.5),
        ("１１２．５", 112.5),
        ("112.5E", 112.5),
        ("E112.5", 112.5),
        ("607,123.45", 607123.45),
        ("4,355,123", 4355123.0),
        ("112.5.1", float("nan")),
        ("112,5", 112.5),
        ("112°30′00″", 112.5),
        ("112°30'0\"E", 112.5),
        ("E112°30′", 112.5),
        ("东经112度30分00秒", 112.5),
        ("39:18:36", 39.31),
        ("39 18 36 N", 39.31),
        ("S39°18′36″", -39.31),
        ("39-18-36", 39.31),
        ("39°75′00″", float("nan")),
        ("north of it", float("nan")),
    ],
)
def test_angles_are_read_as_people_write_them(text, degrees):
    assert number(text) == pytest.approx(degrees, abs=1e-12, nan_ok=True)


def test_a_column_of_numbers_keeps_what_is_missing_apart():
    found, special = numbers(pa.array(["1.5", None, " -2e1 ", "112°30′", "x"]))
    assert found.tolist()[:1] == [1.5]
    assert found[2] == -20
    assert found[3] == 112.5
    assert special.tolist() == [False, False, False, True, False]
    assert [value != value for value in found.tolist()] == [False, True, False, False, True]  # noqa: PLR0124


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([["a", "b", "c"], ["1", "2", "3"]], 0),
        ([["Title", "", ""], ["", "", ""], ["a", "b", "c"], ["1", "2", "3"]], 2),
        ([["x", "112.5", "39.3"], ["y", "112.6", "39.4"]], None),
        ([["a", "b"]], 0),
        ([], None),
    ],
)
def test_the_header_is_found(lines, place):
    assert find(lines, None) == place


def test_a_named_header_line_is_taken():
    assert find([["1", "2"], ["3", "4"]], 2) == 1

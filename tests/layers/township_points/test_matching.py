from __future__ import annotations

import json

import numpy as np
import pyproj
import pytest
import shapely

from geo import datum as datums
from geo.errors import MissingColumn
from layers.township_points import content, match
from layers.township_points.errors import (
    ColumnsNotRecognised,
    DatumContradicted,
    UnknownDatum,
)
from layers.types import LayerContent

HEADER = ("代码", "名称", "县", "经度", "纬度")
GOOD = (113.06, 37.52)


@pytest.fixture
def outcome(official, counties, csv_file):
    """What becomes of one row: the code and rule it matched, or the reason it did not."""

    def run(code="", name="", county="", lon=GOOD[0], lat=GOOD[1]):
        path = csv_file(HEADER, (code, name, county, lon, lat))
        report = match(path, official, counties, "wgs84")
        for kind in (report.matched, report.unmatched, report.suspicious):
            for row in kind:
                told = getattr(row, "rule", None) or row.reason
                return (row.code, told) if kind is report.matched else told
        return None

    return run


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # by code
        ({"code": "140105002"}, ("140105002", "code")),
        ({"code": "140105002000"}, ("140105002", "code")),
        ({"code": "140105002.0"}, ("140105002", "code")),
        ({"code": "140105002", "name": "王村镇"}, ("140105002", "code")),
        ({"code": "140105002", "name": "李村乡"}, "name_differs_from_code"),
        ({"code": "140105002201"}, "village_code"),
        ({"code": "14010"}, "bad_code"),
        ({"code": "abc"}, "bad_code"),
        ({"code": "140105099"}, "unknown_code"),
        # by name in the county
        ({"name": "王村乡", "county": "东区"}, ("140105002", "county_and_name")),
        ({"name": "王村民族乡", "county": "东县"}, ("140105002", "county_and_name")),
        ({"name": " 王 村 ", "county": "140105"}, ("140105002", "county_and_name")),
        ({"code": "140105", "name": "王村乡"}, ("140105002", "county_and_name")),
        ({"code": "140105099", "name": "王村乡"}, ("140105002", "county_and_name")),
        ({"name": "北关街道办事处", "county": "东区"}, ("140105001", "county_and_name")),
        ({"name": "王村乡", "county": "西县"}, "name_not_in_county"),
        ({"name": "王村乡", "county": "南市"}, "unknown_county"),
        ({"name": "王村乡", "county": "140999"}, "unknown_county"),
        # two townships of one stem: the full name decides, the stem alone does not
        (
            {"name": "神头镇", "county": "西县", "lon": 112.91, "lat": 37.51},
            ("140702002", "county_and_name"),
        ),
        ({"name": "神头乡", "county": "西县", "lon": 112.91, "lat": 37.51}, "ambiguous"),
        # by name in the county where the point is
        ({"name": "北关"}, ("140105001", "name_where_point_is")),
        ({"name": "北关", "lon": 112.91, "lat": 37.51}, ("140702001", "name_where_point_is")),
        ({"name": "北关", "lon": 114.0}, "outside_counties"),
        # points
        ({"code": "140105002", "lon": ""}, "no_coordinates"),
        ({"code": "140105002", "lon": "东经"}, "bad_coordinates"),
        ({"code": "140105002", "lon": "nan"}, "bad_coordinates"),
        ({"code": "140105002", "lon": 37.5, "lat": 113.0}, "bad_coordinates"),
        ({"code": "140105002", "lon": 112.95}, "outside_county"),
        ({"code": "140105002", "lon": 113.0}, ("140105002", "code")),  # on the border
    ],
)
def test_one_row(outcome, row, expected):
    assert outcome(**row) == expected


def test_the_layer_gets_the_point_and_new_areas_in_that_county_only(official, counties, csv_file):
    path = csv_file(HEADER, ("140105002", "王村乡", "东区", 113.09, 37.55))
    report = match(path, official, counties, "wgs84")
    frame = report.frame.set_index("code")
    assert frame.loc["140105002", ["position", "lon", "lat"]].tolist() == ["survey", 113.09, 37.55]
    assert frame["position"].tolist() == ["schematic"] * 4 + ["survey"]
    # Points at 113.03 and 113.09: the border between their areas is at 113.06.
    assert frame.loc["140105002", "geometry"].bounds == pytest.approx((113.06, 37.5, 113.1, 37.6))
    west = frame.iloc[:3].geometry.to_numpy()
    assert shapely.equals_exact(west, official.geometry.to_numpy()[:3]).all()
    assert official["position"].eq("schematic").all()
    assert report.without_point == ["140702001", "140702002", "140702003", "140105001"]


def test_areas_still_fill_their_county(official, counties, csv_file):
    rows = [("140105001", "", "", 113.01, 37.51), ("140105002", "", "", 113.02, 37.59)]
    frame = match(csv_file(HEADER, *rows), official, counties, "wgs84").frame
    east = frame[frame["county_code"] == "140105"].geometry
    assert shapely.union_all(east.to_numpy()).symmetric_difference(
        counties.geometry.iloc[1]
    ).area == pytest.approx(0, abs=1e-12)


def test_gcj02_is_converted(official, counties, csv_file):
    shifted = datums.wgs84_to_gcj02(np.array([GOOD]))[0]
    path = csv_file(HEADER, ("140105002", "", "", *shifted.tolist()))
    (found,) = match(path, official, counties, "gcj02").matched
    assert (found.lon, found.lat) == pytest.approx(GOOD, abs=1e-8)
    (raw,) = match(path, official, counties, "cgcs2000").matched
    off_m = pyproj.Geod(ellps="WGS84").inv(raw.lon, raw.lat, *GOOD)[2]
    assert 500 < off_m < 650


def test_a_suspicious_point_is_measured_and_not_used(official, counties, csv_file):
    path = csv_file(HEADER, ("140105002", "", "", 112.95, 37.55))
    report = match(path, official, counties, "wgs84")
    (row,) = report.suspicious
    assert row.county_there == "140702"
    # 0.05° west of the meridian 113.00; 4 418 m along the parallel, hand-checked with cos 37.55°.
    assert row.outside_m == pytest.approx(4418, abs=5)
    assert report.frame["position"].eq("schematic").all()
    assert report.matched == []


def test_rows_that_contradict_each_other_are_both_refused(official, counties, csv_file):
    rows = [("140105002", "", "", 113.05, 37.55), ("", "王村乡", "东区", 113.06, 37.55)]
    report = match(csv_file(HEADER, *rows), official, counties, "wgs84")
    assert [(row.row, row.reason) for row in report.unmatched] == [
        (1, "several_rows"),
        (2, "several_rows"),
    ]


def test_a_repeated_row_counts_once(official, counties, csv_file):
    row = ("140105002", "", "", 113.05, 37.55)
    report = match(csv_file(HEADER, row, row), official, counties, "wgs84")
    assert (report.rows, len(report.matched), report.unmatched) == (2, 1, [])


def test_two_townships_at_one_point_are_both_suspicious(official, counties, csv_file):
    rows = [("140105001", "", "", *GOOD), ("140105002", "", "", *GOOD)]
    report = match(csv_file(HEADER, *rows), official, counties, "wgs84")
    assert [row.reason for row in report.suspicious] == ["same_point", "same_point"]
    assert report.matched == []


def test_a_point_on_another_townships_old_place_is_not_used(official, counties, csv_file):
    # 140105001 is not in the file and keeps its place at 113.03, 37.55.
    path = csv_file(HEADER, ("140105002", "", "", 113.03, 37.55))
    report = match(path, official, counties, "wgs84")
    assert [(row.code, row.reason) for row in report.suspicious] == [("140105002", "same_point")]


def test_the_report_is_plain_json(official, counties, csv_file):
    rows = [("140105002", "", "", *GOOD), ("x", "", "", *GOOD), ("140105001", "", "", 112.95, 37.5)]
    report = match(csv_file(HEADER, *rows), official, counties, "wgs84")
    told = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert told["rows"] == 3
    assert told["official"] == 5
    assert told["matched"] == [
        {
            "row": 1,
            "code": "140105002",
            "name_zh": "王村乡",
            "rule": "code",
            "lon": 113.06,
            "lat": 37.52,
        }
    ]
    assert told["unmatched"] == [
        {"row": 2, "code": "x", "name": None, "county": None, "reason": "bad_code"}
    ]
    assert told["suspicious"][0]["reason"] == "outside_county"
    assert {finding.code for finding in report.findings} == {
        "townships_unmatched",
        "townships_suspicious",
    }


def test_named_columns_come_first(official, counties, csv_file):
    path = csv_file(("name", "旧名", "lon", "lat"), ("王村乡", "北关镇", *GOOD))
    (found,) = match(path, official, counties, "wgs84", columns={"name": "旧名"}).matched
    assert found.code == "140105001"


@pytest.mark.parametrize(
    ("header", "columns", "role"),
    [
        (("名称", "x1", "y1"), {}, "lat / lon"),
        (("名称", "经度", "y1"), {}, "lat"),
        (("甲", "lon", "lat"), {}, "code / name"),
        (("名称", "lon", "lat"), {"name": "没有"}, "name"),
        (("名称", "lon", "lat"), {"nme": "名称"}, "nme"),
    ],
)
def test_columns_that_are_not_there(official, counties, csv_file, header, columns, role):
    path = csv_file(header, ("王村乡", *GOOD))
    with pytest.raises(ColumnsNotRecognised) as caught:
        match(path, official, counties, "wgs84", columns=columns)
    assert caught.value.facts["role"] == role


def test_the_datum_must_be_known_and_agree_with_the_column(official, counties, csv_file):
    path = csv_file(("code", "lng_gcj02", "lat_gcj02"), ("140105002", *GOOD))
    with pytest.raises(UnknownDatum):
        match(path, official, counties, "beijing54")
    with pytest.raises(DatumContradicted) as caught:
        match(path, official, counties, "wgs84")
    assert caught.value.facts["said"] == "gcj02"
    assert len(match(path, official, counties, "gcj02").matched) == 1


def test_frames_need_their_columns(official, counties, csv_file):
    path = csv_file(HEADER, ("140105002", "", "", *GOOD))
    with pytest.raises(MissingColumn):
        match(path, official.drop(columns="county_code"), counties, "wgs84")
    with pytest.raises(MissingColumn):
        match(path, official, counties.drop(columns="adcode"), "wgs84")


def test_the_content_for_the_store(official, counties, csv_file):
    path = csv_file(HEADER, ("140105002", "", "", *GOOD))
    report = match(path, official, counties, "wgs84")
    layer = content(report, "市民政局", "2024-05-01")
    assert isinstance(layer, LayerContent)
    assert layer.meta.id == "townships"
    assert layer.meta.source.startswith("市民政局; ")
    assert layer.meta.source_date == "2024-05-01"
    (frame,) = layer.batches()
    assert len(frame) == 5
    assert layer.sha256 == content(match(path, official, counties, "wgs84"), "x").sha256
    assert layer.sha256 != match(path, official, counties, "gcj02").sha256

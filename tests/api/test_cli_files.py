"""``jintu analyse`` and ``jintu export``: files in, files out, clear words when that cannot be."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from api import cli
from layers import runs
from layers.db import Database


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def jintu(*arguments: object, env: dict[str, str] | None = None) -> Done:
    """Call the command line in this process; starting one for each call would take a minute."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["jintu", *map(str, arguments)])
        for name, value in ({"JINTU_LANG": "en"} | (env or {})).items():
            patch.setenv(name, value)
        try:
            cli.main()
        except SystemExit as end:
            status = int(end.code or 0)
    return Done(status, out.getvalue(), err.getvalue())


@pytest.fixture
def origins(tmp_path: Path) -> Path:
    """Two towns on the equator, where one degree of longitude is 111 319.491 m."""
    frame = gpd.GeoDataFrame(
        {"code": ["140702100", "140702101"], "name": ["甲镇", "=乙镇"]},
        geometry=[Point(112, 0), Point(112.5, 0)],
        crs="EPSG:4326",
    )
    path = tmp_path / "towns.geojson"
    frame.to_file(path)
    return path


@pytest.fixture
def stations(tmp_path: Path) -> Path:
    path = tmp_path / "stations.csv"
    path.write_text("id,经度,纬度,year\ns1,112.1,0,2023\ns2,112.49,0,2024\n", encoding="gb18030")
    return path


def analyse(origins: Path, stations: Path, out: Path, *more: object):
    return jintu(
        "analyse", "charging-distance", "--origins", origins, "--stations", stations,
        "--out", out, *more,
    )  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


DEGREE_M = 6378137 * math.pi / 180


def test_the_table_has_the_agreed_columns_and_exact_distances(origins, stations, tmp_path):
    out = tmp_path / "out.csv"
    done = analyse(origins, stations, out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = rows_of(out)
    assert {"code", "name_zh", "distance_m", "nearest_id", "class"} <= rows[0].keys()
    assert [row["nearest_id"] for row in rows] == ["s1", "s2"]
    assert float(rows[0]["distance_m"]) == pytest.approx(0.1 * DEGREE_M, abs=0.1)
    assert float(rows[1]["distance_m"]) == pytest.approx(0.01 * DEGREE_M, abs=0.1)
    assert [row["class"] for row in rows] == ["10-30 km", "<10 km"]
    assert rows[1]["name_zh"] == "'=乙镇"
    assert "GCJ-02" in done.stderr


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_layers_are_written_too(origins, stations, tmp_path, suffix):
    out = tmp_path / f"结果{suffix}"
    assert analyse(origins, stations, out).returncode == 0
    back = gpd.read_file(out)
    assert list(back["nearest_id"]) == ["s1", "s2"]
    assert list(back["name_zh"]) == ["甲镇", "=乙镇"]
    assert back.crs.to_epsg() == 4326


def test_json_for_machines(origins, stations, tmp_path):
    done = analyse(origins, stations, tmp_path / "o.csv", "--year", 2023, "--json")
    summary = json.loads(done.stdout)["summary"]
    assert summary["count"] == 2
    assert summary["max_m"] == pytest.approx(0.4 * DEGREE_M, abs=0.1)


def test_projected_input_gives_the_same(origins, stations, tmp_path):
    frame = gpd.read_file(origins).set_geometry([Point(112.2, 37), Point(112.5, 37)])
    frame = frame.set_crs(4326, allow_override=True)
    table = tmp_path / "s.csv"
    table.write_text("id,lon,lat\ns1,112.3,37.1\n")
    results = []
    for crs in ("EPSG:4326", "EPSG:4546", "EPSG:4525", "EPSG:3857"):
        path = tmp_path / f"{crs[-4:]}.gpkg"
        frame.to_crs(crs).to_file(path)
        out = tmp_path / f"{crs[-4:]}.csv"
        assert analyse(path, table, out).returncode == 0
        results.append([float(row["distance_m"]) for row in rows_of(out)])
    for result in results[1:]:
        assert result == pytest.approx(results[0], abs=0.01)


def test_a_shifted_datum_is_undone_when_named(origins, stations, tmp_path):
    plain, shifted = tmp_path / "plain.csv", tmp_path / "shifted.csv"
    table = tmp_path / "in_china.csv"
    table.write_text("id,lon,lat\ns1,112.3,37.1\n")
    analyse(table, table, plain)
    done = analyse(table, table, shifted, "--datum", "gcj02", "--json")
    assert done.returncode == 0, done.stderr
    row = rows_of(shifted)[0]
    assert 0.001 < abs(float(row["lon"]) - 112.3) < 0.02


def test_a_shapefile_without_code_page_reads_as_chinese(stations, tmp_path):
    frame = gpd.GeoDataFrame(
        {"代码": ["140602001"], "名称": ["北城街道"]}, geometry=[Point(112.4, 39.3)], crs=4326
    )
    path = tmp_path / "gbk.shp"
    frame.to_file(path, encoding="GBK")
    path.with_suffix(".cpg").unlink()
    out = tmp_path / "o.csv"
    done = analyse(path, stations, out)
    assert done.returncode == 0, done.stderr
    row = rows_of(out)[0]
    assert (row["code"], row["name_zh"]) == ("140602001", "北城街道")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"origins": "missing.geojson"}, ["missing.geojson", "does not exist"]),
        ({"out": "o.docx"}, ["o.docx", ".csv"]),
        ({"out": "no/such/o.csv"}, ["folder does not exist"]),
        ({"origins": "broken.geojson"}, ["broken.geojson"]),
        ({"origins": "disguised.geojson"}, ["disguised.geojson"]),
        ({"origins": "bare.shp"}, ["reference system", "EPSG:4546"]),
        ({"origins": "metres.geojson"}, ["coordinate"]),
        ({"stations": "nowhere.csv"}, ["longitude", "latitude"]),
        ({"stations": "holes.csv"}, ["holes.csv:3"]),
        ({"more": ["--year", "1990"]}, ["1990"]),
        ({"more": ["--crs", "EPSG:999999"], "origins": "bare.shp"}, ["EPSG:999999"]),
        ({"more": ["--thresholds-km", "ten"]}, ["--thresholds-km", "ten"]),
        ({"more": ["--region", "99"]}, ["99"]),
    ],
)
def test_what_cannot_be_done_is_said(origins, stations, tmp_path, change, words):
    (tmp_path / "broken.geojson").write_text('{"type": "FeatureColl')
    (tmp_path / "disguised.geojson").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>stations.csv</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    bare = gpd.GeoDataFrame(
        {"code": ["a"], "name": ["b"]}, geometry=[Point(5e5, 4.1e6)], crs="EPSG:4546"
    )
    bare.to_file(tmp_path / "bare.shp")
    (tmp_path / "bare.prj").unlink()
    (tmp_path / "metres.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a",'
        '"name":"b"},"geometry":{"type":"Point","coordinates":[500000,4100000]}}]}'
    )
    (tmp_path / "nowhere.csv").write_text("id,a,b\n1,2,3\n")
    (tmp_path / "holes.csv").write_text("id,lon,lat\n1,112,37\n2,,37\n")
    files = {"origins": origins, "stations": stations, "out": tmp_path / "o.csv"}
    files |= {name: tmp_path / value for name, value in change.items() if isinstance(value, str)}
    done = analyse(files["origins"], files["stations"], files["out"], *change.get("more", []))
    assert done.returncode == 2, done.stdout + done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert "{" not in done.stderr
    assert not (tmp_path / "o.csv").exists()


def test_errors_for_machines_have_the_one_shape(tmp_path, stations):
    done = analyse(tmp_path / "none.geojson", stations, tmp_path / "o.csv", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "file_not_readable"


def test_targets_for_machines():
    done = jintu("targets", "--theme", "charging", "--year", 2025, "--json")
    found = json.loads(done.stdout)
    wanted = {
        "plan", "document", "clause", "indicator", "comparator", "value", "unit", "year", "scope",
        "title_zh", "title_en",
    }  # fmt: skip
    assert found
    assert all(wanted <= target.keys() for target in found)
    assert all(target["year"] == 2025 for target in found)


def test_a_run_becomes_a_page_without_outside_addresses(loaded_url, tmp_path):
    database = Database(loaded_url)
    with database.begin() as connection:
        run = runs.find(connection, filters={"year": 2025}, analysis=None, limit=1)[0]
    database.dispose()
    out = tmp_path / "map.html"
    done = jintu(
        "export", "folium", "--run", run["id"], "--out", out, env={"JINTU_DATABASE_URL": loaded_url}
    )
    assert done.returncode == 0, done.stderr
    addresses = set(re.findall(r"https?://[^\"'\s)]*", out.read_text()))
    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_an_unknown_run_is_said(loaded_url, tmp_path):
    done = jintu(
        "export", "folium", "--run", "nothing", "--out", tmp_path / "o.html",
        env={"JINTU_DATABASE_URL": loaded_url},
    )  # fmt: skip
    assert done.returncode == 2
    assert "nothing" in done.stderr

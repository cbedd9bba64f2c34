"""The real township points of the three prefectures."""

from __future__ import annotations

import json
from pathlib import Path

import pyproj
import pytest

from layers.bundled import counties as county_layer
from layers.bundled import townships
from layers.township_points import match

GEODATA = Path(__file__).resolve().parents[4] / "shared" / "geodata"

pytestmark = pytest.mark.shared_geodata


@pytest.fixture(scope="module")
def official():
    return townships.frame()


@pytest.fixture(scope="module")
def counties():
    return county_layer.frame()


@pytest.mark.parametrize(
    ("city", "prefix", "found", "listed"),
    [("jinzhong", "1407", 106, 130), ("taiyuan", "1401", 93, 108), ("shuozhou", "1406", 67, 72)],
)
def test_a_prefecture(official, counties, city, prefix, found, listed):
    report = match(GEODATA / f"{city}_township_points.geojson", official, counties, "wgs84")
    assert (len(report.matched), report.unmatched, report.suspicious) == (found, [], [])
    own = report.frame[report.frame["code"].str.startswith(prefix)]
    assert len(own) == listed
    assert (own["position"] == "survey").sum() == found
    assert (report.frame["position"] == "survey").sum() == found


def test_gcj02_points_of_2016(official, counties):
    path = GEODATA / "township_points_2016_all.geojson"
    columns = {"lon": "lon_gcj02", "lat": "lat_gcj02"}
    report = match(path, official, counties, "gcj02", columns=columns)
    assert (report.rows, len(report.matched), len(report.unmatched)) == (277, 245, 32)
    # Merged or renamed since 2016, every one of them.
    assert {row.reason for row in report.unmatched} == {"name_not_in_county"}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    geod = pyproj.Geod(ellps="WGS84")
    for found in report.matched:
        lonlat = features[found.row - 1]["geometry"]["coordinates"]
        assert geod.inv(found.lon, found.lat, *lonlat)[2] < 1.0

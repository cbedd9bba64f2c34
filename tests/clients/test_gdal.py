"""Debian's GDAL and the one in Python's wheels, against the running service."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request

import geopandas as gpd
import pyogrio
import pytest
from pyproj import Transformer

from layers.tiles import MATRIX_SETS

debian = pytest.mark.skipif(
    shutil.which("ogrinfo") is None, reason="Debian's gdal-bin is not installed"
)


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def asked(log: str) -> list[str]:
    """The addresses of items that GDAL fetched, as its debug log tells."""
    return re.findall(r"Fetch\((\S+/items\S*)\)", log)


@debian
def test_the_collections_are_listed_with_their_titles(live_url):
    listing = run("ogrinfo", "-ro", f"OAPIF:{live_url}/ogc")
    assert "counties (title: 县（市、区）)" in listing
    assert "stations (title: 公共充电站（示例）) (Point)" in listing


@debian
def test_attributes_have_the_types_of_the_schema(live_url):
    described = run("ogrinfo", "-ro", "-so", f"OAPIF:{live_url}/ogc", "stations")
    assert re.search(r"piles: Integer ", described)
    assert re.search(r"year: Integer ", described)
    assert re.search(r"name_zh: String ", described)
    count = int(re.search(r"Feature Count: (\d+)", described)[1])
    assert count == len(pyogrio.read_dataframe(f"OAPIF:{live_url}/ogc", layer="stations"))


@debian
def test_a_filter_on_an_attribute_is_answered_by_the_service(live_url):
    log = run(
        "ogrinfo", "-ro", "-q", "--debug", "on", "-where", "county_code = '140702'",
        f"OAPIF:{live_url}/ogc", "stations",
    )  # fmt: skip
    assert any("county_code=140702" in address for address in asked(log))
    found = re.findall(r"county_code \(String\) = (\d+)", log)
    assert set(found) == {"140702"}


@debian
def test_a_box_is_answered_by_the_service(live_url):
    log = run(
        "ogrinfo", "-ro", "-q", "--debug", "on", "-spat", "112.5", "37.5", "112.8", "37.9",
        f"OAPIF:{live_url}/ogc", "counties",
    )  # fmt: skip
    assert any("bbox=112.5,37.5,112." in address for address in asked(log))
    assert "name_zh (String) = 榆次区" in log


@debian
def test_pages_are_followed_to_the_end(live_url, tmp_path):
    target = tmp_path / "stations.geojson"
    run(
        "ogr2ogr", "-f", "GeoJSON", str(target), f"OAPIF:{live_url}/ogc", "stations",
        "-oo", "PAGE_SIZE=50",
    )  # fmt: skip
    written = json.loads(target.read_text())["features"]
    ids = [one["properties"]["id"] for one in written]
    assert len(ids) == len(set(ids)) > 300


@debian
def test_a_geopackage_in_the_local_zone(live_url, tmp_path):
    target = tmp_path / "counties.gpkg"
    run(
        "ogr2ogr", "-f", "GPKG", str(target), f"OAPIF:{live_url}/ogc", "counties",
        "-t_srs", "EPSG:4547",
    )  # fmt: skip
    frame = gpd.read_file(target)
    assert len(frame) == 27
    assert frame.crs.to_epsg() == 4547
    assert frame.geometry.is_valid.all()


def test_geopandas_reads_a_collection(live_url):
    frame = gpd.read_file(f"OAPIF:{live_url}/ogc", layer="counties")
    assert len(frame) == 27
    assert frame.set_index("adcode").name_zh["140702"] == "榆次区"
    west, south, east, north = frame.total_bounds
    assert 111 < west < east < 115
    assert 36 < south < north < 41


@pytest.mark.parametrize("code", [4490, 4546, 4547, 4525, 4526, 3857])
def test_a_newer_gdal_asks_for_a_system_and_reads_its_axes_right(live_url, code):
    """GDAL gives coordinates east first whatever the registry's order, so both must agree."""
    source = f"OAPIF:{live_url}/ogc"
    plain = gpd.read_file(source, layer="counties")
    frame = gpd.read_file(source, layer="counties", CRS=f"EPSG:{code}")
    assert frame.crs.to_epsg() == code
    base = 4326 if code == 3857 else 4490
    forward = Transformer.from_crs(base, code, always_xy=True)
    place = plain.set_index("adcode").geometry["140702"].exterior.coords[0]
    there = frame.set_index("adcode").geometry["140702"].exterior.coords[0]
    assert there == pytest.approx(forward.transform(*place), abs=0.02)


def test_a_newer_gdal_sends_boxes_in_the_system_of_storage(live_url):
    frame = gpd.read_file(
        f"OAPIF:{live_url}/ogc", layer="counties", bbox=(112.5, 37.5, 112.8, 37.9)
    )
    assert "140702" in set(frame.adcode)
    assert len(frame) < 15


def test_a_newer_gdal_filters(live_url):
    source = f"OAPIF:{live_url}/ogc"
    everything = gpd.read_file(source, layer="stations")
    found = gpd.read_file(source, layer="stations", where="county_code = '140702' AND piles > 3")
    expected = everything[(everything.county_code == "140702") & (everything.piles > 3)]
    assert sorted(found.id) == sorted(expected.id) != []


def test_a_collection_can_be_opened_by_its_own_address(live_url):
    frame = gpd.read_file(f"OAPIF_COLLECTION:{live_url}/ogc/collections/townships")
    assert len(frame) > 300
    assert frame.lon.dtype == float


@pytest.mark.parametrize("zoom", [7, 9])
def test_gdal_reads_tiles_from_the_service(live_url, tmp_path, zoom):
    limits = MATRIX_SETS["WebMercatorQuad"].limits([112.74, 37.69, 112.74, 37.69])
    at = next(one for one in limits if one["tileMatrix"] == str(zoom))
    row, column = at["minTileRow"], at["minTileCol"]
    address = f"{live_url}/ogc/collections/counties/tiles/WebMercatorQuad/{zoom}/{row}/{column}"
    # GDAL takes the place of a tile from the folders it lies in.
    path = tmp_path / str(zoom) / str(column) / f"{row}.pbf"
    path.parent.mkdir(parents=True)
    with urllib.request.urlopen(address) as answer:
        path.write_bytes(answer.read())
    frame = pyogrio.read_dataframe(path)
    west, south, east, north = frame.to_crs(4326).total_bounds
    assert west < 112.74 < east
    assert south < 37.69 < north
    assert "榆次区" in set(frame.name_zh)

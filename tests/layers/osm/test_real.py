"""Real streets of Taiyuan, written as an OSM file and read back."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from layers.osm.themes import DRIVABLE

GEODATA = Path(__file__).resolve().parents[4] / "shared" / "geodata"

pytestmark = pytest.mark.shared_geodata


def features(name):
    return json.loads((GEODATA / name).read_text(encoding="utf-8"))["features"]


def lines(name):
    for feature in features(name):
        tags = {key: value for key, value in feature["properties"].items() if value is not None}
        number = int(tags.pop("osm_id"))
        if "name_en" in tags:
            tags["name:en"] = tags.pop("name_en")
        yield number, tags, feature["geometry"]["coordinates"]


@pytest.fixture(scope="module")
def counties():
    frame = gpd.read_file(GEODATA / "counties_tianditu.geojson")
    return frame.rename(columns={"name": "name_zh"})


@pytest.fixture
def city(osm_file):
    file = osm_file("taiyuan.osm.pbf")
    ways = [*lines("taiyuan_osm_roads.geojson"), *lines("taiyuan_osm_waterways.geojson")]
    node_of = {}
    for _, _, places in ways:
        for place in map(tuple, places):
            if place not in node_of:
                node_of[place] = file.node(*place)
    for number, tags, places in sorted(ways):
        file.way(number, [node_of[tuple(place)] for place in places], tags=tags)
    return file.close()


def test_taiyuan(city, counties, frames_of):
    layers = frames_of(city, counties)
    drivable = {
        f"w{number}"
        for number, tags, _ in lines("taiyuan_osm_roads.geojson")
        if tags["highway"] in DRIVABLE
    }
    roads = layers["roads"]
    assert len(drivable) > 1000
    assert set(roads.index) == drivable
    # The urban core lies well inside, so nothing is cut; the collection's own notes say 1 397 km.
    from geo.geometry import length_m

    assert sum(length_m(roads.geometry)) == pytest.approx(1_397_000, rel=0.005)
    fen = layers["rivers"].query("name_zh == '汾河'")
    assert set(fen["class"]) == {"main_stem"}
    assert sum(length_m(fen.geometry)) == pytest.approx(15_000, rel=0.01)
    assert set(layers["rivers"].query("name_zh == '虎峪河'")["class"]) == {"tributary"}
    yingze = layers["streets"].query("name_zh == '迎泽大街'")
    assert len(yingze) >= 1
    assert not shapely.is_empty(yingze.geometry.to_numpy()).any()

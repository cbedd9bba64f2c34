"""The command from an OpenStreetMap file to the published plan layers, on a real database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import osmium
import pytest
import sqlalchemy as sa
from osmium.osm.mutable import Node, Way

from geo.geometry import length_m
from layers import catalogue, features
from layers.bundled import rivers as bundled
from layers.db import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd

PROJECT = Path(__file__).resolve().parents[3]

# The Fen through Xiaodian (Taiyuan) in two ways, Shuozhou's four bounds, a brook, three roads.
FEN = [(112.50, 37.70), (112.50, 37.72), (112.51, 37.74)]
WAYS: list[tuple[list[tuple[float, float]], dict[str, str]]] = [
    (FEN[:2], {"waterway": "river", "name": "汾河"}),
    (FEN[1:], {"waterway": "river", "name": "汾河", "name:en": "Fen River"}),
    ([(112.38, 39.30), (112.48, 39.30)], {"waterway": "river", "name": "恢河"}),
    ([(112.42, 39.20), (112.43, 39.25)], {"waterway": "stream", "name": "某沟"}),
    ([(112.39, 39.352), (112.47, 39.352)], {"highway": "primary", "name": "长宁街"}),
    ([(112.40, 39.29), (112.40, 39.36)], {"highway": "secondary", "name": "怡西路"}),
    (
        [(112.46, 39.29), (112.46, 39.36)],
        {"highway": "secondary", "name": "武周路", "maxspeed": "50"},
    ),
    ([(112.47, 37.70), (112.48, 37.70)], {"highway": "residential", "maxspeed": "30"}),
    ([(112.47, 37.71), (112.48, 37.71)], {"highway": "residential"}),
]


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("osm") / "shanxi.osm.pbf"
    writer = osmium.SimpleWriter(str(path))
    places = [place for line, _ in WAYS for place in line]
    for number, place in enumerate(places, 1):
        writer.add_node(Node(id=number, location=place))
    start = 1
    for number, (line, tags) in enumerate(WAYS, 1):
        writer.add_way(Way(id=number, nodes=range(start, start + len(line)), tags=tags))
        start += len(line)
    writer.close()
    return path


@pytest.fixture
def load(loaded_url: str, extract: Path) -> Callable[[], dict[str, Any]]:
    def run() -> dict[str, Any]:
        environment = os.environ | {"JINTU_DATABASE_URL": loaded_url, "LANG": "zh_CN.UTF-8"}
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", "load", "osm", str(extract), "--json"],
            cwd=PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


@pytest.fixture
def store(loaded_url: str) -> Iterator[Database]:
    opened = Database(loaded_url)
    yield opened
    opened.dispose()


def published(store: Database, layer_id: str) -> tuple[dict[str, Any], gpd.GeoDataFrame]:
    with store.begin() as connection:
        about = catalogue.get(connection, layer_id)
        return about, features.frame(connection, about)


def test_an_extract_fills_the_plans_layers(load, store):
    answer = load()
    assert {one["layer_id"]: one["outcome"] for one in answer["layers"]} == dict.fromkeys(
        ["roads", "rivers", "streets", "river-corridors", "shuozhou-core-area"], "loaded"
    )
    codes = [finding["code"] for finding in answer["findings"]]
    assert codes.count("osm_layer_empty") == 4
    assert [code for code in codes if code != "osm_layer_empty"] == [
        "plan_rivers_mapped", "plan_river_partial", "plan_river_partial",
    ]  # fmt: skip
    assert "36" in next(
        finding["message"] for finding in answer["findings"] if finding["code"].endswith("_mapped")
    )

    _rivers_are_both(store)
    _corridors_follow(store)
    _core_area_is_mapped(store)
    _gaps_are_null(store)

    again = load()
    assert {one["outcome"] for one in again["layers"]} == {"unchanged"}
    assert len(again["layers"]) == 5


def _rivers_are_both(store: Database) -> None:
    about, frame = published(store, "rivers")
    assert about["quality"] == "derived"
    assert "© OpenStreetMap contributors" in about["licence"]
    kinds = {attribute["name"]: attribute["type"] for attribute in about["attributes"]}
    assert (kinds["plan_year"], kinds["width_m"], kinds["tunnel"]) == (
        "integer", "integer", "boolean",
    )  # fmt: skip
    planned = frame[frame["plan"].notna()]
    assert list(planned["id"]) == list(bundled.frame()["id"])
    assert len(planned) == 36
    assert list(frame["id"][36:]) == ["w4"]
    fen = frame.set_index("id").loc["fen-he-taiyuan"]
    assert (fen["position"], fen["geometry_from"], fen["width_m"]) == ("mapped", "osm:w1,w2", 100)
    # 0.02° north on the meridian (2 219.7 m), then 0.02° north and 0.01° east (881.8 m there).
    assert length_m(fen.geometry) == pytest.approx(2219.7 + (2219.8**2 + 881.8**2) ** 0.5, abs=2)
    states = planned["geometry_from"].fillna("awaited")
    assert (states == "natural-earth").sum() == 3
    assert (states == "awaited").sum() == 31


def _corridors_follow(store: Database) -> None:
    about, zones = published(store, "river-corridors")
    assert about["quality"] == "derived"
    assert "ODbL 1.0" in about["licence"]
    assert len(zones) == 17
    (drawn,) = zones[zones.geometry.notna()].itertuples()
    assert (drawn.river_id, drawn.geometry_from) == ("fen-he-taiyuan", "osm:w1,w2")
    assert drawn.geometry.bounds[0] == pytest.approx(112.50 - 100 / 88_170, abs=1e-5)


def _core_area_is_mapped(store: Database) -> None:
    about, area = published(store, "shuozhou-core-area")
    assert about["quality"] == "derived"
    (row,) = area.itertuples()
    assert row.position == "mapped"
    assert row.stated_area_km2 == 30.02
    assert row.area_km2 == pytest.approx(29.868, abs=0.002)


def _gaps_are_null(store: Database) -> None:
    with store.begin() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT f.id, jsonb_typeof(f.attributes->'maxspeed_kmh') FROM feature f"
                " JOIN layer l ON l.current_version_id = f.version_id WHERE l.id = 'roads'"
            )
        ).all()
        marked = connection.scalar(
            sa.text("SELECT count(*) FROM feature WHERE attributes::text LIKE '%<NA>%'")
        )
    assert {row.id: row.jsonb_typeof for row in rows} == {
        "w5": "null", "w6": "null", "w7": "number", "w8": "number", "w9": "null",
    }  # fmt: skip
    assert marked == 0

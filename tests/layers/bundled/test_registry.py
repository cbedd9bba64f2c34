"""The bundled layers as a whole: descriptions, order, fingerprints, and the store."""

from __future__ import annotations

import json
import shutil
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import shapely

from layers import bundled, loading, texts
from layers.bundled import sources
from layers.bundled.errors import BadBundledData
from layers.types import Quality

if TYPE_CHECKING:
    from layers.db import Database

IDS = [
    "charging-allocations", "counties", "river-corridors", "rivers", "shuozhou-core-area",
    "stations", "townships",
]  # fmt: skip
COLUMNS = {
    "counties": "adcode name_zh name_en prefecture_code prefecture_zh prefecture_en",
    "charging-allocations": "adcode name_zh new_2023 new_2024 new_2025 printed_total"
    " computed_total",
    "townships": "code name_zh county_code county_zh prefecture_code position lon lat",
    "rivers": "id name_zh name_en reach_zh class prefecture_code county_code plan_year plan clause"
    " width_m position",
    "river-corridors": "river_id name_zh class width_m clause",
    "shuozhou-core-area": "name_zh stated_area_km2 area_km2 north_zh south_zh west_zh east_zh"
    " position",
    "stations": "id name_zh county_code township_code year piles",
}
ROLES = {"county", "allocation", "township", "river", "zone", "station"}


def test_every_layer_after_those_it_needs():
    order = [builder.id for builder in bundled.every()]
    assert sorted(order) == IDS
    for builder in bundled.every():
        assert all(order.index(need) < order.index(builder.id) for need in builder.needs)


def test_every_module_with_a_builder_has_a_description():
    modules = [path.stem for path in Path(bundled.__file__).parent.glob("[a-z]*.py")]
    building = [
        name for name in modules if hasattr(import_module(f"layers.bundled.{name}"), "build")
    ]
    assert sorted(name.replace("_", "-") for name in building) == IDS


@pytest.mark.parametrize("layer_id", IDS)
def test_description_is_complete(layer_id: str):
    layer = sources.describe(layer_id)
    meta = layer.meta
    for value in (meta.title_zh, meta.title_en, meta.licence, meta.source, meta.note_zh):
        assert value.strip()
    assert meta.note_en.strip()
    assert meta.source_date[:2] == "20"
    assert meta.role in ROLES
    assert meta.quality in get_args(Quality)
    assert (meta.native_crs, meta.datum) in {("EPSG:4326", "wgs84"), ("EPSG:4490", "cgcs2000")}
    assert meta.key is None or meta.key in layer.columns
    assert all(zh and en for zh, en in layer.titles.values())
    assert set(layer.units) <= set(layer.columns)
    measured = {name for name in layer.columns if name.endswith(("_m", "_km2", "piles"))}
    assert measured <= set(layer.units)


@pytest.mark.parametrize("layer_id", IDS)
def test_what_is_made_is_what_is_described(layer_id: str):
    content = {builder.id: builder for builder in bundled.every()}[layer_id].build()
    (frame,) = content.batches()
    assert list(frame.columns) == [*COLUMNS[layer_id].split(), "geometry"]
    assert frame.crs == "EPSG:4326"
    assert list(frame.index) == list(range(len(frame)))
    present = frame.geometry[frame.geometry.notna()]
    single = content.meta.geometry_type.removeprefix("Multi")
    assert {kind.removeprefix("Multi") for kind in present.geom_type} == {single}
    if content.meta.key:
        assert frame[content.meta.key].is_unique


def test_two_builds_are_the_same_byte_for_byte():
    def made() -> dict[str, tuple[str, list[bytes | None], str]]:
        for builder in bundled.every():
            module = import_module(f"layers.bundled.{builder.id.replace('-', '_')}")
            if hasattr(module, "_frame"):
                module._frame.cache_clear()
        return {
            content.meta.id: (
                content.sha256,
                list(shapely.to_wkb(next(iter(content.batches())).geometry.to_numpy())),
                next(iter(content.batches())).drop(columns="geometry").to_csv(),
            )
            for content in bundled.contents()
        }

    assert made() == made()


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The data folder as a copy that a test may change."""
    for name in ("layers", "allocations"):
        shutil.copytree(sources.DATA / name, tmp_path / name)
    monkeypatch.setattr(sources, "DATA", tmp_path)
    monkeypatch.setattr(sources, "LAYERS", tmp_path / "layers")
    sources.describe.cache_clear()
    yield tmp_path
    sources.describe.cache_clear()


def fingerprints() -> dict[str, str]:
    return {layer_id: sources.fingerprint(layer_id) for layer_id in IDS}


def test_fingerprints_stay_while_nothing_changes(copied: Path):
    assert fingerprints() == fingerprints()
    assert len(set(fingerprints().values())) == len(IDS)
    assert all(len(value) == 64 for value in fingerprints().values())


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        (
            "allocations/jinzhong-charging-2023-2025.csv",
            {"charging-allocations", "stations"},
        ),
        ("layers/counties.csv", set(IDS) - {"shuozhou-core-area"}),
        ("layers/stations.toml", {"stations"}),
        ("layers/rivers.geojson", {"rivers", "river-corridors"}),
        ("allocations/jinzhong-charging-2023-2025-totals.csv", set()),
    ],
)
def test_a_change_of_an_input_changes_what_is_made_of_it(
    copied: Path, file: str, changed: set[str]
):
    before = fingerprints()
    path = copied / file
    path.write_bytes(path.read_bytes() + b"\n")
    after = fingerprints()
    assert {layer_id for layer_id in IDS if before[layer_id] != after[layer_id]} == changed


def test_another_version_of_a_package_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch):
    before = fingerprints()
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 99")
    after = fingerprints()
    assert before["shuozhou-core-area"] == after["shuozhou-core-area"]
    assert before["counties"] != after["counties"]
    assert before["stations"] != after["stations"]


def test_an_incomplete_description_is_refused(copied: Path):
    path = copied / "layers" / "stations.toml"
    path.write_text(path.read_text("utf-8").replace('role = "station"\n', ""), "utf-8")
    with pytest.raises(BadBundledData, match=r"stations\.toml"):
        sources.describe("stations")
    with pytest.raises(BadBundledData, match=r"nowhere\.toml"):
        sources.describe("nowhere")


def test_a_missing_column_is_refused():
    (frame,) = bundled.every()[0].build().batches()
    with pytest.raises(BadBundledData, match="river_id"):
        sources.arrange("river-corridors", frame)


def test_titles_of_the_two_languages_differ():
    for layer_id in IDS:
        table = tomllib.loads((sources.LAYERS / f"{layer_id}.toml").read_text("utf-8"))
        pairs = [(each["title_zh"], each["title_en"]) for each in table["attribute"]]
        assert all(zh != en for zh, en in [*pairs, (table["layer"]["title_zh"], "")])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_errors_have_a_text(language: str):
    error = BadBundledData(where="stations.toml", reason="'role'")
    assert "stations.toml" in texts.message(error, language)
    area = texts.FOLDER / language / "bundled.json"
    assert "{where}" in json.loads(area.read_text("utf-8"))["error.bad_bundled_data"]


def test_loading_twice_loads_once(database: Database):
    first = loading.load(database, bundled.contents(), created_by=loading.BUNDLED)
    assert {loaded.outcome for loaded in first} == {"loaded"}
    again = loading.load(database, bundled.contents(), created_by=loading.BUNDLED)
    assert {loaded.outcome for loaded in again} == {"unchanged"}
    assert sorted(loaded.layer_id for loaded in again) == IDS

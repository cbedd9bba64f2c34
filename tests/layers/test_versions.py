"""Staging, publishing, rolling back, against the real store."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import sqlalchemy as sa
from shapely.geometry import Point

from geo.errors import MissingCrs
from layers import catalogue, features, loading, versions
from layers.errors import DuplicateKey, EmptyLayer, UnknownLayer, UnknownVersion, VersionConflict
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from layers.db import Database

META = LayerMeta(
    id="wells",
    title_zh="水井",
    title_en="Wells",
    role="place",
    geometry_type="Point",
    quality="illustrative",
    licence="none",
    source="made for a test",
    source_date="2024",
    key="code",
)


def wells(*codes: str, sha256: str = "one") -> LayerContent:
    frame = gpd.GeoDataFrame(
        {"code": codes, "深度": [float(n) for n in range(len(codes))], "n": range(len(codes))},
        geometry=[Point(112 + n / 8, 37.5) for n in range(len(codes))],
        crs="EPSG:4326",
    )
    return LayerContent(meta=META, batches=lambda: [frame], sha256=sha256)


def put(database: Database, content: LayerContent) -> versions.Staged:
    with database.begin() as connection:
        staged = versions.stage(connection, content, created_by="test")
        versions.publish(connection, staged)
    return staged


def codes(database: Database) -> list[str]:
    with database.begin() as connection:
        return list(features.frame(connection, catalogue.get(connection, "wells"))["code"])


def partitions(database: Database) -> int:
    with database.begin() as connection:
        return connection.scalar(
            sa.text("SELECT count(*) FROM pg_class WHERE relname ~ '^feature_v[0-9]+$'")
        )


def test_what_is_published_is_what_was_given(database: Database):
    put(database, wells("a", "b", "c"))
    with database.begin() as connection:
        layer = catalogue.get(connection, "wells")
        frame = features.frame(connection, layer)
    assert layer["version"]["feature_count"] == 3
    assert layer["version"]["awaited_count"] == 0
    assert layer["version"]["bbox"] == [112.0, 37.5, 112.25, 37.5]
    assert [(a["name"], a["type"]) for a in layer["attributes"]] == [
        ("code", "string"),
        ("深度", "number"),
        ("n", "integer"),
    ]
    assert list(frame["深度"]) == [0.0, 1.0, 2.0]
    assert list(frame.geometry.x) == [112.0, 112.125, 112.25]


def test_a_staged_version_is_not_seen(database: Database):
    put(database, wells("a"))
    with database.begin() as connection:
        versions.stage(connection, wells("a", "b", sha256="two"), created_by="test")
    assert codes(database) == ["a"]


def test_a_layer_that_is_only_staged_is_empty_not_unknown(database: Database):
    with database.begin() as connection:
        versions.stage(connection, wells("a"), created_by="test")
    with pytest.raises(EmptyLayer), database.begin() as connection:
        catalogue.get(connection, "wells", internal=True)


def test_publishing_supersedes_and_rolling_back_returns_the_same_rows(database: Database):
    first = put(database, wells("a"))
    second = put(database, wells("a", "b", sha256="two"))
    assert codes(database) == ["a", "b"]
    with database.begin() as connection:
        versions.move_pointer(connection, "wells", first.version_id, expected=second.version_id)
    assert codes(database) == ["a"]
    with database.begin() as connection:
        states = connection.execute(
            sa.text("SELECT number, state FROM layer_version ORDER BY number")
        ).all()
    assert [tuple(row) for row in states] == [(1, "published"), (2, "superseded")]


def test_the_description_goes_back_with_the_rows(database: Database):
    first = put(database, wells("a"))
    real = dataclasses.replace(META, quality="official", source="surveyed")
    second = put(database, dataclasses.replace(wells("a", sha256="two"), meta=real))
    with database.begin() as connection:
        assert catalogue.get(connection, "wells")["quality"] == "official"
        versions.move_pointer(connection, "wells", first.version_id, expected=second.version_id)
        assert catalogue.get(connection, "wells")["quality"] == "illustrative"


def test_of_two_who_publish_from_the_same_state_one_is_told(database: Database):
    put(database, wells("a"))
    with database.begin() as connection:
        mine = versions.stage(connection, wells("b", sha256="two"), created_by="me")
    with database.begin() as connection:
        theirs = versions.stage(connection, wells("c", sha256="three"), created_by="them")
    with database.begin() as connection:
        versions.publish(connection, theirs)
    with pytest.raises(VersionConflict), database.begin() as connection:
        versions.publish(connection, mine)
    assert codes(database) == ["c"]


def test_a_failed_load_leaves_nothing_behind(database: Database):
    put(database, wells("a"))
    before = partitions(database)
    with pytest.raises(DuplicateKey, match="'b'"):
        put(database, wells("b", "b", sha256="two"))
    assert partitions(database) == before
    assert codes(database) == ["a"]


def test_a_batch_without_reference_system_is_refused(database: Database):
    bare = gpd.GeoDataFrame({"code": ["a"]}, geometry=[Point(112, 37)])
    content = LayerContent(meta=META, batches=lambda: [bare], sha256="x")
    with pytest.raises(MissingCrs):
        put(database, content)


def test_projected_batches_are_stored_as_longitude_and_latitude(database: Database):
    content = wells("a")
    frame = next(iter(content.batches())).to_crs("EPSG:4546")
    put(database, dataclasses.replace(content, batches=lambda: [frame]))
    with database.begin() as connection:
        back = features.frame(connection, catalogue.get(connection, "wells"))
    assert back.geometry.x[0] == pytest.approx(112, abs=1e-9)
    assert back.geometry.y[0] == pytest.approx(37.5, abs=1e-9)


def test_a_feature_without_geometry_is_counted_as_awaited(database: Database):
    frame = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=[Point(112, 37), None], crs="EPSG:4326")
    put(database, LayerContent(meta=META, batches=lambda: [frame], sha256="x"))
    with database.begin() as connection:
        layer = catalogue.get(connection, "wells")
        back = features.frame(connection, layer)
    assert layer["version"]["awaited_count"] == 1
    assert list(back.geometry.isna()) == [False, True]


def test_missing_values_are_null_whatever_their_type(database: Database):
    frame = gpd.GeoDataFrame(
        {
            "code": ["a", "b"],
            "whole": pd.array([1, None], dtype="Int64"),
            "number": [1.5, float("nan")],
            "flag": pd.array([True, None], dtype="boolean"),
            "text": ["x", None],
            "day": pd.to_datetime(["2024-01-02", None]),
        },
        geometry=[Point(112, 37)] * 2,
        crs="EPSG:4326",
    )
    put(database, LayerContent(meta=META, batches=lambda: [frame], sha256="x"))
    with database.begin() as connection:
        rows = connection.execute(sa.text("SELECT attributes FROM feature ORDER BY seq")).all()
    assert rows[0].attributes["whole"] == 1
    assert rows[0].attributes["flag"] is True
    assert rows[0].attributes["day"].startswith("2024-01-02")
    assert set(rows[1].attributes.values()) == {"b", None}


def test_a_version_of_another_layer_cannot_be_pointed_at(database: Database):
    put(database, wells("a"))
    other = dataclasses.replace(wells("a"), meta=dataclasses.replace(META, id="springs"))
    stranger = put(database, other)
    with database.begin() as connection:
        mine = catalogue.get(connection, "wells")["version"]["id"]
    with pytest.raises(UnknownVersion), database.begin() as connection:
        versions.move_pointer(connection, "wells", stranger.version_id, expected=mine)
    assert codes(database) == ["a"]


def test_an_unknown_layer_names_those_there_are(database: Database):
    put(database, wells("a"))
    with pytest.raises(UnknownLayer) as caught, database.begin() as connection:
        catalogue.get(connection, "well")
    assert caught.value.facts["known"] == "wells"


def test_loading_the_same_inputs_again_changes_nothing(database: Database):
    outcomes = [
        loading.load(database, [wells("a")], created_by="test")[0].outcome for _ in range(2)
    ]
    assert outcomes == ["loaded", "unchanged"]
    assert partitions(database) == 1


def test_bundled_data_never_replaces_what_somebody_published(database: Database):
    loading.load(database, [wells("a")], created_by=loading.BUNDLED)
    loading.load(database, [wells("b", sha256="two")], created_by="staff")
    again = loading.load(database, [wells("a", sha256="three")], created_by=loading.BUNDLED)
    assert again[0].outcome == "kept"
    assert codes(database) == ["b"]

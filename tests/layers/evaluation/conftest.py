"""The registry as it ships, a store with the bundled data, and layers of a test's own."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layers import catalogue, evaluation, features, loading, plans
from layers.db import Database
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def registry():
    return plans.load(PROJECT / "data" / "plans")


@pytest.fixture
def store(loaded_url: str) -> Iterator[Database]:
    opened = Database(loaded_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def shared_store(read_url: str) -> Iterator[Database]:
    """For tests that write nothing but evaluations."""
    opened = Database(read_url)
    yield opened
    opened.dispose()


@pytest.fixture
def publish(store):
    """Publish a frame as a layer of the store."""

    def do(layer_id, frame, *, quality="official", role="zone", key=None):
        content = LayerContent(
            meta=LayerMeta(
                id=layer_id, title_zh=layer_id, title_en=layer_id, role=role,
                geometry_type=frame.geometry.dropna().geom_type.iloc[0], quality=quality,
                licence="none", source="a test", source_date="2025-01-01", key=key,
            ),
            batches=lambda: [frame],
            sha256=hashlib.sha256(frame.to_json().encode()).hexdigest(),
        )  # fmt: skip
        loading.load(store, [content], created_by="a test")

    return do


@pytest.fixture
def read(store):
    """Read the published frame of a layer."""

    def do(layer_id):
        with store.begin() as connection:
            return features.frame(connection, catalogue.get(connection, layer_id))

    return do


@pytest.fixture
def ask(store, registry):
    """Evaluate and index the targets by their id."""

    def do(plan, year, region=None):
        found = evaluation.evaluate(store, registry, plan, year, region, created_by="a test")
        return found, {entry["target"]: entry for entry in found["targets"]}

    return do

"""OpenStreetMap layers written by hand, in the shape that ``layers.osm.read`` gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from layers.bundled import counties as bundled_counties
from layers.osm.contents import description
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Way = tuple[Any, ...]


def layer(layer_id: str, *batches: gpd.GeoDataFrame, sha256: str = "1" * 64) -> LayerContent:
    about = description(layer_id)
    return LayerContent(
        meta=LayerMeta(id=layer_id, source_date="2026-01-02", **about["layer"]),
        batches=lambda: iter(batches),
        sha256=sha256,
    )


def waterways(*ways: Way) -> gpd.GeoDataFrame:
    """Ways as (number, name, kind, vertices)."""
    table = {
        "osm_id": pd.Series([f"w{number}" for number, *_ in ways], dtype="str"),
        "name_zh": pd.Series([name for _, name, *_ in ways], dtype="str"),
        "name_en": pd.Series([None] * len(ways), dtype="str"),
        "waterway": pd.Series([kind for _, _, kind, _ in ways], dtype="str"),
        "class": pd.Series([None] * len(ways), dtype="str"),
        "tunnel": pd.Series([False] * len(ways), dtype="boolean"),
    }
    lines = [shapely.LineString(vertices) for *_, vertices in ways]
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")


@pytest.fixture(scope="session")
def counties() -> gpd.GeoDataFrame:
    return bundled_counties.frame()


@pytest.fixture(scope="session")
def rivers_layer() -> Callable[..., LayerContent]:
    """A ``rivers`` layer of an extract; each list of ways is one batch."""

    def make(*batches: Sequence[Way], **options: Any) -> LayerContent:
        return layer("rivers", *(waterways(*ways) for ways in batches), **options)

    return make


@pytest.fixture(scope="session")
def streets_layer() -> Callable[..., LayerContent]:
    """A ``streets`` layer of an extract, by name."""

    def make(**lines: Sequence[tuple[float, float]]) -> LayerContent:
        shapes = [shapely.MultiLineString([vertices]) for vertices in lines.values()]
        return layer(
            "streets", gpd.GeoDataFrame({"name_zh": list(lines)}, geometry=shapes, crs="EPSG:4326")
        )

    return make

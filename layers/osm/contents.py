"""From gathered features to layers ready for the store, with what people read about them."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import shapely

from layers.bundled.sources import LAYERS
from layers.osm import finish
from layers.types import Finding, LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geopandas import GeoDataFrame

    from layers.osm.clip import Clip
    from layers.osm.gather import Gathered
    from layers.osm.source import Source

DESCRIPTIONS = LAYERS / "osm"
REVISION = 1
"""Raised whenever the loader makes something else of the same file."""


@cache
def description(layer_id: str) -> dict[str, Any]:
    """Return what ``data/layers/osm/<id>.toml`` says: table ``layer``, list ``attribute``."""
    return tomllib.loads((DESCRIPTIONS / f"{layer_id}.toml").read_text(encoding="utf-8"))


def contents(gathered: Gathered, source: Source) -> tuple[list[LayerContent], list[Finding]]:
    """Return the layers that have features, and a remark for each that has none."""
    fingerprint = _fingerprint(source, gathered.clip)
    date = source.date()
    layers, findings = [], []
    for layer_id, batches in _batches(gathered).items():
        if batches is None:
            findings.append(Finding(level="info", code="osm_layer_empty", where=layer_id))
        else:
            layers.append(_content(layer_id, batches, fingerprint, date))
    return layers, findings


def _batches(gathered: Gathered) -> dict[str, Callable[[], Iterable[GeoDataFrame]] | None]:
    found: dict[str, Callable[[], Iterable[GeoDataFrame]] | None] = {
        layer_id: spool.batches if spool.rows else None
        for layer_id, spool in gathered.spools.items()
    }
    stops = gathered.spools["bus-stops"]
    if stops.rows:
        found["bus-stops"] = lambda: finish.bus_stops(stops)
    has_streets = any(spool.rows for spool in gathered.streets)
    found["streets"] = (lambda: finish.streets(gathered)) if has_streets else None
    return found


def _content(
    layer_id: str,
    batches: Callable[[], Iterable[GeoDataFrame]],
    fingerprint: str,
    date: str,
) -> LayerContent:
    about = description(layer_id)
    return LayerContent(
        meta=LayerMeta(id=layer_id, source_date=date, **about["layer"]),
        batches=batches,
        sha256=hashlib.sha256(f"{layer_id} {fingerprint}".encode()).hexdigest(),
        titles={each["name"]: (each["title_zh"], each["title_en"]) for each in about["attribute"]},
        units={each["name"]: each["unit"] for each in about["attribute"] if "unit" in each},
    )


def _fingerprint(source: Source, clip: Clip) -> str:
    digest = hashlib.sha256(f"{REVISION} {source.sha256()} {' '.join(clip.adcodes)}".encode())
    for polygon in clip.polygons:
        digest.update(shapely.to_wkb(polygon))
    return digest.hexdigest()

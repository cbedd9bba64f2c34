"""What a plan layer says of itself once OpenStreetMap has filled it.

``data/layers/plan-layers/<id>.toml`` has what differs from the bundled layer of that id: table
``layer``, further attributes, and ``revision``, raised whenever the same inputs give another layer.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from layers.bundled import sources
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame

FOLDER = sources.LAYERS / "plan-layers"


@dataclass(frozen=True, kw_only=True)
class Description:
    """A bundled layer's description with the differences put in; ``columns`` without geometry."""

    meta: LayerMeta
    columns: tuple[str, ...]
    titles: Mapping[str, tuple[str, str]]
    units: Mapping[str, str]
    fingerprint: str


def describe(layer_id: str) -> Description:
    """Return the description; the fingerprint covers both files and what the bundled one needs."""
    raw = (FOLDER / f"{layer_id}.toml").read_bytes()
    table: dict[str, Any] = tomllib.loads(raw.decode("utf-8"))
    base, added = sources.describe(layer_id), table.get("attribute", [])
    return Description(
        meta=replace(base.meta, **table["layer"]),
        columns=(*base.columns, *(each["name"] for each in added)),
        titles={
            **base.titles,
            **{each["name"]: (each["title_zh"], each["title_en"]) for each in added},
        },
        units=base.units,
        fingerprint=f"{hashlib.sha256(raw).hexdigest()} {sources.fingerprint(layer_id)}",
    )


def content(
    about: Description,
    batches: Callable[[], Iterable[GeoDataFrame]],
    made_of: Sequence[LayerContent],
) -> LayerContent:
    """Return a layer ready for the store, dated and fingerprinted by the layers it is made of."""
    parts = [about.fingerprint, *(layer.sha256 for layer in made_of)]
    dates = [layer.meta.source_date for layer in made_of]
    return LayerContent(
        meta=replace(about.meta, source_date=max(dates, default="")),
        batches=batches,
        sha256=hashlib.sha256(" ".join(parts).encode()).hexdigest(),
        titles=about.titles,
        units=about.units,
    )


def arrange(about: Description, frame: GeoDataFrame) -> GeoDataFrame:
    """Return the frame with the described columns in their order, geometry last."""
    arranged: GeoDataFrame = frame[[*about.columns, "geometry"]].reset_index(drop=True)
    return arranged

"""Where bundled layers come from: their files, their description, their fingerprint.

What people read about a layer stands in ``data/layers/<id>.toml``: titles, source, licence, date,
reference system, quality, notes, its attributes in order, what it is made of (``files`` in the
data folder, ``packages``, ``needs``: other bundled layers) and ``revision``, which is raised
whenever the builder makes something else of the same inputs.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.bundled.errors import BadBundledData
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geopandas import GeoDataFrame
    from pandas import DataFrame

DATA = Path(__file__).resolve().parents[2] / "data"
LAYERS = DATA / "layers"


@dataclass(frozen=True, kw_only=True)
class Description:
    """What ``data/layers/<id>.toml`` says of a layer; ``columns`` leaves out the geometry."""

    meta: LayerMeta
    columns: tuple[str, ...]
    titles: Mapping[str, tuple[str, str]]
    units: Mapping[str, str]
    files: tuple[str, ...]
    packages: tuple[str, ...]
    needs: tuple[str, ...]
    revision: int


def ids() -> list[str]:
    """Return the ids of all bundled layers, sorted."""
    return sorted(path.stem for path in LAYERS.glob("*.toml"))


@cache
def describe(layer_id: str) -> Description:
    """Return what is written about a bundled layer.

    Raises
    ------
    BadBundledData
        When there is no such description or it lacks something.
    """
    path = LAYERS / f"{layer_id}.toml"
    try:
        return _description(layer_id, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise BadBundledData(where=path.name, reason=str(error)) from error


def rule(layer_id: str) -> dict[str, Any]:
    """Return the parameters of the rule by which a layer is made, as its description has them."""
    table: dict[str, Any] = tomllib.loads(
        (LAYERS / f"{layer_id}.toml").read_text(encoding="utf-8")
    )["rule"]
    return table


def _description(layer_id: str, table: dict[str, Any]) -> Description:
    attributes = table["attribute"]
    made_of = table["made_of"]
    return Description(
        meta=LayerMeta(id=layer_id, **table["layer"]),
        columns=tuple(attribute["name"] for attribute in attributes),
        titles={each["name"]: (each["title_zh"], each["title_en"]) for each in attributes},
        units={each["name"]: each["unit"] for each in attributes if "unit" in each},
        files=tuple(made_of.get("files", ())),
        packages=tuple(made_of.get("packages", ())),
        needs=tuple(made_of.get("needs", ())),
        revision=made_of["revision"],
    )


def fingerprint(layer_id: str) -> str:
    """Return the SHA-256 of everything a layer is made of, without making it.

    It covers the description with its revision, the bytes of the files, the versions of the
    packages, and the fingerprints of the layers it needs.
    """
    layer = describe(layer_id)
    digest = hashlib.sha256((LAYERS / f"{layer_id}.toml").read_bytes())
    parts = [
        *(f"{name} {hashlib.sha256(file(name).read_bytes()).hexdigest()}" for name in layer.files),
        *(f"{name} {importlib.metadata.version(name)}" for name in layer.packages),
        *(f"{need} {fingerprint(need)}" for need in layer.needs),
    ]
    digest.update("\n".join(parts).encode())
    return digest.hexdigest()


def content(layer_id: str, frame: Callable[[], GeoDataFrame]) -> LayerContent:
    """Return a layer ready to be stored; ``frame`` is called only when its features are read."""
    layer = describe(layer_id)
    return LayerContent(
        meta=layer.meta,
        batches=lambda: [frame()],
        sha256=fingerprint(layer_id),
        titles=layer.titles,
        units=layer.units,
    )


def arrange(layer_id: str, frame: GeoDataFrame) -> GeoDataFrame:
    """Return the frame with the described columns in the described order, geometry last.

    Raises
    ------
    BadBundledData
        When a described column is missing.
    """
    columns = describe(layer_id).columns
    if missing := [name for name in columns if name not in frame.columns]:
        raise BadBundledData(where=layer_id, reason=f"missing columns {missing}")
    arranged: GeoDataFrame = frame[[*columns, "geometry"]].reset_index(drop=True)
    return arranged


def file(name: str) -> Path:
    """Return the path of a file in the data folder."""
    return DATA / name


def table(name: str, **dtypes: str) -> DataFrame:
    """Read a CSV file of the data folder: text columns unless a type is named, empty is missing."""
    import pandas as pd

    path = file(name)
    header = pd.read_csv(path, nrows=0).columns
    return pd.read_csv(path, dtype={column: dtypes.get(column, "str") for column in header})


def features(name: str) -> GeoDataFrame:
    """Read a GeoJSON file of the data folder, in longitude and latitude."""
    import shapely
    from geopandas import GeoDataFrame

    listed = json.loads(file(name).read_text(encoding="utf-8"))["features"]
    return GeoDataFrame(
        [feature["properties"] for feature in listed],
        geometry=[shapely.geometry.shape(feature["geometry"]) for feature in listed],
        crs="EPSG:4326",
    )

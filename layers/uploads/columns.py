"""Columns of an upload beside those of the published version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layers.uploads.errors import ColumnsDiffer, KeyEmpty, KeyMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    from geopandas import GeoDataFrame

    from layers.uploads.publication import Mode

NULLABLE: Final = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
"""pandas' types that know a missing value without becoming another type."""
_FITS: Final = {
    ("number", "integer"): "Float64",
    ("integer", "number"): None,
    ("string", "integer"): "string",
}
"""Kinds (published, new) that go together, and what the new one becomes."""


def key_of(
    mode: Mode, wanted: str | None, published: str | None, columns: Sequence[str]
) -> str | None:
    """Return the key of the version to be made.

    Parameters
    ----------
    mode
        Whether the upload stands alone or joins what is published.
    wanted
        What the publisher names; None leaves it to the layer, an empty text means none.
    published
        The key of the published version, or None without one.
    columns
        The columns of the upload.

    Raises
    ------
    KeyMissing
        When the column is not there, ``upsert`` has no key, or another key than the layer's is
        named for data that joins it.
    """
    joins = mode != "replace" and published is not None
    if joins and wanted not in {None, published}:
        raise KeyMissing(where=wanted, reason="differs", layer_key=published)
    key = published if wanted is None else wanted or None
    if wanted is None and mode == "replace" and key not in columns:
        key = None
    if key is None and mode == "upsert":
        raise KeyMissing(reason="needed", columns=", ".join(columns))
    if key is not None and key not in columns:
        raise KeyMissing(where=key, reason="absent", columns=", ".join(columns))
    return key


def casts(
    published: Iterable[dict[str, Any]], new: Iterable[dict[str, Any]]
) -> dict[str, str | None]:
    """Return what each new column must become to join a published one of the same name.

    Raises
    ------
    ColumnsDiffer
        When a column holds another kind of value; ``columns`` names every one of them.
    """
    known = {column["name"]: column["type"] for column in published}
    pairs = {
        column["name"]: (known[column["name"]], column["type"])
        for column in new
        if known.get(column["name"], column["type"]) != column["type"]
    }
    if wrong := [name for name, pair in pairs.items() if pair not in _FITS]:
        told = [f"{name}: {pairs[name][1]} ≠ {pairs[name][0]}" for name in wrong]
        raise ColumnsDiffer(where=wrong[0], columns=", ".join(told))
    return {name: _FITS[pair] for name, pair in pairs.items()}


def cast(frame: GeoDataFrame, kinds: dict[str, str | None]) -> GeoDataFrame:
    """Return the frame with columns brought to their kinds."""
    changed = {
        name: frame[name].astype(kind).astype(object)
        if kind == "string"
        else frame[name].astype(kind)
        for name, kind in kinds.items()
        if kind is not None and name in frame.columns
    }
    return frame.assign(**changed) if changed else frame


def with_keys(frames: Iterable[GeoDataFrame], key: str) -> Iterator[GeoDataFrame]:
    """Yield frames whose rows all have a key.

    Raises
    ------
    KeyEmpty
        When one has none.
    """
    for frame in frames:
        values = frame[key]
        empty = values.isna() | (values.astype(str).str.strip() == "")
        if empty.any():
            raise KeyEmpty(where=key, count=int(empty.sum()))
        yield frame


def typed(values: list[Any], kind: str) -> pd.api.extensions.ExtensionArray | list[Any]:
    """Return stored values as a column that knows missing ones."""
    import pandas as pd

    dtype: Any = NULLABLE.get(kind)
    return values if dtype is None else pd.array(values, dtype=dtype)


def widest(published: str, new: str) -> str:
    """Return the geometry type that both fit into."""
    if published == new:
        return new
    single = {name.removeprefix("Multi") for name in (published, new)}
    return f"Multi{single.pop()}" if len(single) == 1 else "GeometryCollection"

"""Frames as the rows of a version: what is copied into its table, and what they held together.

Rows are made column by column, because a million of them pass here: each attribute is written as
JSON in one go, and the columns of a batch are packed together (`layers/copying.py`).
"""

from __future__ import annotations

import hashlib
from array import array
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo import crs
from layers import copying
from layers.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame

    from layers.types import LayerContent

_SRID: Final = 4326
_NO_PLACE: Final = b"\x00"
"""What stands for a missing geometry in the fingerprint."""
_JSONB: Final = pa.scalar(b"\x01", copying.BINARY)
"""jsonb's binary form is one version byte and the text."""
_BETWEEN: Final = b",\n  "
_DEEPER: Final = b"\n    "
_OPTIONS: Final = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2


class VersionRows:
    """The rows of a version, made once, and what was in them."""

    def __init__(self, version_id: int, content: LayerContent) -> None:
        self.version_id = version_id
        self.content = content
        self.digest = hashlib.sha256()
        self.feature_count = 0
        self.awaited_count = 0
        self._types: dict[str, str] = {}
        self._marks = array("q")
        self._bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def __iter__(self) -> Iterator[pa.Buffer]:
        """Yield the rows of each batch, packed: version, number, id, geometry, attributes.

        Raises
        ------
        MissingCrs
            When a batch has no reference system.
        """
        # The server takes one batch in while the next is read and packed.
        yield from ahead(self._batches())

    @property
    def may_repeat(self) -> bool:
        """Whether two features may have one key: eight bytes of each are compared."""
        return len(np.unique(np.frombuffer(self._marks, np.int64))) < len(self._marks)

    @property
    def bbox(self) -> list[float] | None:
        """West, south, east and north of all geometries; None without any."""
        return self._bounds.tolist() if self.feature_count > self.awaited_count else None

    def attributes(self) -> list[dict[str, Any]]:
        """Return each attribute in source order with type, titles and unit."""
        return [
            {
                "name": name,
                "type": kind,
                "title": dict(
                    zip(("zh", "en"), self.content.titles.get(name, (name, name)), strict=True)
                ),
                "unit": self.content.units.get(name),
            }
            for name, kind in self._types.items()
        ]

    def _batches(self) -> Iterator[pa.Buffer]:
        for batch in self.content.batches():
            crs.require_crs(batch)
            yield self._packed(crs.to_lonlat(batch))

    def _packed(self, frame: GeoDataFrame) -> pa.Buffer:
        table = frame.drop(columns=frame.geometry.name)
        self._note_types(table.dtypes.astype(str).to_dict())
        columns = {name: _values(table[name]) for name in table.columns}
        geometries = self._geometries(frame)
        attributes = _texts(columns, len(frame))
        key = self.content.meta.key
        seq = np.arange(1, len(frame) + 1) + self.feature_count
        ids = self._ids(columns[key]) if key else pc.cast(seq, pa.large_string())
        self.feature_count += len(frame)
        known = pc.fill_null(geometries, _NO_PLACE)
        self.digest.update(copying.content(copying.joined(known, attributes)))
        return copying.packed(
            [
                copying.whole(np.full(len(frame), self.version_id), 4),
                copying.whole(seq, 8),
                ids.cast(copying.BINARY),
                geometries,
                copying.joined(_JSONB, attributes),
            ]
        )

    def _ids(self, values: list[Any]) -> pa.Array:
        ids = [str(one) for one in values]
        self._marks.extend(map(hash, ids))
        return pa.array(ids, pa.large_string())

    def _geometries(self, frame: GeoDataFrame) -> pa.Array:
        shapes = frame.geometry.to_numpy()
        self.awaited_count += int(shapely.is_missing(shapes).sum())
        west, south, east, north = shapely.total_bounds(shapes)
        if np.isfinite(west):
            least = np.minimum(self._bounds[:2], (west, south))
            self._bounds = np.append(least, np.maximum(self._bounds[2:], (east, north)))
        return copying.placed(shapes, _SRID)

    def _note_types(self, dtypes: dict[str, str]) -> None:
        for name, dtype in dtypes.items():
            self._types[name] = _widest(self._types.get(name), _json_type(dtype))


def _texts(columns: dict[str, list[Any]], rows: int) -> pa.Array:
    """Return the attributes of each row as a JSON object."""
    if not columns:
        return pa.array([b"{}"] * rows, copying.BINARY)
    parts: list[Any] = []
    for place, (name, values) in enumerate(columns.items()):
        before = (b"," if place else b"{") + orjson.dumps(name) + b":"
        parts += [pa.scalar(before, copying.BINARY), pa.array(_pieces(values), copying.BINARY)]
    return copying.joined(*parts, pa.scalar(b"}", copying.BINARY))


def _pieces(values: Sequence[Any]) -> list[bytes]:
    """Return each value as JSON: all in one text, a line for each, which is cut at its lines.

    Values that hold others would take several lines, so those are written one by one.
    """
    if not values:
        return []
    text = orjson.dumps(values, default=_plain, option=_OPTIONS)
    if _DEEPER not in text:
        return text[len(b"[\n  ") : -len(b"\n]")].split(_BETWEEN)
    plain = orjson.OPT_SERIALIZE_NUMPY
    return [orjson.dumps(value, default=_plain, option=plain) for value in values]


def _values(column: pd.Series) -> list[Any]:
    """Return the values of a column as Python's own; text kept as Arrow is slow one by one."""
    if isinstance(column.dtype, pd.StringDtype):
        return list(column.to_numpy(dtype=object))
    return column.tolist()


def _plain(value: object) -> str | None:
    """Return what JSON has no form for as text, and pandas' mark for a missing value as null."""
    return None if value is pd.NA or value is pd.NaT else str(value)


def _json_type(dtype: str) -> str:
    if dtype.lower().startswith(("int", "uint")):
        return "integer"
    if dtype.lower().startswith("float"):
        return "number"
    return "boolean" if dtype.startswith("bool") else "string"


def _widest(known: str | None, new: str) -> str:
    if known is None or known == new:
        return new
    return "number" if {known, new} == {"integer", "number"} else "string"

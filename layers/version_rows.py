"""Frames as the rows of a version: what is copied into its table, and what they held together.

Rows are made column by column as far as that goes, because a million of them pass here: each
attribute is written as JSON in one go, and a row only puts the pieces together.
"""

from __future__ import annotations

import hashlib
from array import array
from itertools import count, repeat
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
import pandas as pd
import shapely

from geo import crs
from layers.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame

    from layers.types import LayerContent

    Row = tuple[int, int, str, bytes | None, bytes]

COPY_TYPES: Final = ["int4", "int8", "text", "bytea", "bytea"]
"""Version, number, id, geometry and attributes; the last two as the bytes of their binary form."""

_SRID_FLAG: Final = 0x20
"""In the highest byte of the type, which comes last where the lowest byte comes first."""
_SRID: Final = (4326).to_bytes(4, "little")
_JSONB: Final = b"\x01"
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

    def __iter__(self) -> Iterator[Row]:
        """Yield version, number, id, geometry and attributes of each feature.

        Raises
        ------
        MissingCrs
            When a batch has no reference system.
        """
        # The server takes one batch in while the next is read and written as rows.
        for rows in ahead(self._batches()):
            yield from rows

    @property
    def may_repeat(self) -> bool:
        """Whether two features may have one id: eight bytes of each are compared."""
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

    def _batches(self) -> Iterator[list[Row]]:
        for batch in self.content.batches():
            crs.require_crs(batch)
            yield self._rows(crs.to_lonlat(batch))

    def _rows(self, frame: GeoDataFrame) -> list[Row]:
        table = frame.drop(columns=frame.geometry.name)
        self._note_types(table.dtypes.astype(str).to_dict())
        columns = {name: _values(table[name]) for name in table.columns}
        geometries = self._geometries(frame)
        texts = _texts(columns, len(frame))
        key = self.content.meta.key
        first = self.feature_count + 1
        ids = [str(one) for one in (columns[key] if key else range(first, first + len(frame)))]
        self._marks.extend(map(hash, ids))
        self.feature_count += len(frame)
        self.digest.update(
            b"".join(
                part
                for shape, text in zip(geometries, texts, strict=True)
                for part in (shape or b"\x00", text[1:])
            )
        )
        return list(zip(repeat(self.version_id), count(first), ids, geometries, texts))

    def _geometries(self, frame: GeoDataFrame) -> list[bytes | None]:
        shapes = frame.geometry.to_numpy()
        self.awaited_count += int(shapely.is_missing(shapes).sum())
        west, south, east, north = shapely.total_bounds(shapes)
        if np.isfinite(west):
            least = np.minimum(self._bounds[:2], (west, south))
            self._bounds = np.append(least, np.maximum(self._bounds[2:], (east, north)))
        written = shapely.to_wkb(shapes, byte_order=1).tolist()
        return [None if one is None else _placed(one) for one in written]

    def _note_types(self, dtypes: dict[str, str]) -> None:
        for name, dtype in dtypes.items():
            self._types[name] = _widest(self._types.get(name), _json_type(dtype))


def _texts(columns: dict[str, list[Any]], rows: int) -> list[bytes]:
    """Return the attributes of each row as jsonb's binary form."""
    if not columns:
        return [_JSONB + b"{}"] * rows
    names = [orjson.dumps(name).replace(b"%", b"%%") + b":%b" for name in columns]
    template = _JSONB + b"{" + b",".join(names) + b"}"
    pieces = [_pieces(values) for values in columns.values()]
    return [template % row for row in zip(*pieces, strict=True)]


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


def _placed(wkb: bytes) -> bytes:
    """Return well-known binary with the reference system in it, as PostGIS writes it.

    The type, which follows the byte order, gets a flag, and the number of the system comes next.
    """
    return wkb[:4] + bytes((wkb[4] | _SRID_FLAG,)) + _SRID + wkb[5:]


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

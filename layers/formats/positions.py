"""Find the columns of a table that hold positions, by their names and by their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.formats import packed_angles
from layers.formats.written_numbers import numbers, written_pair
from layers.inspection import vocabulary
from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.formats.base import Asked

Kind = Literal["lonlat", "plane", "both", "wkt"]

_MOST_READABLE: Final = 0.5
"""At least this share of the values must be readable for a column to be taken by its name."""
_SAMPLE: Final = 1_000
_WKT: Final = (
    r"(?i)^\s*(SRID=\d+;)?\s*(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON"
    r"|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY)"
)
_PAIR: Final = re.compile(r"[\[(（]?\s*([^,，;；\s]+)\s*[,，;；\s]\s*([^,，;；\s]+?)\s*[\])）]?")
_PAIR_PATTERN: Final = r"^[\[(（]?\s*[+-]?\d+(\.\d+)?\s*[,，;；\s]\s*[+-]?\d+(\.\d+)?\s*[\])）]?$"
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)
_NORTHING_M: Final = (1_900_000.0, 6_000_000.0)


@dataclass(frozen=True, kw_only=True)
class Positions:
    """Where the positions stand: the columns, how they were found, and the coordinates.

    ``x`` and ``y`` are NaN where nothing can be read; for ``wkt`` they are None. ``by`` is
    ``asked``, ``name`` or ``value``.
    """

    kind: Kind
    columns: tuple[str, ...]
    by: Literal["asked", "name", "value"]
    x: NDArray[np.float64] | None = None
    y: NDArray[np.float64] | None = None
    written: bool = False
    """Whether angles or decimal commas had to be read."""
    turned: bool = False
    """Whether x is the northing, as surveyors have it."""
    packed: bool = False
    """Whether degrees, minutes and seconds stood in one number (112.3712 for 112°37′12″)."""


def find(table: pa.Table, asked: Asked) -> Positions | None:
    """Return the positions of a table of text, or None when it has none.

    Raises
    ------
    UploadRefused
        When a column that was asked for is not there.
    """
    if asked.columns:
        return _asked(table, asked.columns)
    return (
        _wkt(table)
        or _named_degrees(table)
        or _named_both(table)
        or _plane(table)
        or (_by_value(table))
    )


def _asked(table: pa.Table, columns: dict[str, str]) -> Positions:
    for name in columns.values():
        if name not in table.column_names:
            known = ", ".join(table.column_names[:30])
            raise UploadRefused(finding="column_not_there", column=name, columns=known)
    if "wkt" in columns:
        return Positions(kind="wkt", columns=(columns["wkt"],), by="asked")
    lon, lat = columns.get("lon"), columns.get("lat")
    if lon is None or lat is None:
        raise UploadRefused(
            finding="column_not_there", column="lon, lat", columns=", ".join(columns)
        )
    return _pair(table, lon, lat, by="asked")


def _pair(
    table: pa.Table, first: str, second: str, *, by: Literal["asked", "name", "value"]
) -> Positions:
    x, x_written = numbers(table.column(first))
    y, y_written = numbers(table.column(second))
    packed = packed_angles.are(table.column(first), x) and packed_angles.are(
        table.column(second), y
    )
    if packed:
        x, y = packed_angles.degrees(x), packed_angles.degrees(y)
    return Positions(
        kind="lonlat" if _looks_like_degrees(x, y) else "plane",
        columns=(first, second),
        by=by,
        x=x,
        y=y,
        written=bool(x_written.any() or y_written.any()),
        packed=packed,
    )


def _looks_like_degrees(x: NDArray[np.float64], y: NDArray[np.float64]) -> bool:
    with np.errstate(invalid="ignore"):
        inside = (np.abs(x) <= 180) & (np.abs(y) <= 180)  # noqa: PLR2004 - degrees
    return bool(inside.sum() >= np.isfinite(x + y).sum() * _MOST_READABLE)


def _wkt(table: pa.Table) -> Positions | None:
    named = vocabulary.every("position", "wkt", table.column_names)
    for name in [*named, *table.column_names]:
        values = pc.drop_null(table.column(name).slice(0, _SAMPLE))
        if len(values) and pc.mean(pc.match_substring_regex(values, _WKT)).as_py() > _MOST_READABLE:
            by: Literal["name", "value"] = "name" if name in named else "value"
            return Positions(kind="wkt", columns=(name,), by=by)
    return None


def _named_degrees(table: pa.Table) -> Positions | None:
    lon = vocabulary.best("position", "lon", table.column_names)
    lat = vocabulary.best("position", "lat", table.column_names)
    if lon is None or lat is None:
        return None
    found = _pair(table, lon, lat, by="name")
    said = len(pc.drop_null(table.column(lon))) and len(pc.drop_null(table.column(lat)))
    # Columns of these names that hold something else are positions gone wrong, not attributes.
    return Positions(**{**vars(found), "kind": "lonlat"}) if said or _readable(found) else None


def _readable(found: Positions) -> bool:
    """Tell whether most rows that say something can be read as numbers."""
    if found.x is None or found.y is None or not len(found.x):
        return True
    return bool(np.isfinite(found.x).mean() > 0 and np.isfinite(found.y).mean() > 0)


def _named_both(table: pa.Table) -> Positions | None:
    name = vocabulary.best("position", "both", table.column_names)
    if name is None:
        return None
    column = table.column(name)
    sample = pc.drop_null(column.slice(0, _SAMPLE))
    if not len(sample):
        return None
    if pc.mean(pc.match_substring_regex(sample, _PAIR_PATTERN)).as_py() <= _MOST_READABLE:
        return _written_both(name, column, len(sample))
    parts = [_PAIR.fullmatch(value) if value else None for value in column.to_pylist()]
    x, _ = numbers(pa.array([part[1] if part else None for part in parts], pa.string()))
    y, _ = numbers(pa.array([part[2] if part else None for part in parts], pa.string()))
    return Positions(kind="both", columns=(name,), by="name", x=x, y=y)


def _written_both(name: str, column: pa.ChunkedArray, sampled: int) -> Positions | None:
    """Return pairs that are written out with their sides, or None where few can be read."""
    pairs = [written_pair(value) if value else None for value in column.to_pylist()]
    if sum(pair is not None for pair in pairs[:_SAMPLE]) <= _MOST_READABLE * sampled:
        return None
    x, y = np.array([pair or (np.nan, np.nan) for pair in pairs], dtype=np.float64).T
    return Positions(kind="both", columns=(name,), by="name", x=x, y=y, written=True)


def _plane(table: pa.Table) -> Positions | None:
    first = vocabulary.best("position", "plane_x", table.column_names)
    second = vocabulary.best("position", "plane_y", table.column_names)
    if first is None or second is None:
        return None
    found = _pair(table, first, second, by="name")
    if not _readable(found) or found.x is None or found.y is None:
        return None
    if _is_northing(found.x) and not _is_northing(found.y):
        # Surveyors call the northing x.
        return Positions(**{**vars(found), "x": found.y, "y": found.x, "turned": True})
    return found


def _is_northing(values: NDArray[np.float64]) -> bool:
    with np.errstate(invalid="ignore"):
        inside = (values > _NORTHING_M[0]) & (values < _NORTHING_M[1])
    return bool(inside.sum() > np.isfinite(values).sum() * _MOST_READABLE)


def _by_value(table: pa.Table) -> Positions | None:
    """Return the one pair of columns whose values can only be degrees in or near China."""
    lons = [name for name in table.column_names if _within(table.column(name), *_LON)]
    lats = [name for name in table.column_names if _within(table.column(name), *_LAT)]
    if len(lons) == 1 and len(lats) == 1:
        return _pair(table, lons[0], lats[0], by="value")
    return None


def _within(column: pa.ChunkedArray, low: float, high: float) -> bool:
    """Tell whether a column holds fractional numbers of a range, and little else."""
    sample = pc.drop_null(column.slice(0, _SAMPLE))
    if not len(sample):
        return False
    values, written = numbers(sample)
    with np.errstate(invalid="ignore"):
        inside = (values > low) & (values < high)
        fractional = (np.abs(values - np.round(values)) > 0) | written
    return bool(inside.mean() > 0.9 and fractional[inside].mean() > 0.5)  # noqa: PLR2004

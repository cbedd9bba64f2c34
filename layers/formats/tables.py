"""From a table of text to a layer: positions found, numbers typed, codes left as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.formats import formula_quotes, positions
from layers.formats.base import RawLayer, StatedCrs
from layers.formats.well_known_text import to_wkb
from layers.inspection import vocabulary
from layers.inspection.findings import Where

if TYPE_CHECKING:
    from layers.formats.base import Reading
    from layers.formats.positions import Positions
    from layers.inspection.encodings import Choice

_WHOLE: Final = r"^[+-]?(0|[1-9]\d{0,14})$"
_DECIMAL: Final = r"^[+-]?(0|[1-9]\d{0,14})(\.\d+)?([eE][+-]?\d{1,3})?$"
"""Not more digits than every program keeps: what has more is the number of a person or a meter."""
_POINT_ZERO: Final = r"^\d+\.0+$"
_POINT: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_CODE: Final = re.compile(r"\d{6}|\d{9}|\d{12}")


def layer(
    name: str,
    table: pa.Table,
    rows: pa.Array,
    reading: Reading,
    *,
    choice: Choice | None = None,
    rejected: list[tuple[int, str]] | None = None,
    unquote: bool = True,
) -> RawLayer:
    """Return a table of text as a layer; without positions its geometry is None.

    Parameters
    ----------
    name
        The name of the layer.
    table
        Columns of text, missing cells as null.
    rows
        The line of each row as people count.
    reading
        What the sender says, the limits, the findings.
    choice
        How the text was decoded; without it, it had not to be.
    rejected
        Lines that could not be read, with the code of the finding.
    unquote
        Whether quotes that keep text from being a formula are taken away.
    """
    where = Where(file=reading.findings.file, layer=name)
    _check_cells(table, reading)
    empty = _empty(table)
    if empty.any():
        table, rows = table.filter(pa.array(~empty)), rows.filter(pa.array(~empty))
    found = positions.find(table, reading.asked)
    wkb, crs = (None, None) if found is None else _geometry(table, found, rows, reading, where)
    attributes = _typed(table.drop_columns(list(found.columns)) if found else table)
    if unquote:
        # Only now: text that a quote keeps from being a formula is no number either.
        attributes = formula_quotes.without(attributes, reading, where)
    return RawLayer(
        name=name,
        table=attributes,
        wkb=wkb,
        crs=crs,
        rows=rows,
        encoding=choice.name if choice else "UTF-8",
        encoding_candidates=[one.plain() for one in choice.candidates] if choice else [],
        rejected=rejected or [],
        lonlat_stated=_is_stated(found),
        position_columns=found.columns if found else (),
    )


def _is_stated(found: Positions | None) -> bool:
    """Tell whether names, not values alone, say that positions are longitude and latitude."""
    return found is not None and found.kind in {"lonlat", "both"} and found.by != "value"


def _check_cells(table: pa.Table, reading: Reading) -> None:
    for name in table.column_names:
        longest = pc.max(pc.binary_length(table.column(name))).as_py() or 0
        reading.limits.check("cell_bytes", longest, where=name)


def _empty(table: pa.Table) -> np.ndarray:
    filled = np.zeros(table.num_rows, dtype=bool)
    for name in table.column_names:
        filled |= table.column(name).is_valid().to_numpy()
    return ~filled


def _geometry(
    table: pa.Table, found: Positions, rows: pa.Array, reading: Reading, where: Where
) -> tuple[pa.Array, StatedCrs | None]:
    _report(found, reading, where)
    if found.kind == "wkt":
        column = table.column(found.columns[0])
        return to_wkb(column, rows, reading, where.at(field=found.columns[0]))
    x, y = found.x, found.y
    if x is None or y is None:
        return pa.nulls(table.num_rows, pa.binary()), None
    said = np.ones(table.num_rows, dtype=bool)
    for name in found.columns:
        said &= table.column(name).is_valid().to_numpy()
    good = np.isfinite(x) & np.isfinite(y)
    _report_unreadable(np.flatnonzero(said & ~good), rows, found, reading, where)
    # What cannot be read is an empty place for now; whether it was said tells it from missing.
    wkb = pc.if_else(pa.array(good), _points(x, y), pa.scalar(None, pa.binary()))
    unreadable = pa.array(said & ~good)
    return pc.if_else(unreadable, pa.scalar(b"", pa.binary()), wkb), None


def _points(x: np.ndarray, y: np.ndarray) -> pa.Array:
    """Return points as well-known binary, without making a million objects on the way."""
    written = np.zeros(len(x), dtype=_POINT)
    written["order"], written["type"], written["x"], written["y"] = 1, 1, x, y
    buffers = [None, pa.py_buffer(written)]
    return pa.Array.from_buffers(pa.binary(_POINT.itemsize), len(x), buffers).cast(pa.binary())


def _report(found: Positions, reading: Reading, where: Where) -> None:
    if found.by != "asked":
        reading.findings.info(
            "position_columns",
            where,
            columns=", ".join(found.columns),
            kind=found.kind,
            by=found.by,
        )
    if found.written:
        reading.findings.info("position_written", where, columns=", ".join(found.columns))
    if found.packed:
        reading.findings.warn("position_packed", where, columns=", ".join(found.columns))
    if found.turned:
        reading.findings.info("position_turned", where, columns=", ".join(found.columns))


def _report_unreadable(
    places: np.ndarray, rows: pa.Array, found: Positions, reading: Reading, where: Where
) -> None:
    for place in places.tolist():
        at = where.at(row=rows[place].as_py(), field=found.columns[0])
        reading.findings.error("position_unreadable", at)


def _typed(table: pa.Table) -> pa.Table:
    for place, name in enumerate(table.column_names):
        column = table.column(name)
        kept = _keeps_digits(name, column)
        changed = _without_point(column) if kept else _numeric(column)
        table = table.set_column(place, name, changed)
    return table


def _keeps_digits(name: str, column: pa.ChunkedArray) -> bool:
    """Tell whether digits are a code here, by the column's name or by their number."""
    if vocabulary.bare(name) in vocabulary.known("codes", "digits_kept"):
        return True
    values = pc.drop_null(column.slice(0, 200)).to_pylist()
    return bool(values) and all(_CODE.fullmatch(value) for value in values)


def _without_point(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return codes that went through a program as numbers (``140702.0``) as codes again."""
    if not pc.all(pc.match_substring_regex(column, _POINT_ZERO)).as_py():
        return column
    return pc.replace_substring_regex(column, r"\.0+$", "")


def _numeric(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as numbers when every value is one and nothing of it is lost."""
    trimmed = pc.utf8_trim_whitespace(column)
    for pattern, kind in ((_WHOLE, pa.int64()), (_DECIMAL, pa.float64())):
        if (
            column.null_count < len(column)
            and pc.all(pc.match_substring_regex(trimmed, pattern)).as_py()
        ):
            return pc.cast(trimmed, kind)
    return column

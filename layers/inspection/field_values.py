"""Values of fields: cut off, of mixed kinds, lost in an earlier conversion, out of bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.inspection.encodings import REPLACEMENT

if TYPE_CHECKING:
    from layers.formats.base import RawLayer
    from layers.inspection.findings import Findings, Where
    from layers.sandbox.limits import Limits

_NUMBER: Final = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_MOSTLY: Final = 0.8
_WIDE_BYTES: Final = 30
_LOST: Final = "^[?？]{2,}$"


def check(
    raw: RawLayer, table: pa.Table, rows: np.ndarray, limits: Limits, findings: Findings,
    where: Where,
) -> None:  # fmt: skip
    """Tell of values that look wrong; nothing is changed.

    Raises
    ------
    LimitExceeded
        When a text or a row is too large.
    """
    row_bytes = np.zeros(table.num_rows, dtype=np.int64)
    for name in table.column_names:
        column = table.column(name)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        at = where.at(field=name)
        lengths = pc.fill_null(pc.binary_length(column), 0).to_numpy()
        limits.check("cell_bytes", int(lengths.max(initial=0)), where=name)
        row_bytes += lengths
        _mixed(column, rows, findings, at)
        _lost(column, rows, findings, at)
        _at_width(column, raw.widths.get(name), findings, at)
    limits.check("row_bytes", int(row_bytes.max(initial=0)), where=where.layer)


def _mixed(column: pa.ChunkedArray, rows: np.ndarray, findings: Findings, at: Where) -> None:
    filled = len(column) - column.null_count
    if not filled:
        return
    numeric = pc.fill_null(pc.match_substring_regex(column, _NUMBER), fill_value=True)
    others = np.flatnonzero(~numeric.to_numpy())
    if 0 < len(others) < (1 - _MOSTLY) * filled:
        first = int(others[0])
        findings.warn(
            "values_mixed",
            at.at(row=int(rows[first])),
            count=len(others),
            value=str(column[first].as_py())[:40],
        )


def _lost(column: pa.ChunkedArray, rows: np.ndarray, findings: Findings, at: Where) -> None:
    gone = pc.or_(pc.match_substring(column, REPLACEMENT), pc.match_substring_regex(column, _LOST))
    places = np.flatnonzero(pc.fill_null(gone, fill_value=False).to_numpy())
    if len(places):
        place = at.at(row=int(rows[places[0]]))
        findings.warn("text_lost", place, count=len(places))


def _at_width(column: pa.ChunkedArray, width: int | None, findings: Findings, at: Where) -> None:
    if width is None or width < _WIDE_BYTES:
        return
    longest = pc.max(pc.utf8_length(column)).as_py() or 0
    full = pc.sum(pc.equal(pc.binary_length(column), width)).as_py() or 0
    if full and longest:
        findings.warn("values_at_width", at, count=int(full), width=width)

"""CSV that a spreadsheet opens rightly: byte-order mark, no cell that is taken for a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral(value: object) -> object:
    """Return a cell that no spreadsheet computes: text that looks like a formula gets a quote."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _write(frame: GeoDataFrame, path: Path) -> None:
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    safe = table.apply(lambda column: column.map(neutral) if _is_text(column) else column)
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _is_text(column: pd.Series) -> bool:
    return column.dtype == object or pd.api.types.is_string_dtype(column)


FORMAT = Format(id="csv", suffixes=(".csv",), media_type="text/csv; charset=utf-8", writer=_write)

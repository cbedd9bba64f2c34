"""CSV that a spreadsheet opens rightly: byte-order mark, no cell that is taken for a formula."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from layers.export import table_rows
from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.types import Finding


def neutral(value: object) -> object:
    """Return a cell that no spreadsheet computes: text that looks like a formula gets a quote.

    So does text that looks so behind quotes of its own: who reads it takes one away.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and table_rows.is_formula(value.lstrip("'")):
        return f"'{value}"
    return value


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    columns = [*content.attributes, *table_rows.axes(content, wishes)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow([neutral(one.name) for one in columns])
        for row in table_rows.rows(content, wishes):
            table.writerow([neutral(value) for value in row])
    return []


FORMAT = Format(
    id="csv",
    suffixes=(".csv",),
    media_type="text/csv; charset=utf-8",
    writer=_write,
    is_table=True,
)

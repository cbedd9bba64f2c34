"""The quote that our own export puts before text which a spreadsheet would take for a formula.

A table that was exported, worked on and uploaded again has to hold the same values. A quote that
belongs to the text got another one before it, so one is taken away wherever text looks quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from layers.formats.base import Reading
    from layers.inspection.findings import Where

_QUOTED: Final = r"^'+[=+\-@\t\r\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
"""Also the wide signs that Chinese input writes."""


def without(table: pa.Table, reading: Reading, where: Where) -> pa.Table:
    """Return a table whose text has lost these quotes, with a finding that counts them."""
    count = 0
    for place, name in enumerate(table.column_names):
        column = table.column(name)
        if not pa.types.is_string(column.type):
            continue
        quoted = pc.fill_null(pc.match_substring_regex(column, _QUOTED), fill_value=False)
        found = pc.sum(quoted).as_py() or 0
        if found:
            bare = pc.if_else(quoted, pc.utf8_slice_codeunits(column, 1), column)
            table, count = table.set_column(place, name, bare), count + found
    if count:
        reading.findings.info("formula_quotes", where, count=count)
    return table


def of_name(name: str) -> str:
    """Return the name of a column without such a quote."""
    quoted = pc.match_substring_regex(pa.scalar(name), _QUOTED).as_py()
    return name[1:] if quoted else name

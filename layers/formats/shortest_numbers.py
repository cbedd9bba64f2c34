"""Numbers among texts of one field, as their file has them.

GDAL calls a field that holds numbers and texts one of JSON, whose values are texts, and writes its
numbers with seventeen digits: 9.1 becomes 9.0999999999999996. The shortest number that is the same
one is what stood in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

_LONG: Final = r"^-?\d+\.\d{12,}(e[+-]\d+)?$"


def restored(table: pa.Table) -> pa.Table:
    """Return a table whose fields of JSON are text, their numbers as short as they can be."""
    for place, field in enumerate(table.schema):
        if isinstance(field.type, pa.BaseExtensionType):
            texts = table.column(place).cast(field.type.storage_type)
            long = pc.fill_null(pc.match_substring_regex(texts, _LONG), fill_value=False)
            if pc.any(long).as_py():
                texts = pa.array(_shortest(texts, long.to_numpy()), pa.string())
            table = table.set_column(place, field.name, texts)
    return table


def _shortest(column: pa.ChunkedArray, long: np.ndarray) -> Iterator[str | None]:
    for text, is_long in zip(column.to_pylist(), long.tolist(), strict=True):
        yield repr(float(text)) if is_long and len(repr(float(text))) < len(text) else text

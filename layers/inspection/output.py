"""What a worker leaves for the parent: features as Parquet, and a table of rows kept out.

The features are in longitude and latitude.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from layers.ahead import ahead
from layers.inspection.contents import FEATURES, GEOMETRY, REJECTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.inspection.geometry import Shapes

_ROWS: Final = 20_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_features(
    folder: Path, number: int, table: pa.Table, geometries: np.ndarray | None
) -> None:
    """Write rows with their geometry as well-known binary; without geometry, the rows alone."""
    plain = _plain(table)
    schema = plain.schema
    if geometries is not None:
        schema = schema.append(pa.field(GEOMETRY, pa.binary()))
    path = folder / FEATURES.format(number=number)
    # Geometry hardly repeats: looking for what does would take longer than writing it.
    with pq.ParquetWriter(path, schema, use_dictionary=plain.column_names) as writer:
        for part in ahead(_parts(plain, geometries)):
            writer.write_table(part.cast(schema))


def _parts(table: pa.Table, geometries: np.ndarray | None) -> Iterator[pa.Table]:
    for start in range(0, max(1, len(table)), _ROWS):
        part = table.slice(start, _ROWS)
        if geometries is not None:
            wkb = shapely.to_wkb(geometries[start : start + _ROWS])
            part = part.append_column(GEOMETRY, pa.array(wkb, pa.binary()))
        yield part


def write_rejected(
    folder: Path,
    number: int,
    table: pa.Table,
    shapes: Shapes | None,
    unread: list[tuple[int, str]],
) -> int:
    """Write the rows that are kept out, with their line and the reason; return how many."""
    places = np.flatnonzero(~shapes.usable) if shapes is not None else np.empty(0, np.int64)
    count = len(places) + len(unread)
    if not count:
        return 0
    path = folder / REJECTED.format(number=number)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", "reason", *map(_harmless, table.column_names)])
        for row, reason in unread:
            writer.writerow([row, reason])
        if shapes is not None:
            for place in places.tolist():
                values = [column[place].as_py() for column in table.columns]
                told = [shapes.rows[place], shapes.reasons[place]]
                writer.writerow([*told, *map(_harmless, values)])
    return count


def _harmless(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _plain(table: pa.Table) -> pa.Table:
    """Return a table of text, numbers and truth values: other kinds become text."""
    for place, field in enumerate(table.schema):
        if not _is_plain(field.type):
            values = [None if value is None else _text(value) for value in table.column(place)]
            table = table.set_column(place, field.name, pa.array(values, pa.string()))
    return table.replace_schema_metadata(None)


def _is_plain(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_boolean(kind)
    )


def _text(scalar: pa.Scalar) -> str | None:
    value = scalar.as_py()
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | dict):
        import orjson

        return orjson.dumps(value, default=str).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

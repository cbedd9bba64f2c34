"""Rows for PostgreSQL's binary COPY, packed column by column.

The server takes a million rows in two seconds; handing them to the driver one by one took four
times that. Columns of one batch are joined in one step (Arrow's ``binary_join_element_wise``) into
the very bytes that go over the wire: for each row the number of its fields, and for each field its
length, -1 for none, and its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from layers.db import literal, raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import sqlalchemy as sa
    from numpy.typing import ArrayLike, NDArray

BINARY: Final = pa.large_binary()
_HEADER: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_AT_ONCE: Final = 2**20
"""The driver's buffer grows to what it is given at once."""
_SRID_FLAG: Final = 0x20
"""In the highest byte of the type, which comes last where the lowest byte comes first."""
_TYPE_ENDS: Final = 5


def copy(connection: sa.Connection, statement: str, parts: Iterable[pa.Buffer]) -> None:
    """Send packed rows through a statement ``COPY ... FROM STDIN (FORMAT binary)``."""
    with raw(connection).cursor() as cursor, cursor.copy(literal(statement)) as stream:
        stream.write(_HEADER)
        for part in parts:
            for piece in _pieces(memoryview(part)):
                stream.write(piece)
        stream.write(_TRAILER)


def packed(columns: Sequence[pa.Array]) -> pa.Buffer:
    """Return rows as they go over the wire.

    Parameters
    ----------
    columns
        One or more arrays of :data:`BINARY` of the same length, each value in the binary form of
        its type; null for none.
    """
    count = len(columns[0])
    parts = [pa.scalar(len(columns).to_bytes(2, "big"), BINARY)]
    for column in columns:
        lengths = pc.fill_null(pc.binary_length(column), -1)
        parts += [whole(lengths.to_numpy(), 4), pc.fill_null(column, b"")]
    return content(joined(*parts)) if count else pa.py_buffer(b"")


def joined(*parts: Any) -> pa.Array:  # noqa: ANN401 - arrays and scalars
    """Return the values of each row one behind the other; a null in any of them gives null."""
    return pc.binary_join_element_wise(*parts, pa.scalar(b"", BINARY))


def content(array: pa.Array) -> pa.Buffer:
    """Return all values of an array of :data:`BINARY` without nulls, one behind the other."""
    _, offsets, data = array.buffers()
    first, last = np.frombuffer(offsets, np.int64)[[array.offset, array.offset + len(array)]]
    return (data or pa.py_buffer(b"")).slice(first, last - first)


def whole(numbers: ArrayLike, size: int) -> pa.Array:
    """Return whole numbers in so many bytes each, the highest first."""
    return _cells(np.asarray(numbers).astype(f">i{size}").view(np.uint8).reshape(-1, size))


def placed(shapes: NDArray[np.object_], srid: int) -> pa.Array:
    """Return shapes in binary with the number of their reference system, as PostGIS writes it.

    The type, which follows the byte order, gets a flag, and the number comes next. (Giving each
    shape the number before it is written takes three times as long: it makes all of them anew.)
    """
    written = shapely.to_wkb(shapes, byte_order=1)
    known = ~shapely.is_missing(shapes)
    heads, tails = _cut(pa.array(written[known], BINARY), _TYPE_ENDS)
    flagged = np.frombuffer(content(heads), np.uint8).reshape(-1, _TYPE_ENDS).copy()
    flagged[:, -1] |= _SRID_FLAG
    number = pa.scalar(srid.to_bytes(4, "little"), BINARY)
    whole_binary = joined(_cells(flagged), number, tails)
    return whole_binary.take(pa.array(np.cumsum(known) - 1, mask=~known))


def _cut(array: pa.Array, place: int) -> tuple[pa.Array, pa.Array]:
    """Return so many first bytes of each value, and the others."""
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int64)[: len(array) + 1]
    both = np.insert(ends, np.arange(1, len(ends)), ends[:-1] + place)
    halves = pa.Array.from_buffers(BINARY, 2 * len(array), [None, pa.py_buffer(both), data])
    return halves.take(np.arange(0, len(halves), 2)), halves.take(np.arange(1, len(halves), 2))


def _cells(table: NDArray[np.uint8]) -> pa.Array:
    """Return each row of a table of bytes as one value."""
    count, width = table.shape
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(table))]
    return pa.Array.from_buffers(BINARY, count, buffers)


def _pieces(part: memoryview) -> Iterator[memoryview]:
    for start in range(0, len(part), _AT_ONCE):
        yield part[start : start + _AT_ONCE]

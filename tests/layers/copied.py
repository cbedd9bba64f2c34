"""Reading rows of PostgreSQL's binary COPY, field by field."""

from __future__ import annotations

import struct


def rows_in(part):
    """Return the rows of a packed part, each a list of bytes or None."""
    data, place, rows = bytes(part), 0, []
    while place < len(data):
        (count,) = struct.unpack_from(">h", data, place)
        place += 2
        row = []
        for _ in range(count):
            (length,) = struct.unpack_from(">i", data, place)
            place += 4
            row.append(None if length < 0 else data[place : place + length])
            place += max(length, 0)
        rows.append(row)
    return rows

"""How deep collections nest in stored geometry, counted before a parser that recurses sees it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

_COLLECTION: Final = 7
_POINT, _LINE, _POLYGON = 1, 2, 3
_HEADER: Final = 5
_SRID_FLAG: Final = 0x20000000


def deepest(array: pa.Array) -> int:
    """Return how deep the deepest collection of an array nests; 0 without collections."""
    return max((depth(raw.as_py()) for raw in _collections(array)), default=0)


def _collections(array: pa.Array) -> list[pa.Scalar]:
    """Return the values whose type is a collection, found without looking at the others."""
    offsets, data = _buffers(array)
    starts, lengths = offsets[:-1], np.diff(offsets)
    long_enough = np.flatnonzero(lengths >= _HEADER)
    order = data[starts[long_enough]]
    low = np.where(order == 1, 1, 4)
    kinds = data[starts[long_enough] + low].astype(np.int64)
    second = data[starts[long_enough] + np.where(order == 1, 2, 3)].astype(np.int64)
    # Types with height or measure are written as 1007, 2007, 3007 or with flags in the top byte.
    types = (kinds + 256 * second) % 1000
    return [array[int(place)] for place in long_enough[types == _COLLECTION]]


def _buffers(array: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    import pyarrow as pa

    wide = array.cast(pa.large_binary())
    _, offsets, data = wide.buffers()
    positions = np.frombuffer(offsets, np.int64)[wide.offset : wide.offset + len(wide) + 1]
    return positions, np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)


def depth(raw: bytes) -> int:
    """Return how deep collections nest, by a walk that does not recurse.

    Broken binary ends the walk with what was found; a parser will refuse it.
    """
    place, most = 0, 0
    waiting: list[int] = []
    try:
        while True:
            place, kind, width, little = _header(raw, place)
            order = "<" if little else ">"
            if kind >= _POINT + 3:
                waiting.append(struct.unpack_from(order + "I", raw, place)[0])
                place += 4
                most = max(most, len(waiting))
            else:
                place = _skip(raw, place, kind, width, order)
            while waiting and waiting[-1] == 0:
                waiting.pop()
            if not waiting:
                return most
            waiting[-1] -= 1
    except struct.error:
        return most


def _header(raw: bytes, place: int) -> tuple[int, int, int, bool]:
    """Return where the content begins, the type, doubles per vertex, and the byte order."""
    little = raw[place : place + 1] != b"\x00"
    (code,) = struct.unpack_from("<I" if little else ">I", raw, place + 1)
    place += _HEADER + (4 if code & _SRID_FLAG else 0)
    extra = (code >> 31) + (code >> 30 & 1)
    plain = code & 0x0FFFFFFF
    width = 2 + extra + {1: 1, 2: 1, 3: 2}.get(plain // 1000, 0)
    return place, plain % 1000, width, little


def _skip(raw: bytes, place: int, kind: int, width: int, order: str) -> int:
    if kind == _POINT:
        return place + 8 * width
    (count,) = struct.unpack_from(order + "I", raw, place)
    place += 4
    if kind == _LINE:
        return int(place + 8 * width * count)
    for _ in range(count):
        (vertices,) = struct.unpack_from(order + "I", raw, place)
        place += 4 + 8 * width * vertices
    return int(place)

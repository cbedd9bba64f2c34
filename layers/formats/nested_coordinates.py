"""Geometry as nested lists of coordinates (GeoArrow), as GeoParquet 1.1 may hold it.

A point is x and y, a line a list of points, a polygon a list of rings, and so on; coordinates are
kept in columns of their own or beside each other. Source: the GeoArrow format specification, 0.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.formats.base import Reading
    from layers.inspection.findings import Where

_KINDS: Final = {
    "point": (shapely.GeometryType.POINT, 0),
    "linestring": (shapely.GeometryType.LINESTRING, 1),
    "polygon": (shapely.GeometryType.POLYGON, 2),
    "multipoint": (shapely.GeometryType.MULTIPOINT, 1),
    "multilinestring": (shapely.GeometryType.MULTILINESTRING, 2),
    "multipolygon": (shapely.GeometryType.MULTIPOLYGON, 3),
}
"""The type of each encoding, and how many lists lie around its coordinates."""


def is_one(encoding: str, kind: pa.DataType) -> bool:
    """Tell whether a column can hold geometry of an encoding."""
    if encoding not in _KINDS:
        return False
    for _ in range(_KINDS[encoding][1]):
        if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
            return False
        kind = kind.value_type
    return _are_coordinates(kind)


def _are_coordinates(kind: pa.DataType) -> bool:
    if pa.types.is_fixed_size_list(kind):
        return bool(kind.list_size in {2, 3, 4} and pa.types.is_floating(kind.value_type))
    names = {field.name for field in kind} if pa.types.is_struct(kind) else set()
    return names >= {"x", "y"} and all(pa.types.is_floating(field.type) for field in kind)


def to_wkb(column: pa.ChunkedArray, encoding: str, reading: Reading, where: Where) -> pa.Array:
    """Return the geometry as well-known binary; what is none is empty, with a finding."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.nulls(0, column.type)
    there = np.flatnonzero(array.is_valid().to_numpy(zero_copy_only=False))
    found = np.full(len(array), None, dtype=object)
    found[there] = _binary(array.take(pa.array(there)), encoding)
    if len(there) and _dimensions(array.type) > 2:  # noqa: PLR2004 - longitude and latitude
        reading.findings.info("heights_dropped", where, count=len(there))
    for place in there[[not one for one in found[there]]].tolist():
        reading.findings.error("geometry_unreadable", where.at(row=place + 1))
    return pa.array(found, pa.binary())


def _dimensions(kind: pa.DataType) -> int:
    while pa.types.is_list(kind) or pa.types.is_large_list(kind):
        kind = kind.value_type
    return int(kind.list_size if pa.types.is_fixed_size_list(kind) else kind.num_fields)


def _binary(array: pa.Array, encoding: str) -> list[bytes]:
    """Return all geometries at once; what is none is empty, and found by halving."""
    if not len(array):
        return []
    try:
        return list(shapely.to_wkb(_shapes(array, encoding)))
    except (shapely.errors.GEOSException, ValueError):
        if len(array) == 1:
            return [b""]
    middle = len(array) // 2
    return _binary(array.slice(0, middle), encoding) + _binary(array.slice(middle), encoding)


def _shapes(array: pa.Array, encoding: str) -> NDArray[np.object_]:
    kind, depth = _KINDS[encoding]
    offsets: list[NDArray[np.int64]] = []
    for _ in range(depth):
        lengths = pc.list_value_length(array).to_numpy(zero_copy_only=False)
        offsets.append(np.concatenate(([0], np.cumsum(lengths))).astype(np.int64))
        array = array.flatten()
    shapes: NDArray[np.object_] = shapely.from_ragged_array(
        kind, _coordinates(array), tuple(reversed(offsets)) or None
    )
    return shapes


def _coordinates(array: pa.Array) -> NDArray[np.float64]:
    """Return x and y of shape (n, 2); a point without them is empty."""
    if pa.types.is_fixed_size_list(array.type):
        flat = array.flatten().to_numpy(zero_copy_only=False)
        return np.ascontiguousarray(flat.reshape(-1, array.type.list_size)[:, :2])
    return np.column_stack(
        [array.field(axis).to_numpy(zero_copy_only=False).astype(np.float64) for axis in "xy"]
    )

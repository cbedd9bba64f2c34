"""Boxes and geometries that requests bring, checked and brought to longitude and latitude."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from layers.errors import BadQuery
from layers.systems import to_lonlat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.systems import System

    Corner = NDArray[np.float64]

_BBOX_2D, _BBOX_3D = 4, 6
_SEGMENTS = 32
"""Edges in a projected system are curves in degrees; the longest is followed by this many."""
_FARTHEST = 1e8
_MAX_LON, _MAX_LAT = 180.0, 90.0


class _NoShape(ValueError):
    """What was brought is no box or geometry."""


def bbox(corners: Any, system: System, *, where: str, reason: str) -> shapely.Geometry:  # noqa: ANN401 - JSON
    """Return a box, given by its corners in a system's axis order, as a shape in degrees.

    Its edges are straight in that system. In degrees, a first corner east of the second means that
    the box crosses the 180° meridian; its two halves are returned.

    Raises
    ------
    BadQuery
        With ``where`` and ``reason``, when there are not four or six finite numbers, they are no
        box, or it lies outside the area where the system is defined.
    """
    try:
        first, second = _corners(corners)
        if system.is_geographic:
            return _degrees_box(first, second, system)
        return _projected_box(first, second, system)
    except _NoShape:
        raise BadQuery(where=where, reason=reason, value=str(corners)[:80]) from None


def geometry(value: Any, system: System, *, where: str, reason: str) -> shapely.Geometry:  # noqa: ANN401 - GeoJSON
    """Return a GeoJSON geometry, given in a system's axis order, as a shape in degrees.

    Raises
    ------
    BadQuery
        With ``where`` and ``reason``, when it is no valid, finite, non-empty geometry within the
        area where the system is defined.
    """
    try:
        read = _checked(shapely.force_2d(shapely.from_geojson(orjson.dumps(value))))
        return _checked(_in_degrees(read, system))
    except (_NoShape, shapely.errors.ShapelyError, TypeError, ValueError):
        raise BadQuery(where=where, reason=reason, value=str(value)[:80]) from None


def _corners(corners: Any) -> tuple[Corner, Corner]:  # noqa: ANN401
    good = isinstance(corners, list) and len(corners) in {_BBOX_2D, _BBOX_3D}
    if not good or not all(_is_coordinate(corner) for corner in corners):
        raise _NoShape
    half = len(corners) // 2
    # A third coordinate is a height, which features do not have.
    first, second = corners[:2], corners[half : half + 2]
    return np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)


def _is_coordinate(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) < _FARTHEST


def _degrees_box(first: Corner, second: Corner, system: System) -> shapely.Geometry:
    if system.north_first:
        first, second = first[::-1], second[::-1]
    (west, south), (east, north) = first.tolist(), second.tolist()
    if not (-_MAX_LAT <= south <= north <= _MAX_LAT and max(abs(west), abs(east)) <= _MAX_LON):
        raise _NoShape
    if west <= east:
        return _rectangle(west, south, east, north)
    halves = (west, south, _MAX_LON, north), (-_MAX_LON, south, east, north)
    return shapely.union_all([_rectangle(*half) for half in halves])


def _projected_box(first: Corner, second: Corner, system: System) -> shapely.Geometry:
    if (first > second).any():
        raise _NoShape
    return _checked(_in_degrees(_rectangle(*first.tolist(), *second.tolist()), system))


def _rectangle(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """Return a box that may have no width or no height: then it is a line or a point."""
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    if west == east and south == north:
        return shapely.points(west, south)
    return shapely.linestrings([(west, south), (east, north)])


def _in_degrees(shape: shapely.Geometry, system: System) -> shapely.Geometry:
    if not system.is_geographic:
        west, south, east, north = shapely.bounds(shape).tolist()
        longest = max(east - west, north - south)
        if longest > 0:
            shape = shapely.segmentize(shape, longest / _SEGMENTS)
    return shapely.transform(shape, to_lonlat(system))


def _checked(shape: shapely.Geometry) -> shapely.Geometry:
    points = shapely.get_coordinates(shape)
    is_finite = points.size > 0 and bool(np.isfinite(points).all())
    if not is_finite or np.abs(points).max() > _FARTHEST or not shapely.is_valid(shape):
        raise _NoShape
    return shape

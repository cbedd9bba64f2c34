"""Curved geometry in well-known binary, made of straight segments.

Drawing programs store circular arcs as three points. Each arc is replaced by a chord for every few
degrees; everything else stays as it is. Types and layout: ISO/IEC 13249-3.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Vertices = NDArray[np.float64]
    T = TypeVar("T")

_STEP_RAD: Final = math.radians(1)
_MOST_DEPTH: Final = 8
_MOST_VERTICES: Final = 20_000
_FLAT: Final = 1e-12
_LINE, _POLYGON, _ARCS, _COMPOUND, _CURVED, _LINES, _AREAS = 2, 3, 8, 9, 10, 11, 12
_PLAIN_LINES, _PLAIN_AREAS, _COLLECTION = 5, 6, 7
_HOLDERS: Final = frozenset({_LINES, _AREAS, _PLAIN_LINES, _PLAIN_AREAS, _COLLECTION})
_POINT_BYTES: Final = 8


def straightened(raw: bytes) -> BaseGeometry | None:
    """Return curved geometry as straight one; None for what is damaged, or curved otherwise."""
    try:
        shape, end = _Reader(raw).geometry(0, 0)
    except (struct.error, ValueError, LookupError, shapely.errors.GEOSException):
        return None
    return shape if end == len(raw) else None


class _Reader:
    """Reads geometry from a place in binary; each method returns what it read and where it ends."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def geometry(self, at: int, depth: int) -> tuple[BaseGeometry, int]:
        order, kind, size, start = self._head(at)
        if depth > _MOST_DEPTH:
            raise ValueError
        if kind in {_LINE, _ARCS, _COMPOUND}:
            line, end = self._line(at, depth)
            return shapely.LineString(line), end
        if kind == _POLYGON:
            rings, end = self._rings(start, order, size)
            return _area(rings), end
        if kind == _CURVED:
            rings, end = self._each(start, order, depth, self._line)
            return _area(rings), end
        if kind in _HOLDERS:
            parts, end = self._each(start, order, depth, self.geometry)
            return _together(kind, parts), end
        raise ValueError

    def _head(self, at: int) -> tuple[str, int, int, int]:
        """Return byte order, kind, bytes of a vertex and where the content begins."""
        order = "<" if self.raw[at] else ">"
        code = struct.unpack_from(f"{order}I", self.raw, at + 1)[0]
        extended = (code >> 31 & 1) + (code >> 30 & 1)
        bare = code & 0x0FFFFFFF
        extra = extended or {0: 0, 1: 1, 2: 1, 3: 2}[bare // 1000]
        start = at + 5 + (4 if code & 0x20000000 else 0)
        return order, bare % 1000, (2 + extra) * _POINT_BYTES, start

    def _each(
        self, at: int, order: str, depth: int, read: Callable[[int, int], tuple[T, int]]
    ) -> tuple[list[T], int]:
        count = struct.unpack_from(f"{order}I", self.raw, at)[0]
        found: list[T] = []
        end = at + 4
        for _ in range(count):
            one, end = read(end, depth + 1)
            found.append(one)
        return found, end

    def _points(self, at: int, order: str, size: int) -> tuple[Vertices, int]:
        count = struct.unpack_from(f"{order}I", self.raw, at)[0]
        end = at + 4 + count * size
        if end > len(self.raw):
            raise ValueError
        values = np.frombuffer(self.raw, f"{order}f8", count * size // _POINT_BYTES, at + 4)
        return values.reshape(count, -1)[:, :2].astype(np.float64), end

    def _rings(self, at: int, order: str, size: int) -> tuple[list[Vertices], int]:
        count = struct.unpack_from(f"{order}I", self.raw, at)[0]
        found: list[Vertices] = []
        end = at + 4
        for _ in range(count):
            ring, end = self._points(end, order, size)
            found.append(ring)
        return found, end

    def _line(self, at: int, depth: int) -> tuple[Vertices, int]:
        """Return the vertices of a line, of arcs, or of both joined."""
        order, kind, size, start = self._head(at)
        if depth > _MOST_DEPTH:
            raise ValueError
        if kind == _COMPOUND:
            parts, end = self._each(start, order, depth, self._line)
            return np.concatenate([parts[0], *(part[1:] for part in parts[1:])]), end
        if kind not in {_LINE, _ARCS}:
            raise ValueError
        vertices, end = self._points(start, order, size)
        return (_chords(vertices) if kind == _ARCS else vertices), end


def _area(rings: list[Vertices]) -> BaseGeometry:
    return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()


def _together(kind: int, parts: list[BaseGeometry]) -> BaseGeometry:
    makers: dict[int, Any] = {
        _AREAS: shapely.multipolygons,
        _PLAIN_AREAS: shapely.multipolygons,
        _LINES: shapely.multilinestrings,
        _PLAIN_LINES: shapely.multilinestrings,
    }
    made: BaseGeometry = makers.get(kind, shapely.geometrycollections)(parts)
    return made


def _chords(vertices: Vertices) -> Vertices:
    """Return the vertices of arcs, each through three points and beginning where one ends."""
    if len(vertices) % 2 == 0 or len(vertices) > _MOST_VERTICES:
        raise ValueError
    arcs = [_arc(*vertices[at : at + 3]) for at in range(0, len(vertices) - 2, 2)]
    return np.concatenate((vertices[:1], *arcs))


def _arc(begin: Vertices, middle: Vertices, end: Vertices) -> Vertices:
    """Return the vertices of an arc without its first; a circle is one that ends where it began."""
    if np.array_equal(begin, end):
        centre, turn = (begin + middle) / 2, 2 * math.pi
    else:
        (ax, ay), (bx, by) = middle - begin, end - begin
        cross = 2 * (ax * by - ay * bx)
        if abs(cross) <= _FLAT * (ax * ax + ay * ay + bx * bx + by * by):
            return np.array([middle, end])
        first, second = ax * ax + ay * ay, bx * bx + by * by
        centre = begin + np.array([by * first - ay * second, ax * second - bx * first]) / cross
        turn = _turn(begin - centre, end - centre, counterclockwise=cross > 0)
    radius, start = begin - centre, math.atan2(*(begin - centre)[::-1])
    count = max(2, math.ceil(abs(turn) / _STEP_RAD))
    angles = start + turn * np.arange(1, count + 1) / count
    along = centre + math.hypot(*radius) * np.column_stack((np.cos(angles), np.sin(angles)))
    along[-1] = end
    return along


def _turn(first: Vertices, last: Vertices, *, counterclockwise: bool) -> float:
    """Return the angle from one radius to another in the direction of an arc."""
    angle = math.atan2(last[1], last[0]) - math.atan2(first[1], first[0])
    if counterclockwise:
        return angle if angle > 0 else angle + 2 * math.pi
    return angle if angle < 0 else angle - 2 * math.pi

"""Arcs become short straight segments that keep their ends, their length and their area."""

from __future__ import annotations

import math
import struct

import numpy as np
import pytest
import shapely

from layers.inspection.curves import straightened

HALF = [(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]
"""The upper half of the circle around (1, 0)."""


def head(kind: int) -> bytes:
    return struct.pack("<BI", 1, kind)


def vertices(points) -> bytes:
    return struct.pack("<I", len(points)) + b"".join(struct.pack(f"<{len(p)}d", *p) for p in points)


def arcs(points, kind: int = 8) -> bytes:
    return head(kind) + vertices(points)


def holding(kind: int, *parts: bytes) -> bytes:
    return head(kind) + struct.pack("<I", len(parts)) + b"".join(parts)


def test_half_a_circle_goes_through_its_middle():
    line = straightened(arcs(HALF))
    assert line.coords[0] == HALF[0]
    assert line.coords[-1] == HALF[2]
    assert line.length == pytest.approx(math.pi, rel=1e-4)
    assert np.hypot(*(np.array(line.coords) - (1, 0)).T) == pytest.approx(1.0)
    assert line.distance(shapely.Point(1, 1)) < 1e-9


def test_the_middle_tells_the_side_of_the_arc():
    line = straightened(arcs([(0.0, 0.0), (1.0, -1.0), (2.0, 0.0)]))
    assert line.bounds == pytest.approx((0, -1, 2, 0), abs=1e-3)


def test_more_than_half_a_circle():
    # From (1, 0) counterclockwise by three quarters to (0, -1) around the origin.
    line = straightened(arcs([(1.0, 0.0), (-math.sqrt(0.5), math.sqrt(0.5)), (0.0, -1.0)]))
    assert line.length == pytest.approx(1.5 * math.pi, rel=1e-4)


def test_a_circle_ends_where_it_began():
    circle = straightened(holding(10, arcs([(0.0, 0.0), (2.0, 0.0), (0.0, 0.0)])))
    assert circle.area == pytest.approx(math.pi, rel=1e-3)
    assert circle.is_valid


def test_arcs_and_lines_joined_bound_a_polygon_with_a_hole():
    outer = holding(9, arcs(HALF), arcs([HALF[2], HALF[0]], kind=2))
    hole = arcs([(0.9, 0.2), (1.1, 0.2), (1.0, 0.4), (0.9, 0.2)], kind=2)
    polygon = straightened(holding(10, outer, hole))
    assert polygon.area == pytest.approx(math.pi / 2 - 0.02, rel=1e-3)
    several = straightened(holding(12, holding(10, outer), holding(10, outer)))
    assert (several.geom_type, len(several.geoms)) == ("MultiPolygon", 2)
    assert straightened(holding(11, arcs(HALF))).geom_type == "MultiLineString"


def test_heights_are_left_out():
    line = straightened(arcs([(*point, 800.0) for point in HALF], kind=1008))
    assert not line.has_z
    assert line.length == pytest.approx(math.pi, rel=1e-4)


def test_three_points_in_a_row_are_no_arc():
    line = straightened(arcs([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]))
    assert list(line.coords) == [(0, 0), (1, 1), (2, 2)]


@pytest.mark.parametrize("raw", [
    b"", arcs(HALF)[:-8], arcs(HALF) + b"x", arcs(HALF[:2]), holding(9), head(17) + bytes(4),
    head(8) + struct.pack("<I", 2**32 - 1), holding(11, *[b""] * 3),
    head(11) * 5_000, (holding(11, b"")[:9]) * 5_000,
])  # fmt: skip
def test_what_is_damaged_gives_nothing(raw):
    assert straightened(raw) is None

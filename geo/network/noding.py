"""Joining roads of a layer whose lines were drawn without common vertices.

Every place where two lines cross or touch becomes a vertex of both, and an end that misses the
next line by little is led on to it. There are no bridges in such a layer: lines that cross, meet.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

from geo.crs import metres_per_degree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.ways import Ways


def noded_at_crossings(ways: Ways, tolerance_m: float = 0.0) -> Ways:
    """Return the ways with a common vertex wherever two of them cross, touch or nearly touch.

    Parameters
    ----------
    ways
        Lines in longitude and latitude, straight there between vertices.
    tolerance_m
        How far an end may miss another line and still be joined to it (≤), in metres, measured in
        a plane true to about 1 % within a county.

    Notes
    -----
    Where lines run along each other, the ends of the common stretch become vertices. A line that
    crosses itself is not joined to itself.
    """
    scale = metres_per_degree(float(ways.lonlat[:, 1].mean()))
    plane = dataclasses.replace(ways, lonlat=ways.lonlat * scale)
    if tolerance_m > 0:
        plane = _ends_led_on(plane, tolerance_m)
    lines = _lines(plane)
    one, other = STRtree(lines).query(lines, predicate="intersects")
    once = one < other
    one, other = one[once], other[once]
    points, pair = shapely.get_coordinates(
        shapely.intersection(lines[one], lines[other]), return_index=True
    )
    on_both = np.concatenate((one[pair], other[pair]))
    noded = _with_vertices(plane, np.vstack((points, points)), on_both)
    return dataclasses.replace(noded, lonlat=noded.lonlat / scale)


def _lines(plane: Ways) -> NDArray[np.object_]:
    return np.asarray(shapely.linestrings(plane.lonlat, indices=plane.way_of_vertex), dtype=object)


def _ends_led_on(plane: Ways, tolerance_m: float) -> Ways:
    """Lead ends that stop just short of another line on to the nearest point of it."""
    lines = _lines(plane)
    vertex = np.concatenate((plane.first[:-1], plane.first[1:] - 1))
    way = np.tile(np.arange(len(lines)), 2)
    ends = np.asarray(shapely.points(plane.lonlat[vertex]), dtype=object)
    end, target = _nearly_touched(ends, way, lines, tolerance_m)
    foot = shapely.line_interpolate_point(
        lines[target], shapely.line_locate_point(lines[target], ends[end])
    )
    feet = shapely.get_coordinates(foot)
    # A new first vertex goes before the old one, a new last vertex behind it, and where a line
    # ends and the next begins, the end comes first.
    is_start = end < len(lines)
    place = vertex[end] + ~is_start
    order = np.lexsort((is_start, place))
    sizes = np.diff(plane.first) + np.bincount(way[end], minlength=len(lines))
    grown = dataclasses.replace(
        plane,
        lonlat=np.insert(plane.lonlat, place[order], feet[order], axis=0),
        first=np.concatenate(([0], np.cumsum(sizes))),
    )
    return _with_vertices(grown, feet, target)


def _nearly_touched(
    ends: NDArray[np.object_],
    way: NDArray[np.int64],
    lines: NDArray[np.object_],
    tolerance_m: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ends that stop short of another line, each with the nearest such line."""
    end, near = STRtree(lines).query(ends, predicate="dwithin", distance=tolerance_m)
    foreign = near != way[end]
    end, near = end[foreign], near[foreign]
    gap_m = shapely.distance(ends[end], lines[near])
    order = np.lexsort((near, gap_m, end))
    end, near, gap_m = end[order], near[order], gap_m[order]
    # An end that lies on another line already is left where it is.
    nearest = (np.diff(end, prepend=-1) > 0) & (gap_m > 0)
    return end[nearest], near[nearest]


def _with_vertices(plane: Ways, points: NDArray[np.float64], way: NDArray[np.int64]) -> Ways:
    """Return the ways with points that lie on them inserted as vertices."""
    of_vertex = plane.way_of_vertex
    steps = np.hypot(*np.diff(plane.lonlat, axis=0).T)
    steps[of_vertex[1:] != of_vertex[:-1]] = 0.0
    along = np.concatenate(([0.0], np.cumsum(steps)))
    along -= along[plane.first[:-1]][of_vertex]
    located = shapely.line_locate_point(_lines(plane)[way], shapely.points(points))
    owner = np.concatenate((of_vertex, way))
    order = np.lexsort((np.concatenate((along, located)), owner))
    sizes = np.bincount(owner, minlength=len(plane.row))
    return dataclasses.replace(
        plane,
        lonlat=np.vstack((plane.lonlat, points))[order],
        first=np.concatenate(([0], np.cumsum(sizes))),
    )

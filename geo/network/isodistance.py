"""Areas within a distance or time by road: they follow the roads instead of bridging them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon

from geo.crs import local_plane, project
from geo.errors import BadParameter
from geo.measures import area_m2
from geo.network.reached import Direction, lines_of, reached

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.network.network import Network, Weight
    from geo.network.snapping import Snapped

DEFAULT_WIDTH_M: Final = 60.0
MAX_WIDTH_M: Final = 5_000.0

_QUAD_SEGS: Final = 8
"""Chords per quadrant of the rounded ends; their edge is at most 0.5 % of the width too far in."""

_EDGE_DEG: Final = 0.02
"""Longest edge, about 2 km: straight in degrees it bends 0.07 m on the ground."""


def isodistance(
    network: Network,
    stations: Snapped,
    limits: Sequence[float],
    weight: Weight = "metres",
    *,
    width_m: float = DEFAULT_WIDTH_M,
    fill_below_m2: float = 0.0,
    direction: Direction = "to",
) -> list[MultiPolygon]:
    """Return the area within each limit of the nearest station.

    Parameters
    ----------
    network
        The network the stations are snapped to.
    stations
        Places by `geo.network.snapping.snap`.
    limits
        Metres or seconds, each finite and 0 or more; a point exactly at a limit is within (≤).
    weight
        "metres" or "seconds".
    width_m
        How far from a road in metres the area reaches (≤), above 0 and at
        most 5 000.
    fill_below_m2
        Holes smaller than this (<) in square metres are filled: blocks between reached streets. 0
        leaves every hole.
    direction
        "to" the station or "from" it.

    Returns
    -------
    areas
        One multi-polygon in longitude and latitude for each limit, in the order of the limits,
        empty where no road is reached. Its edge is within 1 % of the width from where it should
        be; a larger limit's area contains a smaller one's up to that.

    Raises
    ------
    BadParameter
        If a limit or the width is out of range, or the weight unknown.

    Notes
    -----
    The reached stretches, cut at the limit, are widened on the ground and joined. A hull around
    reached nodes holds a fifth more area that is not within reach.
    """
    if not all(0 <= limit < np.inf for limit in limits):
        raise BadParameter(where="limits", value=list(limits), allowed=">= 0, finite")
    if not 0 < width_m <= MAX_WIDTH_M:
        raise BadParameter(where="width_m", value=width_m, allowed=f"0 < m <= {MAX_WIDTH_M:g}")
    areas = []
    for limit in limits:
        pieces = reached(network, stations, limit, weight, direction)
        if not len(pieces.edge):
            areas.append(MultiPolygon())
            continue
        parts = shapely.get_parts(_widened(lines_of(network, pieces), width_m))
        areas.append(MultiPolygon([_filled(part, fill_below_m2) for part in parts]))
    return areas


def _widened(lines: NDArray[np.object_], width_m: float) -> BaseGeometry:
    """Return the area within a width of lines.

    `geo.geometry.buffer_m` is ten times as precise and takes five times as long, for thousands of
    short lines with a width of metres. Here all lines share one plane around their middle, which
    is off by at most 1 : 6 000 up to 200 km from it.
    """
    west, south, east, north = shapely.total_bounds(lines).tolist()
    to_plane, to_lonlat = local_plane((west + east) / 2, (south + north) / 2)
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    short = shapely.segmentize(_opened(merged), _EDGE_DEG)
    plane = shapely.transform(short, lambda lonlat: project(lonlat, to_plane))
    zone = shapely.union_all(shapely.buffer(plane, width_m, quad_segs=_QUAD_SEGS))
    return shapely.transform(zone, lambda metres: project(metres, to_lonlat))


def _opened(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return lines with those that end where they begin cut in two.

    Stretches that overlap are joined there and back; widened as a ring they would lose their ends.
    """
    closed = shapely.is_closed(lines)
    halves = [
        half
        for line in lines[closed]
        for half in _halves(shapely.get_coordinates(shapely.segmentize(line, line.length / 3)))
    ]
    return np.concatenate((lines[~closed], np.array(halves, dtype=object)))


def _halves(lonlat: NDArray[np.float64]) -> tuple[LineString, LineString]:
    middle = len(lonlat) // 2
    return LineString(lonlat[: middle + 1]), LineString(lonlat[middle:])


def _filled(part: Polygon, fill_below_m2: float) -> Polygon:
    """Return a polygon without its small holes."""
    holes = [Polygon(ring) for ring in part.interiors]
    if fill_below_m2 <= 0 or not holes:
        return part
    kept = area_m2(holes) >= fill_below_m2
    rings = [hole.exterior for hole, keep in zip(holes, kept, strict=True) if keep]
    return Polygon(part.exterior, rings)

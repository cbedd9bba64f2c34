"""Charging distance, reading (b): the largest gap between chargers along a route."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.crs import GEOD, check_lonlat, lonlat_geometries
from geo.distances import earth_centred, geodesic_m
from geo.errors import BadParameter, WrongGeometry

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

_EDGE_DEG: Final = 0.01
"""Longest edge, about a kilometre: its chord runs at most 0.02 m below the ground."""


@dataclass(frozen=True)
class Spacing:
    """Chargers along a route and the gaps between them, everything in metres from its start.

    ``gap_m`` is the largest gap, from ``from_m`` to ``to_m``. ``site_index`` are the row numbers
    of the chargers near enough to the route, in its direction, ``site_m`` where along it they are.
    """

    gap_m: float
    from_m: float
    to_m: float
    length_m: float
    site_index: NDArray[np.int64]
    site_m: NDArray[np.float64]


def largest_gap(route: BaseGeometry, sites: ArrayLike, lateral_offset_m: float) -> Spacing:
    """Find the longest stretch of a route without a charger.

    Parameters
    ----------
    route
        A line in longitude and latitude; parts that follow one another are joined.
    sites
        Positions of chargers, shape (n, 2), longitude and latitude in degrees.
    lateral_offset_m
        How far from the route in metres a charger may stand to count (≤), 0 or more.

    Returns
    -------
    spacing
        The start and the end of the route bound a gap as a charger does: whoever sets out at the
        start must reach the first charger. Without any charger the gap is the whole route. Of
        equal gaps the first is taken.

    Raises
    ------
    WrongGeometry
        If the route is not one line.
    BadParameter
        If the offset is negative or not a number.
    BadCoordinates
        If a coordinate is out of range.

    Notes
    -----
    A charger counts at the point of the route nearest to it, once: where a route passes it a
    second time on the way back, the gap there is reported larger than it is.
    """
    if not lateral_offset_m >= 0:
        raise BadParameter(where="lateral_offset_m", value=lateral_offset_m, allowed=">= 0 m")
    vertices = _vertices(route)
    measure_m = np.concatenate(([0.0], np.cumsum(geodesic_m(vertices[:-1], vertices[1:]))))
    offset_m, along_m = _located(check_lonlat(sites, where="sites"), vertices, measure_m)
    near = np.flatnonzero(offset_m <= lateral_offset_m)
    near = near[np.argsort(along_m[near], kind="stable")]
    stops_m = np.concatenate(([0.0], along_m[near], measure_m[-1:]))
    widest = int(np.argmax(np.diff(stops_m)))
    return Spacing(
        gap_m=float(stops_m[widest + 1] - stops_m[widest]),
        from_m=float(stops_m[widest]),
        to_m=float(stops_m[widest + 1]),
        length_m=float(measure_m[-1]),
        site_index=near,
        site_m=along_m[near],
    )


def stretches(route: shapely.Geometry, stops_m: NDArray[np.float64]) -> list[shapely.LineString]:
    """Cut a route at distances along it.

    Parameters
    ----------
    route
        One line in longitude and latitude.
    stops_m
        Metres from its start, ascending, shape (n,) with n ≥ 2.

    Returns
    -------
    pieces
        The n - 1 pieces between neighbouring stops; one of no length has its place twice.
    """
    vertices = np.asarray(shapely.get_coordinates(route))
    measure_m = np.concatenate(([0.0], np.cumsum(geodesic_m(vertices[:-1], vertices[1:]))))
    return [_stretch(vertices, measure_m, start, end) for start, end in pairwise(stops_m.tolist())]


def _stretch(
    vertices: NDArray[np.float64], measure_m: NDArray[np.float64], start: float, end: float
) -> shapely.LineString:
    within = (measure_m > start) & (measure_m < end)
    along_m = np.concatenate(([start], measure_m[within], [end]))
    columns = [np.interp(along_m, measure_m, vertices[:, axis]) for axis in (0, 1)]
    return shapely.LineString(np.column_stack(columns))


def _vertices(route: BaseGeometry) -> NDArray[np.float64]:
    """Return the vertices of the route, no more than an edge length apart."""
    line = shapely.line_merge(lonlat_geometries(route, where="route")[0])
    if line.geom_type != "LineString" or line.is_empty:
        raise WrongGeometry(where="route", found=[line.geom_type], needed=["LineString"])
    return np.asarray(shapely.get_coordinates(shapely.segmentize(line, _EDGE_DEG)))


def _located(
    sites: NDArray[np.float64], vertices: NDArray[np.float64], measure_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each site's distance from the route and where along it, in metres."""
    nodes = earth_centred(vertices)
    located = [_foot(place, nodes) for place in earth_centred(sites)]
    edge = np.array([each[0] for each in located], dtype=np.int64)
    part = np.array([each[1] for each in located], dtype=np.float64)
    start, end = vertices[edge], vertices[edge + 1]
    azimuth, _, _ = GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    beyond_m = part * (measure_m[edge + 1] - measure_m[edge])
    lon, lat, _ = GEOD.fwd(start[:, 0], start[:, 1], azimuth, beyond_m)
    return geodesic_m(sites, np.column_stack((lon, lat))), measure_m[edge] + beyond_m


def _foot(place: NDArray[np.float64], nodes: NDArray[np.float64]) -> tuple[int, float]:
    """Return the edge nearest to a place, straight through the earth, and the share along it."""
    start, step = nodes[:-1], np.diff(nodes, axis=0)
    length2 = np.maximum(np.einsum("ij,ij->i", step, step), np.finfo(float).tiny)
    share = np.clip(np.einsum("ij,ij->i", place - start, step) / length2, 0.0, 1.0)
    miss = place - (start + share[:, None] * step)
    edge = int(np.argmin(np.einsum("ij,ij->i", miss, miss)))
    return edge, float(share[edge])

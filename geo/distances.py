"""Distance to the nearest site: geodesic, exact, and proven so for every row.

The search runs in a kd-tree over earth-centred coordinates, where the straight chord c through
the earth never exceeds the geodesic s along its surface. If the geodesic to the best candidate
is s₁, every site whose chord is longer than s₁ is farther away than it. So the answer is proven
as soon as the next candidate's chord exceeds s₁; the few rows where it does not are searched with
twice as many candidates until it does. Comparing chords or great circles alone, without this
test, picks a wrong site now and then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from geo.crs import GEOD, check_lonlat
from geo.errors import EmptyInput
from geo.measures import representative_lonlat

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import ArrayLike, NDArray
    from scipy.spatial import cKDTree

TIE_M: Final = 1e-6
"""Two distances this close count as equal; geodesics are computed to a few nanometres."""

_MANY: Final = 20_000
"""From here on sorting the queries in space and using all cores is worth its cost."""

NO_SITE: Final = -1


@dataclass(frozen=True)
class Nearest:
    """For each origin the row number of its nearest site and the geodesic distance in metres.

    An origin without a position has index ``NO_SITE`` (-1) and distance NaN.
    """

    index: NDArray[np.int64]
    distance_m: NDArray[np.float64]


def nearest(origins: ArrayLike, sites: ArrayLike) -> Nearest:
    """Find the nearest site of each origin along the ellipsoid.

    Parameters
    ----------
    origins
        Positions, shape (n, 2), longitude and latitude in degrees.
    sites
        Positions, shape (m, 2), likewise.

    Returns
    -------
    nearest
        Row numbers in ``sites`` and distances in metres, shape (n,) each. Of sites equally far
        (within a micron) the one with the lowest row number is taken.

    Raises
    ------
    EmptyInput
        If there is no site. No origin is fine and gives an empty answer.
    BadCoordinates
        If a coordinate is not finite or out of range.

    Notes
    -----
    Agrees with comparing all pairs; the accuracy is that of Karney's algorithm (2013,
    doi:10.1007/s00190-012-0578-z), some nanometres.
    """
    from_lonlat = check_lonlat(origins, where="origins")
    to_lonlat = check_lonlat(sites, where="sites")
    if not len(to_lonlat):
        raise EmptyInput(where="sites")
    if len(from_lonlat) < _MANY:
        return _nearest(from_lonlat, to_lonlat)
    order = np.argsort(_morton(from_lonlat), kind="stable")
    found = _nearest(from_lonlat[order], to_lonlat)
    index, distance_m = np.empty_like(found.index), np.empty_like(found.distance_m)
    index[order], distance_m[order] = found.index, found.distance_m
    return Nearest(index, distance_m)


def nearest_sites(origins: GeoDataFrame, sites: GeoDataFrame) -> Nearest:
    """Find the nearest site of each feature of a frame.

    Parameters
    ----------
    origins, sites
        Features in any declared system. Points count as they are, other geometries by a point
        inside them. Sites without a geometry are passed over.

    Returns
    -------
    nearest
        Row numbers (by position, not by label) and distances in metres.

    Raises
    ------
    MissingCrs
        If a frame declares no system.
    EmptyInput
        If no site has a position.
    """
    from_lonlat, to_lonlat = representative_lonlat(origins), representative_lonlat(sites)
    return nearest_known(from_lonlat, to_lonlat)


def nearest_known(origins: NDArray[np.float64], sites: NDArray[np.float64]) -> Nearest:
    """Find the nearest site as `nearest` does, where rows of NaN stand for unknown positions.

    Raises
    ------
    EmptyInput
        If no site has a position.
    BadCoordinates
        If a known coordinate is out of range.
    """
    known = ~np.isnan(origins).any(axis=1)
    usable = np.flatnonzero(~np.isnan(sites).any(axis=1))
    found = nearest(origins[known], sites[usable])
    index = np.full(len(origins), NO_SITE, dtype=np.int64)
    distance_m = np.full(len(origins), np.nan)
    index[known], distance_m[known] = usable[found.index], found.distance_m
    return Nearest(index, distance_m)


def geodesic_m(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geodesic distance in metres between positions, broadcast against each other.

    Parameters
    ----------
    start, end
        Longitude and latitude in degrees along the last axis.
    """
    start, end = np.broadcast_arrays(start, end)
    _, _, distance_m = GEOD.inv(start[..., 0], start[..., 1], end[..., 0], end[..., 1])
    return np.asarray(distance_m, dtype=np.float64)


def earth_centred(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return earth-centred Cartesian coordinates in metres, shape (n, 3), of surface positions."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    normal = GEOD.a / np.sqrt(1.0 - GEOD.es * sin_lat**2)
    across = normal * cos_lat
    upward = normal * (1.0 - GEOD.es) * sin_lat
    return np.column_stack((across * np.cos(lon), across * np.sin(lon), upward))


def _nearest(origins: NDArray[np.float64], sites: NDArray[np.float64]) -> Nearest:
    """Take the nearest by chord, then settle the rows whose answer that does not prove."""
    targets = earth_centred(origins)
    tree = scipy.spatial.cKDTree(earth_centred(sites))
    chord, index = _query(tree, targets, min(2, len(sites)))
    best = np.ascontiguousarray(index[:, 0])
    distance_m = geodesic_m(origins, sites[best])
    if len(sites) > 1:
        open_rows = np.flatnonzero(chord[:, 1] <= distance_m + 2 * TIE_M)
        if len(open_rows):
            settled = _settle(origins[open_rows], targets[open_rows], sites)
            best[open_rows], distance_m[open_rows] = settled.index, settled.distance_m
    return Nearest(best, distance_m)


def _settle(
    origins: NDArray[np.float64], targets: NDArray[np.float64], sites: NDArray[np.float64]
) -> Nearest:
    """Double the number of candidates until the answer of every row is proven.

    Sites at one position are merged first (the lowest row number stays), so that a thousand piles
    entered at one address do not make a thousand candidates.
    """
    _, lowest = np.unique(sites, axis=0, return_index=True)
    lowest = np.sort(lowest)
    places = sites[lowest]
    tree = scipy.spatial.cKDTree(earth_centred(places))
    best = np.zeros(len(origins), dtype=np.int64)
    distance_m = np.zeros(len(origins))
    rows, k = np.arange(len(origins)), 2
    while len(rows):
        k = min(2 * k, len(places))
        chord, index = _query(tree, targets[rows], k)
        lengths_m = geodesic_m(origins[rows, None, :], places[index])
        shortest_m = lengths_m.min(axis=1)
        tied = lengths_m <= shortest_m[:, None] + TIE_M
        best[rows] = np.where(tied, index, len(places)).min(axis=1)
        distance_m[rows] = shortest_m
        proven = (chord[:, -1] > shortest_m + 2 * TIE_M) | (k == len(places))
        rows = rows[~proven]
    return Nearest(lowest[best], distance_m)


def _query(
    tree: cKDTree, targets: NDArray[np.float64], k: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return chords in metres and row numbers of the k nearest, shape (n, k), nearest first."""
    workers = -1 if len(targets) >= _MANY else 1
    chord, index = tree.query(targets, k=list(range(1, k + 1)), workers=workers)
    return np.asarray(chord, dtype=np.float64), np.asarray(index, dtype=np.int64)


def _morton(lonlat: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return places along a Z-order curve, so that neighbours are queried one after another."""
    low = lonlat.min(axis=0)
    span = np.maximum(lonlat.max(axis=0) - low, 1e-12)
    cells = ((lonlat - low) / span * 65_535.0).astype(np.uint64)
    return _spread_bits(cells[:, 0]) | (_spread_bits(cells[:, 1]) << np.uint64(1))


def _spread_bits(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Put a zero bit after each of the sixteen low bits."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value

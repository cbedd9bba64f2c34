"""Which site serves which place: a sparse table of what lies within a distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import scipy

from geo.crs import check_lonlat
from geo.distances import earth_centred, geodesic_m
from geo.errors import BadParameter

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

Comparator = Literal["<", "<="]


def cover_within(
    places: ArrayLike, sites: ArrayLike, limit_m: float, comparator: Comparator = "<"
) -> csr_array:
    """Return which sites lie within a straight distance of which places.

    Parameters
    ----------
    places, sites
        Positions, shape (n, 2) and (m, 2), longitude and latitude in degrees.
    limit_m
        Distance in metres along the ellipsoid, above 0.
    comparator
        "<" leaves out what lies exactly at the limit, "<=" takes it in.

    Returns
    -------
    cover
        Shape (n, m), 1 where the site serves the place.

    Raises
    ------
    BadParameter
        If the limit is not above 0.
    BadCoordinates
        If a coordinate is not finite or out of range.
    """
    if not 0 < limit_m < np.inf:
        raise BadParameter(where="limit_m", value=limit_m, allowed="> 0 m")
    origins, goals = check_lonlat(places, where="places"), check_lonlat(sites, where="sites")
    shape = (len(origins), len(goals))
    if not all(shape):
        none = np.zeros(0, dtype=np.int64)
        return _table(none, none, shape)
    # A chord through the earth is never longer than the geodesic over it.
    near = scipy.spatial.cKDTree(earth_centred(origins)).sparse_distance_matrix(
        scipy.spatial.cKDTree(earth_centred(goals)), limit_m, output_type="coo_matrix"
    )
    distance_m = geodesic_m(origins[near.row], goals[near.col])
    inside = distance_m < limit_m if comparator == "<" else distance_m <= limit_m
    return _table(near.row[inside], near.col[inside], shape)


def cover_from_distances(
    distance: ArrayLike, limit: float, comparator: Comparator = "<"
) -> csr_array:
    """Return which sites lie within a limit of which places, by distances or times given.

    Parameters
    ----------
    distance
        Shape (n, m), such as `geo.network.cost_between` gives; infinite where there is no way.
    limit
        In the unit of the distances; the comparator is that of `cover_within`.
    """
    table = np.asarray(distance, dtype=np.float64)
    inside = table < limit if comparator == "<" else table <= limit
    row, column = np.nonzero(inside & np.isfinite(table))
    return _table(row, column, (table.shape[0], table.shape[1]))


def merged(
    cover: csr_array, weights: NDArray[np.float64]
) -> tuple[csr_array, NDArray[np.float64], NDArray[np.int64]]:
    """Merge places that are served by the same sites.

    Half of the places go without any loss where candidates are few; on large problems that is the
    difference between an answer and none.

    Returns
    -------
    cover, weights, group
        One row for each set of sites, the sum of the weights of its places, and the row each
        place went to, shape (n,).
    """
    ordered = cover.sorted_indices()
    ends = zip(ordered.indptr[:-1], ordered.indptr[1:], strict=True)
    sets: dict[bytes, int] = {}
    group = np.array(
        [sets.setdefault(ordered.indices[a:b].tobytes(), len(sets)) for a, b in ends],
        dtype=np.int64,
    )
    _, first = np.unique(group, return_index=True)
    together = np.asarray(np.bincount(group, weights, len(sets)), dtype=np.float64)
    return scipy.sparse.csr_array(ordered[first]), together, group


def _table(
    row: NDArray[np.integer], column: NDArray[np.integer], shape: tuple[int, int]
) -> csr_array:
    return scipy.sparse.csr_array((np.ones(len(row), dtype=np.int8), (row, column)), shape=shape)

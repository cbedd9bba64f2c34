"""From places to the road: the nearest point of the nearest edge, not the nearest junction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.crs import check_lonlat
from geo.distances import geodesic_m
from geo.errors import BadParameter
from geo.network.edge_search import nearest_edges
from geo.network.lengths import conformal
from geo.network.network import runs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geo.network.network import Network

NO_EDGE: Final = -1
DEFAULT_MAX_SNAP_M: Final = 1_000.0
_AT_NODE_M: Final = 0.01
"""Nearer to an end of its edge than this a place is at the node: nodes are that precise."""


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where places meet the road; arrays of shape (n,), or (n, 2) for ``lonlat``.

    ``edge`` is the nearest edge (`NO_EDGE` for a place without a position), ``offset_m`` how far
    along it, ``lonlat`` that point, ``snap_m`` the geodesic distance to it. ``on_road`` tells
    whether it is near enough to count; what is farther keeps its figures, to be shown.
    """

    edge: NDArray[np.int64]
    offset_m: NDArray[np.float64]
    lonlat: NDArray[np.float64]
    snap_m: NDArray[np.float64]
    on_road: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return how many places there are."""
        return len(self.edge)


def snap(network: Network, lonlat: ArrayLike, max_snap_m: float = DEFAULT_MAX_SNAP_M) -> Snapped:
    """Find the nearest point of a road to each place.

    Parameters
    ----------
    network
        Roads that cars use.
    lonlat
        Positions, shape (n, 2), longitude and latitude in degrees; rows of NaN are unknown.
    max_snap_m
        How far from a road in metres a place may be to count as on it (≤), 0 or more.

    Returns
    -------
    snapped
        For an unknown position ``snap_m`` is infinite and ``lonlat`` NaN. Within a centimetre of
        an end of its edge a place is at that end.

    Raises
    ------
    BadParameter
        If the limit is negative or not a number.
    BadCoordinates
        If a known coordinate is out of range.

    Notes
    -----
    The nearest edge is the nearest in a conformal plane; where another is farther by less than
    about a thousandth, either may be taken. Of edges equally near, the first counts.
    """
    if not max_snap_m >= 0:
        raise BadParameter(where="max_snap_m", value=max_snap_m, allowed=">= 0 m")
    places = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    known = np.flatnonzero(~np.isnan(places).any(axis=1))
    check_lonlat(places[known], where="lonlat")
    edge = np.full(len(places), NO_EDGE, dtype=np.int64)
    offset_m = np.zeros(len(places))
    point = np.full((len(places), 2), np.nan)
    snap_m = np.full(len(places), np.inf)
    if len(known):
        edge[known] = nearest_edges(network, places[known])
        offset_m[known], point[known] = _foot(network, places[known], edge[known])
        snap_m[known] = geodesic_m(places[known], point[known])
    return Snapped(edge, offset_m, point, snap_m, snap_m <= max_snap_m)


def position_at(
    network: Network, edge: NDArray[np.integer], offset_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the position so many metres along each edge, and the vertex behind it.

    Parameters
    ----------
    network
        The network the edges belong to.
    edge, offset_m
        Edges, shape (n,), and metres from their starts, clipped to their lengths.

    Returns
    -------
    lonlat, vertex
        Shape (n, 2) in degrees, and the first vertex strictly beyond the position; for the end of
        an edge its last vertex.
    """
    first, last = network.edge_first[edge], network.edge_last[edge]
    target_m = network.vertex_m[first] + offset_m
    beyond = np.searchsorted(network.vertex_m, target_m, side="right")
    beyond = np.clip(beyond, first + 1, last).astype(np.int64)
    before_m, after_m = network.vertex_m[beyond - 1], network.vertex_m[beyond]
    step_m = np.maximum(after_m - before_m, np.finfo(float).tiny)
    share = np.clip((target_m - before_m) / step_m, 0.0, 1.0)[:, None]
    before, after = network.vertex_lonlat[beyond - 1], network.vertex_lonlat[beyond]
    return before * (1.0 - share) + after * share, beyond


def _foot(
    network: Network, places: NDArray[np.float64], edge: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far along its edge the point nearest to each place is, and that point."""
    first, last = network.edge_first[edge], network.edge_last[edge]
    vertex, owner = runs(first, last - 1)
    start = conformal(network.vertex_lonlat[vertex])
    step = conformal(network.vertex_lonlat[vertex + 1]) - start
    away = conformal(places)[owner] - start
    square = np.maximum((step * step).sum(axis=1), np.finfo(float).tiny)
    share = np.clip((away * step).sum(axis=1) / square, 0.0, 1.0)
    miss = ((away - share[:, None] * step) ** 2).sum(axis=1)
    order = np.lexsort((miss, owner))
    best = order[np.diff(owner[order], prepend=-1) > 0]
    before_m, after_m = network.vertex_m[vertex[best]], network.vertex_m[vertex[best] + 1]
    offset_m = before_m + share[best] * (after_m - before_m) - network.vertex_m[first]
    length_m = network.edge_m[edge]
    offset_m = np.where(offset_m <= _AT_NODE_M, 0.0, offset_m)
    offset_m = np.where(offset_m >= length_m - _AT_NODE_M, length_m, offset_m)
    return offset_m, position_at(network, edge, offset_m)[0]

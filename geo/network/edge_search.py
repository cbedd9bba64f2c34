"""Which edge is nearest to each place, without looking at every edge for every place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import STRtree

from geo.crs import metres_per_degree
from geo.network.lengths import conformal
from geo.network.network import runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.network import Network

_FEW: Final = 100
"""For fewer places than one in so many edges, a tree over all edges is not worth its memory."""

_REACH_M: Final = 2_000.0
_CELLS: Final = 1_024


def nearest_edges(network: Network, places: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the edge nearest to each place, in a conformal plane.

    Parameters
    ----------
    network
        If its tree of edges has been made already, it is used; otherwise a few places among many
        edges are settled with a tree over the edges around them, and only those with no road in
        2 km ask for the whole.
    places
        Shape (n, 2) in degrees, n ≥ 1, all known.

    Returns
    -------
    edge
        Shape (n,). Of edges equally near the one with the lowest number.
    """
    if "edge_tree" in vars(network) or len(places) * _FEW > network.edge_count:
        return _nearest(network.edge_tree, conformal(places), network.edge_count)[0]
    around = edges_around(network, places, _REACH_M)
    edge = np.full(len(places), -1, dtype=np.int64)
    if len(around):
        plane = conformal(places)
        number, away = _nearest(_tree(network, around), plane, len(around))
        # The plane is larger than the ground by about one over the cosine of the latitude.
        ground_m = away * np.cos(np.radians(places[:, 1]))
        sure = ground_m < 0.98 * _REACH_M
        edge[sure] = around[number[sure]]
    rest = np.flatnonzero(edge < 0)
    if len(rest):
        edge[rest] = _nearest(network.edge_tree, conformal(places[rest]), network.edge_count)[0]
    return edge


def edges_around(
    network: Network, places: NDArray[np.float64], reach_m: float
) -> NDArray[np.int64]:
    """Return all edges that come within a distance of a place, and some that come near it.

    The places are counted on a raster; summed up from its corner it tells how many lie in the
    rectangle around an edge, for all edges at once.
    """
    low, high = _rectangles(network)
    pad = 1.01 * reach_m / metres_per_degree(float(np.abs(network.vertex_lonlat[:, 1]).max()))
    corner, far = low.min(axis=0), high.max(axis=0)
    cell = np.maximum(far - corner, 1e-9) / _CELLS
    raster = np.zeros((_CELLS + 1, _CELLS + 1), dtype=np.int64)
    column, row = _cell(places, corner, cell).T
    np.add.at(raster, (row + 1, column + 1), 1)
    summed = raster.cumsum(axis=0).cumsum(axis=1)
    left, bottom = _cell(low - pad, corner, cell).T
    right, top = _cell(high + pad, corner, cell).T + 1
    inside = summed[top, right] - summed[bottom, right] - summed[top, left] + summed[bottom, left]
    return np.flatnonzero(inside > 0)


def _cell(
    lonlat: NDArray[np.float64], corner: NDArray[np.float64], cell: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return column and row on the raster; what lies outside counts at its border."""
    return np.clip(np.floor((lonlat - corner) / cell), 0, _CELLS - 1).astype(np.int64)


def _rectangles(network: Network) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower left and upper right corners around each edge, or a little more."""
    last = network.vertex_lonlat[network.edge_last]
    low = np.minimum.reduceat(network.vertex_lonlat, network.edge_first)
    high = np.maximum.reduceat(network.vertex_lonlat, network.edge_first)
    return np.minimum(low, last), np.maximum(high, last)


def _tree(network: Network, edges: NDArray[np.int64]) -> STRtree:
    vertex, owner = runs(network.edge_first[edges], network.edge_last[edges])
    lines = shapely.linestrings(conformal(network.vertex_lonlat[vertex]), indices=owner)
    return STRtree(np.asarray(lines, dtype=object))


def _nearest(
    tree: STRtree, plane: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the lowest number among the nearest lines to each point, and how far it is."""
    (row, line), away = tree.query_nearest(shapely.points(plane), return_distance=True)
    # All lines that tie are returned, and every point has at least one.
    nearest = np.full(len(plane), count, dtype=np.int64)
    np.minimum.at(nearest, row, line)
    distance = np.zeros(len(plane))
    distance[row] = away
    return nearest, distance

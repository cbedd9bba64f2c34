"""Dijkstra's algorithm from places on edges, run by scipy on the network's own arrays.

A place becomes a node of its own behind the others, with arcs to the ends of its edge. Nothing
leads to it, so its row is appended to the arrays as they are, with nothing sorted or inserted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.network.ends import Ends

NO_SOURCE: Final = -1
_LABELS_AT_ONCE: Final = 16_000_000
"""How many costs are held at once when searching from each place by itself, 128 MB."""


def nearest_source(
    arcs: csr_array, places: Ends, limit: float = np.inf
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Search from all places at once and return the nearest to every node.

    Parameters
    ----------
    arcs
        Row i holds where the search goes from node i, in the unit of the costs.
    places
        Costs between the places and the ends of their edges.
    limit
        The search ends there; a node at exactly the limit is still reached.

    Returns
    -------
    cost, source
        Shape (n,): the cost to the nearest place, infinite where none is reached, and the
        place's row number, `NO_SOURCE` where none is.
    """
    rows = np.flatnonzero(np.isfinite(places.leg))
    count = arcs.shape[0]
    if not len(rows):
        return np.full(count, np.inf), np.full(count, NO_SOURCE, dtype=np.int64)
    cost, _, source = scipy.sparse.csgraph.dijkstra(
        _with_places(arcs, places, rows),
        indices=np.arange(count, count + len(rows)),
        min_only=True,
        return_predecessors=True,
        limit=limit,
    )
    reached = source[:count] >= 0
    serving = rows[np.where(reached, source[:count] - count, 0)]
    return cost[:count], np.where(reached, serving, NO_SOURCE)


def each_source(
    arcs: csr_array, places: Ends, limit: float = np.inf
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Search from each place by itself, some at a time.

    Yields
    ------
    rows, cost
        Row numbers of places, shape (k,), and the costs from each to all nodes, shape (k, n).
        Places that are not on a road are passed over.
    """
    rows = np.flatnonzero(np.isfinite(places.leg))
    count = arcs.shape[0]
    at_once = max(1, _LABELS_AT_ONCE // count)
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        cost = scipy.sparse.csgraph.dijkstra(
            _with_places(arcs, places, some),
            indices=np.arange(count, count + len(some)),
            limit=limit,
        )
        yield some, cost[:, :count]


def _with_places(arcs: csr_array, places: Ends, rows: NDArray[np.int64]) -> csr_array:
    """Return the arcs with a row appended for each place, leading to the ends of its edge."""
    node = np.column_stack((places.start[rows], places.end[rows]))
    cost = np.column_stack((places.start_cost[rows], places.end_cost[rows]))
    is_open = np.isfinite(cost)
    after = arcs.indptr[-1] + np.cumsum(is_open.sum(axis=1))
    total = arcs.shape[0] + len(rows)
    kind = arcs.indices.dtype
    return scipy.sparse.csr_array(
        (
            np.concatenate((arcs.data, cost[is_open])),
            np.concatenate((arcs.indices, node[is_open].astype(kind))),
            np.concatenate((arcs.indptr, after.astype(kind))),
        ),
        shape=(total, total),
    )

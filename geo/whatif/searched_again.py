"""Search again the part of a network that lost its station, from its border inwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.network.ends import Ends
    from geo.network.network import Network, Weight


def searched_again(
    network: Network,
    weight: Weight,
    lost: NDArray[np.int64],
    stations: tuple[NDArray[np.int64], Ends],
    node_cost: NDArray[np.float64],
    node_site: NDArray[np.int64],
) -> None:
    """Give lost nodes the cost of the nearest station that is left, in place.

    Parameters
    ----------
    network, weight
        What is searched, and in which unit.
    lost
        Nodes whose station is gone, ascending; their cost is infinite now. All other nodes keep
        theirs, for the nearest station of a node does not change while it is there.
    stations
        The stations that are left: their row numbers, and their ends for entering.
    node_cost, node_site
        Cost and station of every node, shape (n,) each; changed in place.
    """
    place = np.full(network.node_count, -1, dtype=np.int64)
    place[lost] = np.arange(len(lost))
    seed, cost, site = _seeds(network, weight, lost, place, stations, (node_cost, node_site))
    if not len(seed):
        return
    count = len(lost)
    found, _, source = scipy.sparse.csgraph.dijkstra(
        _arcs(network, weight, lost, place, (seed, cost)),
        indices=np.arange(count, count + len(seed)),
        min_only=True,
        return_predecessors=True,
    )
    reached = np.flatnonzero(source[:count] >= 0)
    node_cost[lost[reached]] = found[reached]
    node_site[lost[reached]] = site[source[reached] - count]


def _seeds(
    network: Network,
    weight: Weight,
    lost: NDArray[np.int64],
    place: NDArray[np.int64],
    stations: tuple[NDArray[np.int64], Ends],
    known: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Return where the search comes in: lost nodes, by place, with a cost and a station each.

    It comes in over arcs from nodes that kept their station, and from stations beside lost nodes.
    """
    node_cost, node_site = known
    into, outside, step = _slice(network.outbound(weight), lost)
    border = np.isfinite(node_cost[outside])
    into, outside, step = into[border], outside[border], step[border]
    rows, left = stations
    beside = np.concatenate((left.start, left.end))
    entry = np.concatenate((left.start_cost, left.end_cost))
    near = (place[beside] >= 0) & np.isfinite(entry)
    node = np.concatenate((into, place[beside[near]]))
    cost = np.concatenate((node_cost[outside] + step, entry[near]))
    site = np.concatenate((node_site[outside], np.concatenate((rows, rows))[near]))
    order = np.lexsort((site, cost, node))
    first = order[np.diff(node[order], prepend=-1) > 0]
    return node[first], cost[first], site[first]


def _arcs(
    network: Network,
    weight: Weight,
    lost: NDArray[np.int64],
    place: NDArray[np.int64],
    seeds: tuple[NDArray[np.int64], NDArray[np.float64]],
) -> csr_array:
    """Return the arcs among lost nodes, with a row appended for each place of entry."""
    start, end, step = _slice(network.inbound(weight), lost)
    inside = place[end] >= 0
    seed, cost = seeds
    count, total = len(lost), len(lost) + len(seed)
    row = np.concatenate((start[inside], np.arange(count, total)))
    column = np.concatenate((place[end[inside]], seed))
    data = np.concatenate((step[inside], cost))
    first = np.searchsorted(row, np.arange(total + 1))
    return scipy.sparse.csr_array((data, column, first), shape=(total, total))


def _slice(
    arcs: csr_array, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return place in the rows, column and value of every entry of some rows, row by row."""
    sizes = (arcs.indptr[rows + 1] - arcs.indptr[rows]).astype(np.int64)
    owner = np.repeat(np.arange(len(rows)), sizes)
    entry = np.arange(len(owner)) - (np.cumsum(sizes) - sizes)[owner] + arcs.indptr[rows][owner]
    return owner, arcs.indices[entry].astype(np.int64), arcs.data[entry]

"""The pieces of a route as a graph of short segments, and the links across its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy
import shapely

from geo.distances import earth_centred, geodesic_m
from geo.network.edges import weak_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

_DECIMALS: Final = 7
_STEP_DEG: Final = 5e-4
"""Longest segment, about 50 m, so that carriageways side by side have vertices side by side."""


@dataclass(frozen=True, eq=False)
class RouteGraph:
    """Segments between nodes: ``tail``, ``head``, ``length_m``, ``row`` of the piece, shape (s,).

    ``tips`` are the nodes at which pieces end, ``lonlat`` the positions of all nodes.
    """

    lonlat: NDArray[np.float64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    length_m: NDArray[np.float64]
    row: NDArray[np.int64]
    tips: NDArray[np.int64]

    @property
    def part(self) -> NDArray[np.int32]:
        """The connected part of each node."""
        return weak_parts(self.tail, self.head, len(self.lonlat))

    @property
    def loose(self) -> NDArray[np.int64]:
        """The nodes at which a piece ends and no other goes on."""
        both = np.concatenate((self.tail, self.head))
        degree = np.bincount(both, minlength=len(self.lonlat))
        return np.asarray(self.tips[degree[self.tips] == 1])


def route_graph(lines: NDArray[np.object_], rows: NDArray[np.int64]) -> RouteGraph:
    """Cut lines in longitude and latitude into segments between shared nodes."""
    fine = shapely.segmentize(lines, _STEP_DEG)
    vertices, line = shapely.get_coordinates(fine, return_index=True)
    lonlat, node = np.unique(np.round(vertices, _DECIMALS), axis=0, return_inverse=True)
    node = node.ravel()
    inside = line[1:] == line[:-1]
    tail, head = node[:-1][inside], node[1:][inside]
    moving = tail != head
    tail, head = tail[moving], head[moving]
    ends = np.ones(len(line) + 1, dtype=bool)
    ends[1:-1] = ~inside
    return RouteGraph(
        lonlat=lonlat,
        tail=tail,
        head=head,
        length_m=geodesic_m(lonlat[tail], lonlat[head]),
        row=rows[line[1:][inside][moving]],
        tips=np.unique(node[ends[:-1] | ends[1:]]),
    )


def gap_links(graph: RouteGraph) -> NDArray[np.int64]:
    """Return the shortest straight links that connect all parts, as pairs of nodes, shape (k, 2).

    A link starts at a loose end of a piece and leads to any end of a piece of another part.
    """
    part, loose = graph.part, graph.loose
    count = int(part.max()) + 1
    closed = ~np.isin(part[graph.tips], part[loose])
    loose = np.concatenate((loose, graph.tips[closed]))
    one, other = (each.ravel() for each in np.meshgrid(loose, graph.tips, indexing="ij"))
    apart = part[one] != part[other]
    one, other = one[apart], other[apart]
    gap_m = geodesic_m(graph.lonlat[one], graph.lonlat[other])
    low = np.minimum(part[one], part[other]).astype(np.int64)
    high = np.maximum(part[one], part[other]).astype(np.int64)
    # Of all links between two parts the shortest; then the tree over the parts.
    order = np.lexsort((gap_m, high, low))
    best = order[np.diff(low[order] * count + high[order], prepend=-1) > 0]
    between = scipy.sparse.coo_array((gap_m[best], (low[best], high[best])), (count, count))
    tree = scipy.sparse.csgraph.minimum_spanning_tree(between.tocsr()).tocoo()
    in_tree = np.isin(low[best] * count + high[best], tree.row.astype(np.int64) * count + tree.col)
    return np.column_stack((one[best][in_tree], other[best][in_tree]))


def side_links(graph: RouteGraph, within_m: float) -> NDArray[np.int64]:
    """Return all pairs of nodes no farther apart than two carriageways, shape (k, 2)."""
    tree = scipy.spatial.cKDTree(earth_centred(graph.lonlat))
    return tree.query_pairs(within_m, output_type="ndarray").astype(np.int64).reshape(-1, 2)


def both_ways(graph: RouteGraph, *links: NDArray[np.int64]) -> csr_array:
    """Return segments and links as arcs in both directions; of parallel ones the shortest."""
    pairs = np.concatenate((np.column_stack((graph.tail, graph.head)), *links))
    pairs = np.sort(pairs, axis=1)
    cost = geodesic_m(graph.lonlat[pairs[:, 0]], graph.lonlat[pairs[:, 1]])
    pairs, once = np.unique(pairs, axis=0, return_index=True)
    low, high = pairs.T
    ends = (np.concatenate((low, high)), np.concatenate((high, low)))
    count = len(graph.lonlat)
    return scipy.sparse.csr_array((np.tile(cost[once], 2), ends), shape=(count, count))


def far_ends(arcs: csr_array) -> tuple[int, int]:
    """Return the two nodes farthest apart: exact where the arcs form a tree.

    From anywhere the farthest node is one end, from there the farthest is the other.
    """
    one = _farthest(arcs, 0)
    return one, _farthest(arcs, one)


def way_between(
    arcs: csr_array, graph: RouteGraph, one: int, other: int, within_m: float
) -> list[int]:
    """Return the nodes of the shortest way from near one node to near another.

    Setting out from the loose end of either carriageway counts as being at the end, and being off
    the end counts half, so that the way need not cross.
    """
    starts, start_off_m = _ends_near(graph, one, within_m)
    goals, goal_off_m = _ends_near(graph, other, within_m)
    cost, before = scipy.sparse.csgraph.dijkstra(arcs, indices=starts, return_predecessors=True)
    total = cost[:, goals] + (start_off_m[:, None] + goal_off_m) / 2
    row, column = np.unravel_index(int(np.argmin(total)), total.shape)
    node = int(goals[column])
    way = [node]
    while before[row, node] >= 0:
        node = int(before[row, node])
        way.append(node)
    return way[::-1]


def _farthest(arcs: csr_array, node: int) -> int:
    return int(np.argmax(scipy.sparse.csgraph.dijkstra(arcs, indices=np.array([node]))[0]))


def _ends_near(
    graph: RouteGraph, node: int, within_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return a node and the loose ends of pieces near it, with their distances from it."""
    ends = np.union1d(graph.loose, [node])
    off_m = geodesic_m(graph.lonlat[ends], graph.lonlat[node])
    near = off_m <= within_m
    return ends[near], off_m[near]

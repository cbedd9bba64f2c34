"""Ways cut where they meet: edges between nodes.

Two ways meet where they share a vertex. Vertices count as the same if they round to the same
1e-7 of a degree, about a centimetre, the resolution OpenStreetMap stores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from geo.network.errors import NoRoads
from geo.network.hilbert import hilbert_order
from geo.network.lengths import steps_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.ways import Ways

_CELLS_PER_DEG: Final = 10_000_000
_SHIFT: Final = 32


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges between nodes; edge i has the vertices ``first[i]`` to ``last[i]``, both included.

    ``vertex_m`` counts metres along all vertices, so that the difference of two on one edge is
    the length between them. ``way`` is the way an edge is a piece of. Nodes are in Hilbert order.
    """

    node_lonlat: NDArray[np.float64]
    vertex_lonlat: NDArray[np.float64]
    vertex_m: NDArray[np.float64]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    way: NDArray[np.int64]

    @property
    def length_m(self) -> NDArray[np.float64]:
        """The length of each edge on the ellipsoid."""
        return np.asarray(self.vertex_m[self.last] - self.vertex_m[self.first])


def edges_of(ways: Ways, min_component_m: float = 0.0) -> Edges:
    """Cut ways at the vertices they share and number the nodes along a Hilbert curve.

    Parameters
    ----------
    ways
        Lines in longitude and latitude. Steps of less than a centimetre are passed over.
    min_component_m
        Connected parts with less road than this (<) are left out.

    Raises
    ------
    NoRoads
        If nothing of any length is left.
    """
    import pandas as pd

    key = _keys(ways.lonlat)
    way = ways.way_of_vertex
    kept = _steps_on(key, way)
    key, way, lonlat = key[kept], way[kept], ways.lonlat[kept]
    first, last = _cuts(key, way)
    if not len(first):
        raise NoRoads(where="roads", count=len(ways.row), classes=[])
    vertex_m = _along(lonlat, way)
    codes, places = pd.factorize(np.concatenate((key[first], key[last])))
    start, end = codes[: len(first)], codes[len(first) :]
    wide = _wide_enough(start, end, vertex_m[last] - vertex_m[first], min_component_m)
    if not wide.any():
        raise NoRoads(where="roads", count=len(ways.row), classes=[])
    nodes, ends = np.unique(np.concatenate((start[wide], end[wide])), return_inverse=True)
    node_lonlat = _lonlat_of(np.asarray(places)[nodes])
    order = hilbert_order(node_lonlat)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    numbered = rank[ends]
    return Edges(
        node_lonlat=node_lonlat[order],
        vertex_lonlat=lonlat,
        vertex_m=vertex_m,
        first=first[wide].astype(np.int32),
        last=last[wide].astype(np.int32),
        start=numbered[: int(wide.sum())],
        end=numbered[int(wide.sum()) :],
        way=way[first[wide]],
    )


def _keys(lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return one number for each position; the same for positions in one cell."""
    cells = np.rint(lonlat * _CELLS_PER_DEG).astype(np.int64)
    return np.asarray((cells[:, 0] << _SHIFT) + cells[:, 1])


def _lonlat_of(key: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the middle of the cell that a key stands for."""
    lon = (key + (1 << (_SHIFT - 1))) >> _SHIFT
    return np.column_stack((lon, key - (lon << _SHIFT))) / _CELLS_PER_DEG


def _steps_on(key: NDArray[np.int64], way: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which vertices are not a repetition of the one before on the same way."""
    kept = np.ones(len(key), dtype=bool)
    kept[1:] = (key[1:] != key[:-1]) | (way[1:] != way[:-1])
    return kept


def _cuts(
    key: NDArray[np.int64], way: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and last vertex of each edge: ways end, or are met, at both."""
    import pandas as pd

    is_end = np.ones(len(way) + 1, dtype=bool)
    is_end[1:-1] = way[1:] != way[:-1]
    codes, _ = pd.factorize(key)
    shared = np.bincount(codes)[codes] > 1
    nodes = np.flatnonzero(shared | is_end[:-1] | is_end[1:])
    together = way[nodes[1:]] == way[nodes[:-1]]
    return nodes[:-1][together], nodes[1:][together]


def _along(lonlat: NDArray[np.float64], way: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return metres along the vertices, standing still from one way to the next."""
    steps = np.where(way[1:] == way[:-1], steps_m(lonlat), 0.0)
    return np.concatenate(([0.0], np.cumsum(steps)))


def _wide_enough(
    start: NDArray[np.int64], end: NDArray[np.int64], length_m: NDArray[np.float64], least_m: float
) -> NDArray[np.bool_]:
    """Tell which edges belong to a connected part with enough road."""
    if least_m <= 0:
        return np.ones(len(start), dtype=bool)
    part = weak_parts(start, end, int(max(start.max(), end.max())) + 1)[start]
    return np.asarray(np.bincount(part, length_m)[part] >= least_m)


def weak_parts(
    start: NDArray[np.integer], end: NDArray[np.integer], count: int
) -> NDArray[np.int32]:
    """Return the number of the connected part of each node, whatever the direction of edges."""
    ones = np.ones(len(start), dtype=np.int8)
    _, part = scipy.sparse.csgraph.connected_components(
        scipy.sparse.coo_array((ones, (start, end)), (count, count)), directed=False
    )
    return np.asarray(part, dtype=np.int32)

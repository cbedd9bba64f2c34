"""The road network as arrays: nodes, edges with their shape, and arcs ready for Dijkstra."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import scipy
import shapely
from shapely import STRtree

from geo.network.edges import weak_parts
from geo.network.errors import UnreadableNetwork
from geo.network.lengths import conformal

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

Weight = Literal["metres", "seconds"]
"""What a search adds up: metres along the road, or seconds at the roads' speeds."""

_FORMAT: Final = "jintu network 1"


@dataclass(frozen=True, eq=False, kw_only=True)
class Network:
    """A directed road network; build it with `network_from_roads`.

    Node arrays have shape (n, …), edge arrays (e, …), vertex arrays (v, …). ``edge_first`` and
    ``edge_last`` are the first and last vertex of an edge; ``vertex_m`` counts metres along the
    vertices. ``edge_start`` and ``edge_end`` are its nodes; ``edge_forward`` and
    ``edge_backward`` tell whether it may be driven from start to end and back; ``edge_row`` is the
    row of the road layer it comes from.

    The arcs are stored by the node they lead to: ``arc_from[arc_first[i]:arc_first[i + 1]]`` are
    the nodes from which one arc leads to node i, with ``arc_m`` and ``arc_s`` the metres and
    seconds it takes; of parallel edges the shorter and the quicker count. Searching from stations
    against the direction of travel is what most questions need.
    """

    node_lonlat: NDArray[np.float64]
    vertex_lonlat: NDArray[np.float64]
    vertex_m: NDArray[np.float64]
    edge_first: NDArray[np.int32]
    edge_last: NDArray[np.int32]
    edge_start: NDArray[np.int32]
    edge_end: NDArray[np.int32]
    edge_forward: NDArray[np.bool_]
    edge_backward: NDArray[np.bool_]
    edge_m: NDArray[np.float64]
    edge_s: NDArray[np.float64]
    edge_row: NDArray[np.int32]
    arc_first: NDArray[np.int32]
    arc_from: NDArray[np.int32]
    arc_m: NDArray[np.float64]
    arc_s: NDArray[np.float64]

    @property
    def node_count(self) -> int:
        """How many nodes there are: ends and meetings of roads."""
        return len(self.node_lonlat)

    @property
    def edge_count(self) -> int:
        """How many edges there are: stretches of road between two nodes."""
        return len(self.edge_m)

    @property
    def arc_count(self) -> int:
        """How many arcs there are: directions from a node to another that may be driven."""
        return len(self.arc_from)

    def edge_cost(self, weight: Weight) -> NDArray[np.float64]:
        """Return what the whole length of each edge costs, in metres or seconds."""
        return self.edge_m if weight == "metres" else self.edge_s

    def inbound(self, weight: Weight) -> csr_array:
        """Return the arcs against the direction of travel: row i holds where i is reached from."""
        data = self.arc_m if weight == "metres" else self.arc_s
        shape = (self.node_count, self.node_count)
        return scipy.sparse.csr_array((data, self.arc_from, self.arc_first), shape=shape)

    def outbound(self, weight: Weight) -> csr_array:
        """Return the arcs in the direction of travel: row i holds what is reached from i."""
        return self._outbound_m if weight == "metres" else self._outbound_s

    @cached_property
    def _outbound_m(self) -> csr_array:
        return scipy.sparse.csr_array(self.inbound("metres").T)

    @cached_property
    def _outbound_s(self) -> csr_array:
        return scipy.sparse.csr_array(self.inbound("seconds").T)

    @cached_property
    def part(self) -> NDArray[np.int32]:
        """The connected part of each node, whatever the direction of roads; shape (n,)."""
        return weak_parts(self.edge_start, self.edge_end, self.node_count)

    @cached_property
    def edge_tree(self) -> STRtree:
        """A tree over the edges in the plane of `geo.network.lengths.conformal`.

        Half a kilobyte an edge. It is made when many places ask for their nearest road; ask for it
        once where single places will, as on a map on which a station is being moved.
        """
        vertex, edge = runs(self.edge_first, self.edge_last)
        lines = shapely.linestrings(conformal(self.vertex_lonlat)[vertex], indices=edge)
        return STRtree(np.asarray(lines, dtype=object))

    def to_bytes(self) -> bytes:
        """Return the network as bytes that `from_bytes` reads, to be kept per layer version."""
        buffer = io.BytesIO()
        arrays: dict[str, Any] = {each: getattr(self, each) for each in _names()}
        np.savez(buffer, format=np.array(_FORMAT), **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Network:
        """Return the network that `to_bytes` wrote.

        Raises
        ------
        UnreadableNetwork
            If the bytes are damaged or of another version; build the network again.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                if str(stored["format"]) != _FORMAT:
                    raise UnreadableNetwork(where="network", found=str(stored["format"]))
                return cls(**{each: stored[each] for each in _names()})
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as damage:
            raise UnreadableNetwork(where="network", found=type(damage).__name__) from damage


def runs(
    first: NDArray[np.integer], last: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all whole numbers from each first to each last, and which pair each belongs to."""
    sizes = (last - first + 1).astype(np.int64)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    before = np.cumsum(sizes) - sizes
    return np.arange(len(owner)) - before[owner] + first[owner], owner


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(Network))

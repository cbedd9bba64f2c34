"""The stretches of road within a distance or time of stations, cut exactly at the limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from geo.network.ends import Side, cost_per_m, ends, leg_cost
from geo.network.nearest import check_search
from geo.network.network import runs
from geo.network.search import nearest_source
from geo.network.snapping import position_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.network import Network, Weight
    from geo.network.snapping import Snapped

Direction = Literal["to", "from"]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Stretches of edges, from and to so many metres along them; shape (p,) each."""

    edge: NDArray[np.int64]
    from_m: NDArray[np.float64]
    to_m: NDArray[np.float64]

    @property
    def length_m(self) -> NDArray[np.float64]:
        """The length of each stretch; stretches of one edge may overlap."""
        return self.to_m - self.from_m


def reached(
    network: Network,
    stations: Snapped,
    limit: float,
    weight: Weight = "metres",
    direction: Direction = "to",
) -> Pieces:
    """Return all stretches of road within a limit of the nearest station.

    Parameters
    ----------
    network
        The network the stations are snapped to.
    stations
        Places by `geo.network.snapping.snap`; the straight line between station and road counts.
    limit
        Metres or seconds, 0 or more and finite for a bounded answer; a point exactly at the limit
        is within (≤).
    weight
        "metres" or "seconds".
    direction
        "to": from where a station is reached; "from": where one gets from a station. They differ
        on one-way roads.

    Returns
    -------
    pieces
        Whole edges and parts of edges. An edge whose two parts meet is given whole; beside a
        station on an edge the stretches may overlap others of the same edge.

    Raises
    ------
    BadParameter
        If the weight is unknown or the limit is negative or not a number.
    """
    check_search(weight, limit)
    arcs = network.inbound(weight) if direction == "to" else network.outbound(weight)
    side: Side = "entering" if direction == "to" else "leaving"
    node_cost, _ = nearest_source(arcs, ends(network, stations, weight, side), limit)
    through = _from_nodes(network, node_cost, limit, weight, direction)
    around = _around_stations(network, stations, limit, weight, direction)
    return Pieces(
        *(np.concatenate((one, other)) for one, other in zip(through, around, strict=True))
    )


def lines_of(network: Network, pieces: Pieces) -> NDArray[np.object_]:
    """Return the stretches as lines in longitude and latitude, shape (p,)."""
    from_lonlat, first = position_at(network, pieces.edge, pieces.from_m)
    to_lonlat, behind = position_at(network, pieces.edge, pieces.to_m)
    # Vertices strictly between: from the first one beyond the start to the one before the last.
    vertex, owner = runs(first, behind - 1)
    place = np.arange(len(pieces.edge))
    lonlat = np.vstack((from_lonlat, network.vertex_lonlat[vertex], to_lonlat))
    piece = np.concatenate((place, owner, place))
    order = np.argsort(piece, kind="stable")
    return np.asarray(shapely.linestrings(lonlat[order], indices=piece[order]), dtype=object)


def _from_nodes(
    network: Network,
    node_cost: NDArray[np.float64],
    limit: float,
    weight: Weight,
    direction: Direction,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return how far each edge is reached from its two nodes."""
    out_of_start, out_of_end = network.edge_forward, network.edge_backward
    if direction == "to":
        out_of_start, out_of_end = out_of_end, out_of_start
    from_start_m = _reach_m(network, node_cost[network.edge_start], out_of_start, limit, weight)
    from_end_m = _reach_m(network, node_cost[network.edge_end], out_of_end, limit, weight)
    whole = from_start_m + from_end_m >= network.edge_m
    head = np.flatnonzero(whole | (from_start_m > 0))
    tail = np.flatnonzero(~whole & (from_end_m > 0))
    head_to_m = np.where(whole[head], network.edge_m[head], from_start_m[head])
    return (
        np.concatenate((head, tail)),
        np.concatenate((np.zeros(len(head)), network.edge_m[tail] - from_end_m[tail])),
        np.concatenate((head_to_m, network.edge_m[tail])),
    )


def _reach_m(
    network: Network,
    cost: NDArray[np.float64],
    is_open: NDArray[np.bool_],
    limit: float,
    weight: Weight,
) -> NDArray[np.float64]:
    """Return how many metres of each edge what is left of the limit at its node allows."""
    left = np.where(is_open & np.isfinite(cost), limit - cost, 0.0)
    return np.minimum(np.maximum(left, 0.0) / cost_per_m(network, weight), network.edge_m)


def _around_stations(
    network: Network, stations: Snapped, limit: float, weight: Weight, direction: Direction
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the stretch around each station on its own edge."""
    left = limit - leg_cost(stations, weight)
    rows = np.flatnonzero(left > 0)
    edge, offset_m = stations.edge[rows], stations.offset_m[rows]
    span_m = left[rows] / cost_per_m(network, weight)[edge]
    behind, ahead = network.edge_forward[edge], network.edge_backward[edge]
    if direction == "from":
        behind, ahead = ahead, behind
    from_m = np.where(behind, np.maximum(offset_m - span_m, 0.0), offset_m)
    to_m = np.where(ahead, np.minimum(offset_m + span_m, network.edge_m[edge]), offset_m)
    some = to_m > from_m
    return edge[some], from_m[some], to_m[some]

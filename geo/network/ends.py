"""What it costs to get from a place on an edge to the edge's ends, and from them to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geo.errors import BadParameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.network import Network, Weight
    from geo.network.snapping import Snapped

ACCESS_KMH: Final = 15.0
"""Speed on the straight line between a place and the road, that of a service road."""

_S_PER_KMH_M: Final = 3.6
Side = Literal["leaving", "entering"]


@dataclass(frozen=True, eq=False)
class Ends:
    """Costs between places and the two ends of their edges, shape (n,) each; inf where closed.

    ``leg`` is the cost of the straight line between place and road; the other two include it.
    ``start`` and ``end`` are the nodes.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    start_cost: NDArray[np.float64]
    end_cost: NDArray[np.float64]
    leg: NDArray[np.float64]


def ends(network: Network, places: Snapped, weight: Weight, side: Side) -> Ends:
    """Return what lies between places and the ends of their edges.

    Parameters
    ----------
    network
        The network the places are snapped to.
    places
        Places on edges; one that is not on a road has infinite costs.
    weight
        Metres or seconds.
    side
        "leaving": from the place to the ends; "entering": from the ends to the place. A one-way
        edge is left by its end and entered by its start. At an end itself it makes no difference:
        the place is at the junction.
    """
    edge = np.where(places.on_road, places.edge, 0)
    forward, backward = network.edge_forward[edge], network.edge_backward[edge]
    to_start, to_end = (backward, forward) if side == "leaving" else (forward, backward)
    per_m = cost_per_m(network, weight)[edge]
    left_m = network.edge_m[edge] - places.offset_m
    leg = leg_cost(places, weight)
    start_open = to_start | (places.offset_m <= 0)
    end_open = to_end | (left_m <= 0)
    return Ends(
        start=network.edge_start[edge].astype(np.int64),
        end=network.edge_end[edge].astype(np.int64),
        start_cost=np.where(start_open, leg + places.offset_m * per_m, np.inf),
        end_cost=np.where(end_open, leg + left_m * per_m, np.inf),
        leg=leg,
    )


def leg_cost(places: Snapped, weight: Weight) -> NDArray[np.float64]:
    """Return the cost of the straight line to the road; infinite where the place is too far."""
    per_m = 1.0 if weight == "metres" else _S_PER_KMH_M / ACCESS_KMH
    return np.where(places.on_road, places.snap_m * per_m, np.inf)


def cost_per_m(network: Network, weight: Weight) -> NDArray[np.float64]:
    """Return the cost of one metre of each edge."""
    return network.edge_cost(weight) / np.maximum(network.edge_m, np.finfo(float).tiny)


def same_edge(
    network: Network, origins: Snapped, sites: Snapped, weight: Weight
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return origins and sites on one edge with the cost of driving straight along it.

    Returns
    -------
    origin, site, cost
        Row numbers and costs with both legs, only of pairs the edge's direction allows, ordered by
        origin.
    """
    origin, site = _pairs(origins, sites)
    ahead_m = sites.offset_m[site] - origins.offset_m[origin]
    edge = origins.edge[origin]
    allowed = (ahead_m == 0) | np.where(
        ahead_m > 0, network.edge_forward[edge], network.edge_backward[edge]
    )
    origin, site, ahead_m, edge = (each[allowed] for each in (origin, site, ahead_m, edge))
    along = np.abs(ahead_m) * cost_per_m(network, weight)[edge]
    legs = leg_cost(origins, weight)[origin] + leg_cost(sites, weight)[site]
    return origin, site, along + legs


def check_weight(weight: str) -> None:
    """Refuse a weight that is neither metres nor seconds.

    Raises
    ------
    BadParameter
        Naming the two.
    """
    if weight not in {"metres", "seconds"}:
        raise BadParameter(where="weight", value=weight, allowed=["metres", "seconds"])


def _pairs(origins: Snapped, sites: Snapped) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of an origin and a site that are on the road and on the same edge."""
    from_rows, to_rows = np.flatnonzero(origins.on_road), np.flatnonzero(sites.on_road)
    to_rows = to_rows[np.argsort(sites.edge[to_rows], kind="stable")]
    to_edges = sites.edge[to_rows]
    low = np.searchsorted(to_edges, origins.edge[from_rows], side="left")
    count = np.searchsorted(to_edges, origins.edge[from_rows], side="right") - low
    owner = np.repeat(np.arange(len(from_rows)), count)
    within = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    return from_rows[owner], to_rows[low[owner] + within]

"""Distances by road between given places: pair by pair, or all with all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.errors import BadParameter
from geo.network.ends import Ends, ends, same_edge
from geo.network.nearest import check_search
from geo.network.search import each_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.network import Network, Weight
    from geo.network.snapping import Snapped


def cost_between(
    network: Network,
    origins: Snapped,
    sites: Snapped,
    weight: Weight = "metres",
    limit: float = np.inf,
) -> NDArray[np.float64]:
    """Return the cost from each origin to each site.

    Parameters
    ----------
    network
        The network both are snapped to.
    origins, sites
        Places by `geo.network.snapping.snap`, n and m of them.
    weight
        "metres" for the shortest way, "seconds" for the quickest.
    limit
        Costs beyond this (>) are infinite.

    Returns
    -------
    cost
        Shape (n, m), straight lines between places and road included; infinite where there is no
        way. Searched from the smaller side.

    Raises
    ------
    BadParameter
        If the weight is unknown or the limit is negative or not a number.
    """
    check_search(weight, limit)
    cost = np.full((len(origins), len(sites)), np.inf)
    leaving = ends(network, origins, weight, "leaving")
    entering = ends(network, sites, weight, "entering")
    if len(sites) <= len(origins):
        for rows, nodes in each_source(network.inbound(weight), entering, limit):
            cost[:, rows] = _via_ends(nodes, leaving).T
    else:
        for rows, nodes in each_source(network.outbound(weight), leaving, limit):
            cost[rows] = _via_ends(nodes, entering)
    origin, site, direct = same_edge(network, origins, sites, weight)
    np.minimum.at(cost, (origin, site), direct)
    cost[cost > limit] = np.inf
    return cost


def cost_of_pairs(
    network: Network,
    origins: Snapped,
    sites: Snapped,
    weight: Weight = "metres",
    limit: float = np.inf,
) -> NDArray[np.float64]:
    """Return the cost from each origin to the site of the same row.

    Parameters, unit and errors are those of `cost_between`; both sides have n places, and the
    answer has shape (n,).
    """
    check_search(weight, limit)
    if len(origins) != len(sites):
        raise BadParameter(where="sites", value=len(sites), allowed=len(origins))
    cost = np.full(len(origins), np.inf)
    leaving = ends(network, origins, weight, "leaving")
    entering = ends(network, sites, weight, "entering")
    for rows, nodes in each_source(network.outbound(weight), leaving, limit):
        each = np.arange(len(rows))
        by_start = nodes[each, entering.start[rows]] + entering.start_cost[rows]
        by_end = nodes[each, entering.end[rows]] + entering.end_cost[rows]
        cost[rows] = np.minimum(by_start, by_end)
    origin, site, direct = same_edge(network, origins, sites, weight)
    own = origin == site
    cost[origin[own]] = np.minimum(cost[origin[own]], direct[own])
    cost[cost > limit] = np.inf
    return cost


def _via_ends(nodes: NDArray[np.float64], places: Ends) -> NDArray[np.float64]:
    """Return costs of shape (k, m) from costs to all nodes (k, n) and the places' ends (m,)."""
    by_start = nodes[:, places.start] + places.start_cost
    return np.minimum(by_start, nodes[:, places.end] + places.end_cost)

"""The nearest station by road, for all places in one search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import BadParameter, EmptyInput
from geo.network.ends import check_weight, ends, same_edge
from geo.network.reasons import Reason
from geo.network.search import NO_SOURCE, nearest_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.network import Network, Weight
    from geo.network.snapping import Snapped

NO_STATION: Final = NO_SOURCE


@dataclass(frozen=True, eq=False)
class RoadNearest:
    """The nearest station of each place; arrays of shape (n,).

    ``index`` is its row number, `NO_STATION` where none is reached. ``cost`` is what it takes to
    get there in the unit of ``weight``: straight from the place to the road, along the road,
    straight from the road to the station. It is infinite, never NaN, where there is a ``reason``.
    """

    index: NDArray[np.int64]
    cost: NDArray[np.float64]
    reason: NDArray[np.object_]
    weight: Weight


def nearest_by_road(
    network: Network,
    origins: Snapped,
    stations: Snapped,
    weight: Weight = "metres",
    limit: float = np.inf,
) -> RoadNearest:
    """Find the station that is reached soonest from each place.

    Parameters
    ----------
    network
        The network both are snapped to.
    origins, stations
        Places by `geo.network.snapping.snap`.
    weight
        "metres" for the shortest way, "seconds" for the quickest.
    limit
        Stations beyond this cost (>) count as not reached; infinite for no limit.

    Returns
    -------
    nearest
        One-way roads hold. A station on the same edge is reached along it where its direction
        allows. Of stations equally far one is taken, the same each time.

    Raises
    ------
    EmptyInput
        If there is no station at all.
    BadParameter
        If the weight is unknown or the limit is negative or not a number.
    """
    check_search(weight, limit)
    if not len(stations):
        raise EmptyInput(where="stations")
    nodes = nodes_to_nearest(network, stations, weight, limit)
    return nearest_from_nodes(network, origins, stations, nodes, weight, limit)


def nearest_from_nodes(
    network: Network,
    origins: Snapped,
    stations: Snapped,
    nodes: tuple[NDArray[np.float64], NDArray[np.int64]],
    weight: Weight = "metres",
    limit: float = np.inf,
) -> RoadNearest:
    """Find the station that is reached soonest from each place when that of every node is known.

    Parameters and answer are those of `nearest_by_road`; ``nodes`` are the costs and stations that
    `nodes_to_nearest` returns.
    """
    node_cost, node_station = nodes
    leaving = ends(network, origins, weight, "leaving")
    by_start = leaving.start_cost + node_cost[leaving.start]
    by_end = leaving.end_cost + node_cost[leaving.end]
    cost = np.minimum(by_start, by_end)
    index = node_station[np.where(by_end < by_start, leaving.end, leaving.start)]
    _take_direct(cost, index, *same_edge(network, origins, stations, weight))
    reached = np.isfinite(cost) & (cost <= limit)
    return RoadNearest(
        index=np.where(reached, index, NO_STATION),
        cost=np.where(reached, cost, np.inf),
        reason=_reasons(network, origins, stations, reached, limited=np.isfinite(limit)),
        weight=weight,
    )


def nodes_to_nearest(
    network: Network, stations: Snapped, weight: Weight = "metres", limit: float = np.inf
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the cost from every node to its nearest station and that station's row number.

    Parameters, unit and edge rule are those of `nearest_by_road`; unreached nodes have an infinite
    cost and `NO_STATION`.
    """
    entering = ends(network, stations, weight, "entering")
    return nearest_source(network.inbound(weight), entering, limit)


def check_search(weight: Weight, limit: float) -> None:
    """Refuse an unknown weight and a limit that is negative or not a number.

    Raises
    ------
    BadParameter
        Naming what is allowed.
    """
    check_weight(weight)
    if not limit >= 0:
        raise BadParameter(where="limit", value=limit, allowed=">= 0")


def _take_direct(
    cost: NDArray[np.float64],
    index: NDArray[np.int64],
    origin: NDArray[np.int64],
    station: NDArray[np.int64],
    direct: NDArray[np.float64],
) -> None:
    """Put the way along a common edge in place where it is the shorter one.

    Pairs come ordered by origin; of stations equally near the first row is taken.
    """
    if not len(origin):
        return
    first = np.flatnonzero(np.diff(origin, prepend=-1))
    least = np.minimum.reduceat(direct, first)
    is_least = direct == np.repeat(least, np.diff(first, append=len(origin)))
    station = np.minimum.reduceat(np.where(is_least, station, np.iinfo(np.int64).max), first)
    origin, direct = origin[first], least
    shorter = direct <= cost[origin]
    cost[origin[shorter]] = direct[shorter]
    index[origin[shorter]] = station[shorter]


def _reasons(
    network: Network,
    origins: Snapped,
    stations: Snapped,
    reached: NDArray[np.bool_],
    *,
    limited: bool,
) -> NDArray[np.object_]:
    """Return why each place reaches no station; later entries outrank earlier ones."""
    usable = stations.edge[stations.on_road]
    served = np.unique(network.part[network.edge_start[usable]])
    part = network.part[network.edge_start[np.maximum(origins.edge, 0)]]
    beyond = Reason.BEYOND_LIMIT if limited else Reason.ONE_WAY
    reason = np.full(len(origins), beyond.value, dtype=object)
    reason[~np.isin(part, served)] = Reason.DISCONNECTED.value
    if not len(usable):
        reason[:] = Reason.NO_STATION_ON_ROAD.value
    reason[~origins.on_road] = Reason.TOO_FAR_FROM_ROAD.value
    reason[origins.edge < 0] = Reason.NO_POSITION.value
    reason[reached] = Reason.REACHED.value
    return reason

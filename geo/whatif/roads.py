"""The nearest stations by road, kept, and updated by what an edit can change.

Every node of the network keeps what it costs to its nearest station. Where a station goes, the
nodes that had it are searched again from their border inwards; where one comes, the search goes
from it outwards and ends where nothing gets nearer. Costs are sums along the same ways in the same
order as in a search from the beginning, so they agree with it to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import EmptyInput
from geo.network.ends import Ends, ends
from geo.network.nearest import NO_STATION, RoadNearest, nearest_from_nodes, nodes_to_nearest
from geo.network.search import nearest_source
from geo.network.snapping import DEFAULT_MAX_SNAP_M, Snapped, snap
from geo.whatif.searched_again import searched_again

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.network.network import Network, Weight

_LIMITS: Final = (4_000.0, 16_000.0, 64_000.0, np.inf)
"""How far the search from a new station goes, in metres or seconds: no farther than it must."""


class RoadBase:
    """Places and stations on a network with the nearest station of every place and node.

    Parameters
    ----------
    network
        The roads.
    origins, sites
        Positions, shape (n, 2) and (m, 2), longitude and latitude in degrees; NaN is unknown.
    max_snap_m
        How far from a road in metres a place or station may be (≤).
    weight
        "metres" or "seconds".

    Raises
    ------
    EmptyInput
        If there is no station.
    """

    def __init__(
        self,
        network: Network,
        origins: NDArray[np.float64],
        sites: NDArray[np.float64],
        max_snap_m: float = DEFAULT_MAX_SNAP_M,
        weight: Weight = "metres",
    ) -> None:
        if not len(sites):
            raise EmptyInput(where="stations")
        self.network, self.max_snap_m, self.weight = network, max_snap_m, weight
        # One station that is being moved is snapped again and again.
        _ = network.edge_tree
        self.origins = snap(network, origins, max_snap_m)
        self.sites = snap(network, sites, max_snap_m)
        self.node_cost, self.node_site = nodes_to_nearest(network, self.sites, weight)
        self.found = self._of_nodes(self.sites, self.node_cost, self.node_site)

    def edited(
        self, sites: NDArray[np.float64], kept: NDArray[np.int64]
    ) -> tuple[RoadNearest, Snapped]:
        """Return the nearest stations after an edit, and where the stations meet the road.

        Parameters
        ----------
        sites, kept
            As for `geo.whatif.StraightBase.edited`.

        Returns
        -------
        nearest
            What `geo.network.nearest_by_road` answers; of stations equally far another may be
            named.
        snapped
            The stations on the road.

        Raises
        ------
        EmptyInput
            If no station is left.
        """
        if not len(sites):
            raise EmptyInput(where="stations")
        snapped = self._snapped(sites, kept)
        node_cost, node_site = self._without_lost(snapped, kept)
        fresh = np.flatnonzero(kept < 0)
        if snapped.on_road[fresh].any():
            self._spread(node_cost, node_site, snapped, fresh)
        return self._of_nodes(snapped, node_cost, node_site), snapped

    def serves_none(self, snapped: Snapped) -> NDArray[np.bool_]:
        """Tell which stations stand on a part of the network that no place lies on.

        Stations that are not on a road stand on none, which is another matter.
        """
        part = self.network.part[self.network.edge_start]
        lived_in = part[self.origins.edge[self.origins.on_road]]
        return snapped.on_road & ~np.isin(part[snapped.edge], lived_in)

    def _snapped(self, sites: NDArray[np.float64], kept: NDArray[np.int64]) -> Snapped:
        stays, fresh = kept >= 0, kept < 0
        anew = snap(self.network, sites[fresh], self.max_snap_m)
        columns = []
        for name in ("edge", "offset_m", "lonlat", "snap_m", "on_road"):
            before, new = getattr(self.sites, name), getattr(anew, name)
            column = np.empty((len(sites), *before.shape[1:]), dtype=before.dtype)
            column[stays], column[fresh] = before[kept[stays]], new
            columns.append(column)
        return Snapped(*columns)

    def _without_lost(
        self, snapped: Snapped, kept: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return cost and station of every node for the stations that stay."""
        stays = np.flatnonzero(kept >= 0)
        row_now = np.full(len(self.sites) + 1, NO_STATION, dtype=np.int64)
        row_now[kept[stays]] = stays
        row_now[NO_STATION] = NO_STATION
        node_cost, node_site = self.node_cost.copy(), row_now[self.node_site]
        lost = np.flatnonzero((node_site == NO_STATION) & (self.node_site != NO_STATION))
        if len(lost):
            node_cost[lost] = np.inf
            entering = ends(self.network, snapped, self.weight, "entering")
            searched_again(
                self.network, self.weight, lost, _of_rows(entering, stays), node_cost, node_site
            )
        return node_cost, node_site

    def _spread(
        self,
        node_cost: NDArray[np.float64],
        node_site: NDArray[np.int64],
        snapped: Snapped,
        fresh: NDArray[np.int64],
    ) -> None:
        """Let new stations take the nodes they are nearer to, searching no farther than needed."""
        arcs = self.network.inbound(self.weight)
        every = ends(self.network, snapped, self.weight, "entering")
        places = _of_rows(every, fresh)[1]
        for limit in _LIMITS:
            cost, source = nearest_source(arcs, places, limit)
            nearer = np.flatnonzero(cost < node_cost)
            if np.isinf(limit) or not self._goes_on(cost, nearer, node_cost, places, limit):
                node_cost[nearer], node_site[nearer] = cost[nearer], fresh[source[nearer]]
                return

    def _goes_on(
        self,
        cost: NDArray[np.float64],
        nearer: NDArray[np.int64],
        node_cost: NDArray[np.float64],
        places: Ends,
        limit: float,
    ) -> bool:
        """Tell whether something beyond the limit would get nearer, too.

        A way on which a place gets nearer gets nearer all along, so it is enough to look one arc
        beyond what was reached.
        """
        entry = np.concatenate((places.start_cost, places.end_cost))
        node = np.concatenate((places.start, places.end))
        if ((entry > limit) & (entry < node_cost[node])).any():
            return True
        arcs = self.network.inbound(self.weight)
        first, sizes = arcs.indptr[nearer], np.diff(arcs.indptr)[nearer]
        owner = np.repeat(np.arange(len(nearer)), sizes)
        arc = np.arange(len(owner)) - (np.cumsum(sizes) - sizes)[owner] + first[owner]
        beyond = cost[nearer][owner] + arcs.data[arc]
        return bool(((beyond > limit) & (beyond < node_cost[arcs.indices[arc]])).any())

    def _of_nodes(
        self, sites: Snapped, node_cost: NDArray[np.float64], node_site: NDArray[np.int64]
    ) -> RoadNearest:
        return nearest_from_nodes(
            self.network, self.origins, sites, (node_cost, node_site), self.weight
        )


def _of_rows(every: Ends, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Ends]:
    """Return some rows of the ends, and which they are."""
    return rows, Ends(
        start=every.start[rows],
        end=every.end[rows],
        start_cost=every.start_cost[rows],
        end_cost=every.end_cost[rows],
        leg=every.leg[rows],
    )

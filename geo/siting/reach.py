"""Who reaches whom, by straight line or by road, in the tables that siting works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from geo.allocation import cover_from_distances, cover_within
from geo.distances import geodesic_m, nearest
from geo.network import cost_between, nearest_by_road, snap

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.network import Network, Snapped


class Reach(Protocol):
    """Distances in metres between places and sites, positions in degrees, shape (n, 2), (m, 2)."""

    def cover(
        self, places: NDArray[np.float64], sites: NDArray[np.float64], limit_m: float
    ) -> csr_array:
        """Return which sites are nearer than the limit (<) to which places, shape (n, m)."""

    def distances(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return all distances, shape (n, m), infinite where there is no way."""

    def nearest_m(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the distance to the nearest site, shape (n,), infinite where there is none."""


class Straight:
    """Straight lines along the ellipsoid, or estimates of the way by road from them.

    Parameters
    ----------
    detour
        How many times the straight line a way is taken to be, 1 or more.
    """

    def __init__(self, detour: float = 1.0) -> None:
        self._detour = detour

    def cover(
        self, places: NDArray[np.float64], sites: NDArray[np.float64], limit_m: float
    ) -> csr_array:
        """Return which sites are nearer than the limit (<) to which places, shape (n, m)."""
        return cover_within(places, sites, limit_m / self._detour)

    def distances(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return all distances, shape (n, m)."""
        return geodesic_m(places[:, None], sites[None]) * self._detour

    def nearest_m(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the distance to the nearest site, shape (n,), infinite without any site."""
        if not len(sites):
            return np.full(len(places), np.inf)
        return nearest(places, sites).distance_m * self._detour


class ByRoad:
    """The shortest ways along a road network; one-way roads hold.

    Parameters
    ----------
    network
        The roads.
    max_snap_m
        How far from a road in metres a place or site may be (≤).
    """

    def __init__(self, network: Network, max_snap_m: float) -> None:
        self._network, self._max_snap_m = network, max_snap_m

    def cover(
        self, places: NDArray[np.float64], sites: NDArray[np.float64], limit_m: float
    ) -> csr_array:
        """Return which sites are nearer than the limit (<) to which places, shape (n, m)."""
        return cover_from_distances(self._costs(places, sites, limit_m), limit_m)

    def distances(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return all distances, shape (n, m), infinite where there is no way."""
        return self._costs(places, sites, np.inf)

    def nearest_m(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the distance to the nearest site, shape (n,), infinite where none is reached."""
        if not len(sites):
            return np.full(len(places), np.inf)
        origins, stations = self._snapped(places, sites)
        return nearest_by_road(self._network, origins, stations).cost

    def _costs(
        self, places: NDArray[np.float64], sites: NDArray[np.float64], limit_m: float
    ) -> NDArray[np.float64]:
        origins, stations = self._snapped(places, sites)
        return cost_between(self._network, origins, stations, limit=limit_m)

    def _snapped(
        self, places: NDArray[np.float64], sites: NDArray[np.float64]
    ) -> tuple[Snapped, Snapped]:
        network, most = self._network, self._max_snap_m
        return snap(network, places, most), snap(network, sites, most)

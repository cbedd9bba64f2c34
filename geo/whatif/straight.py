"""The nearest stations by straight line, kept, and updated by what an edit can change.

A station that goes leaves only its own places without one; they are searched again among those
that stay. A station that comes is compared with what each place has. So an edit costs a search
among few, whatever the number of stations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

from geo.distances import NO_SITE, TIE_M, Nearest, earth_centred, nearest_known
from geo.errors import EmptyInput

if TYPE_CHECKING:
    from numpy.typing import NDArray


class StraightBase:
    """Places and stations with the nearest station of each place.

    Parameters
    ----------
    origins
        Positions of places, shape (n, 2), longitude and latitude in degrees; NaN is unknown.
    sites
        Positions of stations, shape (m, 2), likewise. Of stations equally far (within a micron)
        the first counts.

    Raises
    ------
    EmptyInput
        If no station has a position.
    """

    def __init__(self, origins: NDArray[np.float64], sites: NDArray[np.float64]) -> None:
        self.origins = origins
        self.sites = sites
        self.found = nearest_known(origins, sites)
        self._centred = earth_centred(origins)

    def edited(self, sites: NDArray[np.float64], kept: NDArray[np.int64]) -> Nearest:
        """Return the nearest stations after an edit.

        Parameters
        ----------
        sites
            The stations after the edit, shape (k, 2).
        kept
            Which row of the base each of them is, `NO_SITE` for one that is new or has moved,
            shape (k,). Those that stay are in the order of the base.

        Returns
        -------
        nearest
            What `geo.distances.nearest_known` answers for these places and stations, bit for bit.

        Raises
        ------
        EmptyInput
            If no station with a position is left.
        """
        stays = np.flatnonzero(kept >= 0)
        fresh = np.flatnonzero(kept < 0)
        if np.isnan(sites).any(axis=1).all():
            raise EmptyInput(where="stations")
        index, distance_m = self._without_lost(sites, stays, kept)
        if len(fresh) and not np.isnan(sites[fresh]).any(axis=1).all():
            self._take_fresh(index, distance_m, sites, fresh)
        return Nearest(index, distance_m)

    def _without_lost(
        self, sites: NDArray[np.float64], stays: NDArray[np.int64], kept: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the nearest of the stations that stay; infinite where none does."""
        row_now = np.full(len(self.sites) + 1, NO_SITE, dtype=np.int64)
        row_now[kept[stays]] = stays
        # The last entry answers for places without a station, whose index is -1.
        row_now[NO_SITE] = NO_SITE
        index, distance_m = row_now[self.found.index], self.found.distance_m.copy()
        lost = np.flatnonzero((index == NO_SITE) & (self.found.index != NO_SITE))
        if not len(lost):
            return index, distance_m
        if not len(stays) or np.isnan(sites[stays]).any(axis=1).all():
            distance_m[lost] = np.inf
            return index, distance_m
        again = nearest_known(self.origins[lost], sites[stays])
        index[lost], distance_m[lost] = stays[again.index], again.distance_m
        return index, distance_m

    def _take_fresh(
        self,
        index: NDArray[np.int64],
        distance_m: NDArray[np.float64],
        sites: NDArray[np.float64],
        fresh: NDArray[np.int64],
    ) -> None:
        """Put new stations in place where they are nearer, or as near and first in order."""
        known = self._near(sites[fresh], distance_m)
        if not len(known):
            return
        found = nearest_known(self.origins[known], sites[fresh])
        row, new_m, old_m = fresh[found.index], found.distance_m, distance_m[known]
        tied = np.abs(new_m - old_m) <= TIE_M
        taken = (new_m < old_m - TIE_M) | (tied & (row < index[known]))
        index[known[taken]] = row[taken]
        distance_m[known] = np.minimum(new_m, old_m)

    def _near(
        self, sites: NDArray[np.float64], distance_m: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Return the places for which one of some sites can be nearer than what they have.

        The straight chord through the earth is never longer than the way along its surface.
        """
        known = np.flatnonzero(self.found.index != NO_SITE)
        tree = scipy.spatial.cKDTree(earth_centred(sites[~np.isnan(sites).any(axis=1)]))
        chord_m, _ = tree.query(self._centred[known])
        return known[chord_m <= distance_m[known] + 2 * TIE_M]

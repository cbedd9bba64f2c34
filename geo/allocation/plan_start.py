"""A good plan to begin with: what must be there, then the station that serves the most, again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.allocation.plan_problem import Candidates, Demand, PlanRules

_NOTHING: Final = 1e-9
"""Gains below this are what rounding leaves of nothing."""

_PASSES: Final = 20


def good_stations(sites: Candidates, rules: PlanRules, demand: Demand) -> NDArray[np.bool_]:
    """Return which sites are open by the end of each year, shape (years, m).

    Every county opens as many stations as its quota so far makes up with the fewest piles each. It
    keeps back what the minima of the last year take. Nothing proves that piles can be placed in
    these stations; that is for the caller to find out.
    """
    builder = _Builder(sites, rules, demand)
    for year in range(len(rules.years)):
        builder.open_best(year)
    for _ in range(_PASSES):
        if not builder.exchange():
            break
    return np.array([builder.opened <= year for year in range(len(rules.years))])


class _Gains:
    """What opening each site would add to the weight served, from a year on."""

    def __init__(self, demand: Demand) -> None:
        self._weights = demand.weights
        self._by_place = [cover.astype(np.float64) for cover in demand.cover]
        self._by_site = [cover.T.tocsr() for cover in self._by_place]
        self._times = [np.zeros(len(demand.weights), dtype=np.int64) for _ in demand.cover]
        self._yearly = np.array([table @ demand.weights for table in self._by_site])

    def total(self, year: int) -> NDArray[np.float64]:
        """Return the gain of each site when it opens in a year."""
        return np.asarray(self._yearly[year:].sum(axis=0))

    def serve(self, site: int, year: int) -> None:
        """Open a site from a year on: what it alone serves is no gain for others any more."""
        for each in range(year, len(self._times)):
            places = _row(self._by_site[each], site)
            self._yearly[each] -= self._worth(each, places[self._times[each][places] == 0])
            self._times[each][places] += 1

    def release(self, site: int, year: int) -> None:
        """Close a site from a year on: what it alone served is to be gained again."""
        for each in range(year, len(self._times)):
            places = _row(self._by_site[each], site)
            self._times[each][places] -= 1
            self._yearly[each] += self._worth(each, places[self._times[each][places] == 0])

    def _worth(self, year: int, places: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the weight of places for each site that serves them."""
        return np.asarray(self._by_place[year][places].T @ self._weights[places])


class _Builder:
    """The stations opened so far and what each county may still open.

    A new station takes the fewest piles that make one from the quota of its own year, so each year
    has room for so many; what a year leaves over makes no station in the next.
    """

    def __init__(self, sites: Candidates, rules: PlanRules, demand: Demand) -> None:
        counties, self._county = np.unique(sites.county.astype(str), return_inverse=True)
        none = (0,) * len(rules.years)
        quota = np.array([rules.quotas.get(code, none) for code in counties])
        self._room = quota // rules.station_piles
        self._gains = _Gains(demand)
        # The place of the year a site opens in; existing ones are open before the first.
        self.opened = np.where(sites.existing > 0, -1, len(rules.years))
        self._unit = _units(sites, rules)
        self._must = _must_have(sites, rules, self._gains.total(len(rules.years) - 1))
        for site in np.flatnonzero(self.opened < 0).tolist():
            self._gains.serve(site, 0)

    def open_best(self, year: int) -> None:
        """Open the site that serves the most until nothing is gained or may be opened."""
        while self._open_one(year, self._allowed(year), least=_NOTHING):
            pass
        while self._open_one(year, self._overdue(year), least=0.0):
            pass

    def exchange(self) -> bool:
        """Put a better site in the place of each one opened; tell whether any was found.

        The other stands in the same county, and for a site that must be in the same unit.
        """
        improved = False
        for site in np.flatnonzero((self.opened >= 0) & ~self._closed).tolist():
            year = int(self.opened[site])
            self._gains.release(site, year)
            unit = self._unit if self._must[site] else self._county
            gain = np.where(self._closed & (unit == unit[site]), self._gains.total(year), -1.0)
            other = int(np.argmax(gain))
            if gain[other] > self._gains.total(year)[site] + _NOTHING:
                self.opened[[site, other]] = self.opened[[other, site]]
                self._must[[site, other]] = self._must[[other, site]]
                improved, site = True, other  # noqa: PLW2901 - the one that stands now
            self._gains.serve(site, year)
        return improved

    @property
    def _closed(self) -> NDArray[np.bool_]:
        return np.asarray(self.opened == self._room.shape[1])

    def _open_one(self, year: int, allowed: NDArray[np.bool_], least: float) -> bool:
        gain = np.where(allowed, self._gains.total(year), -1.0)
        site = int(np.argmax(gain))
        if gain[site] < least:
            return False
        self.opened[site] = year
        self._room[self._county[site], year] -= 1
        self._gains.serve(site, year)
        return True

    def _allowed(self, year: int) -> NDArray[np.bool_]:
        """Return closed sites there is room for, once room for what must be is kept back."""
        left = self._room[:, year:].sum(axis=1)
        free = (left > self._waiting())[self._county]
        room = (self._room[:, year] > 0)[self._county]
        return np.asarray(self._closed & room & (free | self._must))

    def _overdue(self, year: int) -> NDArray[np.bool_]:
        """Return sites that must be and for which later years have no room."""
        late = (self._waiting() > self._room[:, year + 1 :].sum(axis=1))[self._county]
        room = (self._room[:, year] > 0)[self._county]
        return np.asarray(self._closed & self._must & late & room)

    def _waiting(self) -> NDArray[np.int64]:
        """Return how many sites that must be are not open yet, by county."""
        closed = self._must & self._closed
        return np.bincount(self._county[closed], minlength=len(self._room))


def _units(sites: Candidates, rules: PlanRules) -> NDArray[np.int64]:
    """Return a number for the village with a minimum, else the township, each site is in."""
    village = sites.village.astype(str)
    in_village = np.isin(village, list(rules.village_minimum))
    _, unit = np.unique(
        np.where(in_village, village, sites.township.astype(str)), return_inverse=True
    )
    return np.asarray(unit, dtype=np.int64)


def _must_have(sites: Candidates, rules: PlanRules, gain: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return one site, the best, in each village and then each township with a minimum."""
    must = sites.existing > 0
    for codes, minimum in (
        (sites.village, rules.village_minimum),
        (sites.township, rules.township_minimum),
    ):
        wanted = np.isin(codes.astype(str), [code for code, least in minimum.items() if least > 0])
        lacking = wanted & ~np.isin(codes.astype(str), codes[must].astype(str))
        order = np.lexsort((-gain, codes.astype(str)))
        order = order[lacking[order]]
        _, first = np.unique(codes[order].astype(str), return_index=True)
        must[order[first]] = True
    return must


def _row(table: csr_array, row: int) -> NDArray[np.integer]:
    return table.indices[table.indptr[row] : table.indptr[row + 1]]

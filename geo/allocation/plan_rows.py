"""The rules of a plan as rows of a program, each row knowing which rule and unit it stands for.

Columns: first the piles at each site by the end of each year, then whether the site is open, both
year by year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from geo.allocation.plan_problem import Candidates, PlanRules, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

EVERY_RULE: Final = frozenset(Rule)


@dataclass(frozen=True)
class Row:
    """One inequality: low ≤ Σ value · x[column] ≤ high, for a rule, unit and year.

    ``rule`` is None for what is no rule but the meaning of the columns.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    low: float
    high: float
    rule: Rule | None = None
    unit: str = ""
    year: int = 0


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the columns of a problem stand."""

    sites: Candidates
    rules: PlanRules

    @property
    def width(self) -> int:
        """How many columns there are."""
        return 2 * len(self.rules.years) * len(self.sites)

    def piles(self, year: int, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the columns of the piles at sites in the year of this place in the order."""
        return np.asarray(year * len(self.sites) + rows)

    def stands(self, year: int, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the columns that tell whether sites are open in that year."""
        return np.asarray((len(self.rules.years) + year) * len(self.sites) + rows)

    def bounds(self, kept: frozenset[Rule]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the least and greatest value of each column; what exists stays."""
        years = len(self.rules.years)
        existing = self.sites.existing.astype(np.float64)
        most = self.most(kept).astype(np.float64)
        stays = (existing > 0).astype(np.float64)
        low = np.concatenate((np.tile(existing, years), np.tile(stays, years)))
        return low, np.concatenate((np.tile(most, years), np.ones(years * len(existing))))

    def most(self, kept: frozenset[Rule]) -> NDArray[np.int64]:
        """Return the most piles at each site; without the rule of capacity, all there will be."""
        if Rule.CAPACITY in kept:
            return self.sites.capacity
        every = sum(map(sum, self.rules.quotas.values())) + int(self.sites.existing.sum())
        minima = (*self.rules.township_minimum.values(), *self.rules.village_minimum.values())
        return np.full(len(self.sites), every + sum(minima) + self.rules.county_piles)


def rule_rows(layout: Layout, kept: frozenset[Rule] = EVERY_RULE) -> list[Row]:
    """Return all rows of the rules that are kept, and those that hold anyway."""
    makers: Mapping[Rule, Callable[[Layout], Iterable[Row]]] = {
        Rule.QUOTA: _quota_rows,
        Rule.TOWNSHIP_MINIMUM: _township_rows,
        Rule.VILLAGE_MINIMUM: _village_rows,
        Rule.COUNTY_STATIONS: _station_rows,
        Rule.COUNTY_PILES: _county_rows,
    }
    rows = list(_meaning(layout, layout.most(kept)))
    for rule, make in makers.items():
        if rule in kept:
            rows += make(layout)
    return rows


def matrix_of(
    rows: list[Row], width: int
) -> tuple[csr_array, NDArray[np.float64], NDArray[np.float64]]:
    """Return the rows as a sparse matrix with their lower and upper limits."""
    sizes = [len(row.columns) for row in rows]
    owner = np.repeat(np.arange(len(rows)), sizes)
    columns = np.concatenate([row.columns for row in rows])
    values = np.concatenate([row.values for row in rows])
    matrix = scipy.sparse.csr_array((values, (owner, columns)), shape=(len(rows), width))
    return matrix, np.array([row.low for row in rows]), np.array([row.high for row in rows])


def _meaning(layout: Layout, most: NDArray[np.int64]) -> Iterable[Row]:
    """Piles stand only at open sites, open sites have piles, and nothing is taken away again."""
    for year in range(len(layout.rules.years)):
        for site in range(len(layout.sites)):
            piles, stands = layout.piles(year, np.array(site)), layout.stands(year, np.array(site))
            pair = np.array([piles, stands])
            yield Row(pair, np.array([1.0, -float(most[site])]), -np.inf, 0.0)
            yield Row(pair, np.array([1.0, -float(layout.rules.station_piles)]), 0.0, np.inf)
            if year:
                one = np.array(site)
                for column in (layout.piles, layout.stands):
                    both = np.array([column(year, one), column(year - 1, one)])
                    yield Row(both, np.array([1.0, -1.0]), 0.0, np.inf)


def _quota_rows(layout: Layout) -> Iterable[Row]:
    for county, quota in _quotas(layout).items():
        rows = np.flatnonzero(layout.sites.county == county)
        before = float(layout.sites.existing[rows].sum())
        for year, new in enumerate(quota):
            columns, values = layout.piles(year, rows), np.ones(len(rows))
            needed = float(new)
            if year:
                columns = np.concatenate((columns, layout.piles(year - 1, rows)))
                values = np.concatenate((values, -values))
            else:
                needed += before
            number = layout.rules.years[year]
            yield Row(columns, values, needed, needed, Rule.QUOTA, county, number)


def _quotas(layout: Layout) -> dict[str, tuple[int, ...]]:
    """Return the quota of every county there is; none means nothing new."""
    nothing = dict.fromkeys(
        sorted({str(each) for each in layout.sites.county}), (0,) * len(layout.rules.years)
    )
    return nothing | dict(layout.rules.quotas)


def _township_rows(layout: Layout) -> Iterable[Row]:
    minimum = layout.rules.township_minimum
    return _minimum(layout, layout.sites.township, minimum, Rule.TOWNSHIP_MINIMUM)


def _village_rows(layout: Layout) -> Iterable[Row]:
    minimum = layout.rules.village_minimum
    return _minimum(layout, layout.sites.village, minimum, Rule.VILLAGE_MINIMUM)


def _county_rows(layout: Layout) -> Iterable[Row]:
    minimum = dict.fromkeys(layout.rules.quotas, layout.rules.county_piles)
    return _minimum(layout, layout.sites.county, minimum, Rule.COUNTY_PILES)


def _minimum(
    layout: Layout, codes: NDArray[np.object_], minimum: Mapping[str, int], rule: Rule
) -> Iterable[Row]:
    last = len(layout.rules.years) - 1
    for code, least in minimum.items():
        columns = layout.piles(last, np.flatnonzero(codes == code))
        values = np.ones(len(columns))
        yield Row(columns, values, float(least), np.inf, rule, code, layout.rules.years[last])


def _station_rows(layout: Layout) -> Iterable[Row]:
    last = len(layout.rules.years) - 1
    for county in layout.rules.quotas:
        columns = layout.stands(last, np.flatnonzero(layout.sites.county == county))
        values, least = np.ones(len(columns)), float(layout.rules.county_stations)
        year = layout.rules.years[last]
        yield Row(columns, values, least, np.inf, Rule.COUNTY_STATIONS, county, year)

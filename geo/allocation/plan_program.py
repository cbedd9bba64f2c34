"""Two programs for a plan: one of stations alone, one of stations and whole piles.

What a plan is worth depends on where stations are, not on how many piles each has. The program of
stations asks only what piles make necessary: a new station takes the fewest piles that make one
out of its own year's quota, open stations must be able to hold what the quotas bring, minima need
stations. Its bound holds for the plan, and it is small enough to be solved. Piles are placed
afterwards; should that fail, the second program has everything in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

from geo.allocation.cover import merged
from geo.allocation.plan_rows import EVERY_RULE, Row, matrix_of, rule_rows
from geo.allocation.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.allocation.plan_problem import Demand
    from geo.allocation.plan_rows import Layout


class Served:
    """The places of a plan's demand, those that the same sites serve merged, year by year."""

    def __init__(self, demand: Demand) -> None:
        merges = [merged(cover, demand.weights) for cover in demand.cover]
        self.tables: list[csr_array] = [table for table, _, _ in merges]
        self.weights = np.concatenate([weights for _, weights, _ in merges])

    def start(self, piles: NDArray[np.int64], *, with_piles: bool) -> NDArray[np.float64]:
        """Return a plan as the columns of one of the two programs."""
        stands = (piles > 0).astype(np.float64)
        served = [
            np.minimum(table @ row, 1.0) for table, row in zip(self.tables, stands, strict=True)
        ]
        first = [piles.ravel().astype(np.float64)] if with_piles else []
        return np.concatenate((*first, stands.ravel(), *served))

    def program(
        self,
        rows: list[Row],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> Program:
        """Return the program of rows over given columns, the last of which are the stations."""
        width, served = len(low), len(self.weights)
        matrix, row_low, row_high = matrix_of(rows, width)
        stations = sum(table.shape[1] for table in self.tables)
        before = scipy.sparse.csr_array((served, width - stations))
        linked = scipy.sparse.hstack(
            [before, scipy.sparse.block_diag(self.tables), -scipy.sparse.eye_array(served)]
        )
        padded = scipy.sparse.hstack([matrix, scipy.sparse.csr_array((len(rows), served))])
        return Program(
            sense="most",
            cost=np.concatenate((np.zeros(width), self.weights)),
            low=np.concatenate((low, np.zeros(served))),
            high=np.concatenate((high, np.ones(served))),
            whole=np.arange(width + served) < width,
            matrix=scipy.sparse.csr_array(scipy.sparse.vstack([padded, linked], format="csr")),
            row_low=np.concatenate((row_low, np.zeros(served))),
            row_high=np.concatenate((row_high, np.full(served, np.inf))),
        )


def whole_program(layout: Layout, served: Served) -> Program:
    """Return the program of stations and whole piles, with all rules as they are."""
    return served.program(rule_rows(layout), *layout.bounds(EVERY_RULE))


def station_program(layout: Layout, served: Served) -> Program:
    """Return the program of stations alone; columns are open or not, year by year."""
    low, high = layout.bounds(EVERY_RULE)
    half = layout.width // 2
    return served.program(list(_station_rows(layout)), low[half:], high[half:])


def _station_rows(layout: Layout) -> Iterator[Row]:
    """Return what follows from the rules for stations, whatever piles they get."""
    rules, sites = layout.rules, layout.sites
    yield from _nested(layout)
    for county in np.unique(sites.county.astype(str)):
        rows = np.flatnonzero(sites.county == county)
        yield from _room(layout, rows, rules.quotas.get(county, (0,) * len(rules.years)))
    every = dict.fromkeys(rules.quotas, rules.county_piles)
    yield from _enough(layout, sites.county, every)
    yield from _enough(layout, sites.township, rules.township_minimum)
    yield from _enough(layout, sites.village, rules.village_minimum)
    for county in rules.quotas:
        columns = _last(layout, np.flatnonzero(sites.county == county))
        yield Row(columns, np.ones(len(columns)), float(rules.county_stations), np.inf)


def _nested(layout: Layout) -> Iterator[Row]:
    count = len(layout.sites)
    for column in range(count, count * len(layout.rules.years)):
        both = np.array([column, column - count])
        yield Row(both, np.array([1.0, -1.0]), 0.0, np.inf)


def _room(layout: Layout, rows: NDArray[np.int64], quota: tuple[int, ...]) -> Iterator[Row]:
    """Yield how many stations a county's quota makes each year, and what they must hold."""
    count, ones = len(layout.sites), np.ones(len(rows))
    existing = layout.sites.existing[rows]
    capacity = layout.sites.capacity[rows].astype(np.float64)
    for year, new in enumerate(quota):
        columns, values = year * count + rows, ones
        most = float(new // layout.rules.station_piles)
        if year:
            columns = np.concatenate((columns, columns - count))
            values = np.concatenate((ones, -ones))
        else:
            most += float((existing > 0).sum())
        yield Row(columns, values, -np.inf, most)
        held = float(existing.sum() + sum(quota[: year + 1]))
        yield Row(year * count + rows, capacity, held, np.inf)


def _enough(
    layout: Layout, codes: NDArray[np.object_], minimum: Mapping[str, int]
) -> Iterator[Row]:
    """Yield that the stations of a unit can hold its fewest piles, and are one at least."""
    for code, least in minimum.items():
        rows = np.flatnonzero(codes == code)
        columns, capacity = _last(layout, rows), layout.sites.capacity[rows].astype(np.float64)
        stations = np.ceil(least / capacity.max(initial=1.0))
        yield Row(columns, capacity, float(least), np.inf)
        yield Row(columns, np.ones(len(rows)), float(stations), np.inf)


def _last(layout: Layout, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray((len(layout.rules.years) - 1) * len(layout.sites) + rows)

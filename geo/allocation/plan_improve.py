"""A good plan made better: some counties are chosen anew while the others stay as they are.

Quotas bind county by county, and one county's stations serve few places of another. So the program
of one county, the rest held fast, is solved in a fraction of a second; going round the counties,
and then round groups of neighbours, comes near the best plan long before a search over all of them
at once does. Nothing is proven by it.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.allocation.errors import NoFeasibleSiting, NoSolutionInTime
from geo.allocation.program import Program, solve
from geo.allocation.siting import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.allocation.plan_problem import Demand
    from geo.allocation.plan_program import Served
    from geo.allocation.plan_rows import Layout

_GROUPS: Final = (1, 2, 3)
"""How many counties are chosen anew at once, one round after another."""
_ENOUGH: Final = 2e-5
"""A round that betters the plan by less than this share leads to larger groups."""
_BLOCK_S: Final = 3.0
"""For one group of counties."""


def better_stations(
    layout: Layout,
    program: Program,
    served: Served,
    demand: Demand,
    first: NDArray[np.bool_],
    deadline: float,
) -> NDArray[np.bool_]:
    """Return stations, shape (years, m), that serve at least as much as the first ones.

    Parameters
    ----------
    layout, program, served, demand
        The problem and its program of stations.
    first
        Stations that keep the program's rows.
    deadline
        When to stop, by `time.monotonic`.
    """
    stations, neighbours = first, _neighbours(layout, demand)
    worth = _worth(program, served, stations)
    for size in _GROUPS:
        while time.monotonic() < deadline:
            before = worth
            for group in _groups(neighbours, size):
                stations = _anew(layout, program, served, stations, group, deadline)
            worth = _worth(program, served, stations)
            if worth - before <= _ENOUGH * before:
                break
    return stations


def _anew(
    layout: Layout,
    program: Program,
    served: Served,
    stations: NDArray[np.bool_],
    group: NDArray[np.str_],
    deadline: float,
) -> NDArray[np.bool_]:
    """Choose the stations of some counties anew."""
    left = deadline - time.monotonic()
    if left <= 0:
        return stations
    years, count = stations.shape
    free = np.tile(np.isin(layout.sites.county.astype(str), group), years)
    stands = stations.ravel().astype(np.float64)
    low, high = program.low.copy(), program.high.copy()
    low[: years * count] = np.where(free, low[: years * count], stands)
    high[: years * count] = np.where(free, high[: years * count], stands)
    effort = Effort(min(left, _BLOCK_S), 5e-5)
    try:
        outcome = solve(replace(program, low=low, high=high), effort, _start(served, stations))
    except (NoFeasibleSiting, NoSolutionInTime):
        return stations
    found = outcome.x[: years * count].reshape(years, count) > 0.5  # noqa: PLR2004 - 0 or 1
    is_better = _worth(program, served, found) > _worth(program, served, stations)
    return found if is_better else stations


def _groups(neighbours: dict[str, list[str]], size: int) -> Iterator[NDArray[np.str_]]:
    """Yield each county with those it shares most places with, no group twice."""
    seen: set[frozenset[str]] = set()
    for county, others in neighbours.items():
        group = frozenset((county, *others[: size - 1]))
        if group not in seen:
            seen.add(group)
            yield np.array(sorted(group))


def _neighbours(layout: Layout, demand: Demand) -> dict[str, list[str]]:
    """Return for each county the others, the one that can serve most of the same places first."""
    counties, owner = np.unique(layout.sites.county.astype(str), return_inverse=True)
    shared = np.zeros((len(counties), len(counties)))
    for cover in demand.cover:
        table = cover.tocoo()
        reaches = np.zeros((len(demand.weights), len(counties)))
        reaches[table.row, owner[table.col]] = 1.0
        shared += reaches.T @ (reaches * demand.weights[:, None])
    np.fill_diagonal(shared, -1.0)
    order = np.argsort(-shared, axis=1, kind="stable")
    return {
        str(county): [str(counties[other]) for other in row[:-1] if shared[place, other] > 0]
        for place, (county, row) in enumerate(zip(counties, order, strict=True))
    }


def _worth(program: Program, served: Served, stations: NDArray[np.bool_]) -> float:
    return float(program.cost @ _start(served, stations))


def _start(served: Served, stations: NDArray[np.bool_]) -> NDArray[np.float64]:
    return served.start(stations.astype(np.int64), with_piles=False)

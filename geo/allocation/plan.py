"""Place the quotas of a plan so that its stations serve the most."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.allocation.errors import NoFeasibleSiting, NoSolutionInTime, RulesInConflict
from geo.allocation.plan_conflicts import conflicts
from geo.allocation.plan_improve import better_stations
from geo.allocation.plan_problem import Candidates, Demand, Plan, PlanRules, check_plan
from geo.allocation.plan_program import Served, station_program, whole_program
from geo.allocation.plan_rows import EVERY_RULE, Layout, matrix_of, rule_rows
from geo.allocation.plan_start import good_stations
from geo.allocation.plan_verify import covered_by, verify_plan
from geo.allocation.program import Outcome, Program, solve
from geo.allocation.siting import Effort

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PLACING = Effort(time_limit_s=30.0, gap=1.0 - 1e-9)
"""Any placing of piles will do, so the first one found is enough."""

_BETTERING: Final = 0.4
"""The share of the time in which counties are chosen anew one after another before the search."""
_SEARCHING: Final = 0.75
"""The share of what is left then for the search over all counties, which also gives the bound."""


def place_quotas(
    sites: Candidates, rules: PlanRules, demand: Demand, *, effort: Effort | None = None
) -> Plan:
    """Place each county's yearly piles so that the most weight is served, summed over the years.

    Parameters
    ----------
    sites
        Candidate and existing sites.
    rules
        Quotas, minima, capacities.
    demand
        Weights and who serves whom each year.
    effort
        Time limit and relative gap.

    Returns
    -------
    plan
        Verified against every rule. A place is served in a year if any site that serves it has a
        pile by the end of that year.

    Raises
    ------
    RulesInConflict
        If the rules cannot all be kept; ``facts["conflicts"]`` are those of
        `geo.allocation.conflicts`.
    NoSolutionInTime
        If the time was up before a first plan.
    BadParameter
        If demand does not fit sites and years.
    """
    effort = Effort() if effort is None else effort
    check_plan(sites, rules, demand)
    layout = Layout(sites, rules)
    deadline = time.monotonic() + effort.time_limit_s
    first = _placed(layout, good_stations(sites, rules, demand))
    if first is not None:
        plan = _plan(layout, demand, first, _most(demand), proven=False)
        if plan.gap <= effort.gap:
            # Everything that any site could serve is served: there is nothing to search for.
            plan = _plan(layout, demand, first, plan.bound, proven=True)
            verify_plan(plan, sites, rules, demand)
            return plan
    if first is not None:
        first = _bettered(layout, demand, first, _until(deadline, _BETTERING))
    left = max(_until(deadline, _SEARCHING) - time.monotonic(), 0.1)
    plan = _searched(layout, demand, first, Effort(left, effort.gap))
    if plan.gap > effort.gap:
        piles = _bettered(layout, demand, plan.piles, deadline)
        better = _plan(layout, demand, piles, plan.bound, proven=False)
        plan = replace(better, proven=better.gap <= effort.gap)
    verify_plan(plan, sites, rules, demand)
    return plan


def _searched(
    layout: Layout, demand: Demand, first: NDArray[np.int64] | None, effort: Effort
) -> Plan:
    """Search for the best stations from a first plan on, and place whole piles in them."""
    served = Served(demand)
    try:
        outcome = _solved(station_program(layout, served), served, first, effort, with_piles=False)
        stands = outcome.x[: layout.width // 2] > 0.5  # noqa: PLR2004 - 0 or 1
        piles = _placed(layout, stands)
        if piles is None:
            program = whole_program(layout, served)
            outcome = _solved(program, served, first, effort, with_piles=True)
            piles = _whole(outcome.x[: layout.width // 2], layout)
    except NoSolutionInTime:
        if first is None:
            raise
        return _plan(layout, demand, first, _most(demand), proven=False)
    except NoFeasibleSiting as cause:
        found = conflicts(layout.sites, layout.rules)
        counties = [each.county for each in found]
        raise RulesInConflict(where="rules", counties=counties, conflicts=found) from cause
    return _plan(layout, demand, piles, outcome.bound, proven=outcome.proven)


def _bettered(
    layout: Layout, demand: Demand, piles: NDArray[np.int64], until: float
) -> NDArray[np.int64]:
    """Return piles that serve more, with some counties' stations chosen anew; else the same."""
    served = Served(demand)
    program = station_program(layout, served)
    stations = better_stations(layout, program, served, demand, piles > 0, until)
    found = _placed(layout, stations)
    if found is None or sum(covered_by(found, demand)) <= sum(covered_by(piles, demand)):
        return piles
    return found


def _until(deadline: float, share: float) -> float:
    """Return the moment when a share of the time that is left is over."""
    now = time.monotonic()
    return now + share * max(deadline - now, 0.0)


def _solved(
    program: Program,
    served: Served,
    first: NDArray[np.int64] | None,
    effort: Effort,
    *,
    with_piles: bool,
) -> Outcome:
    start = None if first is None else served.start(first, with_piles=with_piles)
    return solve(program, effort, start, interior=True)


def _plan(
    layout: Layout, demand: Demand, piles: NDArray[np.int64], bound: float, *, proven: bool
) -> Plan:
    return Plan(layout.rules.years, piles, covered_by(piles, demand), bound, proven)


def _most(demand: Demand) -> float:
    """Return the weight that all candidates together could serve."""
    reached = (demand.weights[np.diff(cover.indptr) > 0].sum() for cover in demand.cover)
    return float(sum(reached))


def _placed(layout: Layout, stations: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Return whole piles by site and year that keep all rules with these stations open.

    Others may be opened as well where the rules ask for it. None if there is no such placing or
    none was found in time.
    """
    matrix, row_low, row_high = matrix_of(rule_rows(layout), layout.width)
    low, high = layout.bounds(EVERY_RULE)
    half = layout.width // 2
    low[half:] = np.maximum(low[half:], stations.ravel())
    program = Program(
        sense="least",
        cost=np.zeros(layout.width),
        low=low,
        high=high,
        whole=np.ones(layout.width, dtype=bool),
        matrix=matrix,
        row_low=row_low,
        row_high=row_high,
    )
    try:
        outcome = solve(program, _PLACING)
    except (NoFeasibleSiting, NoSolutionInTime):
        return None
    return _whole(outcome.x[:half], layout)


def _whole(values: NDArray[np.float64], layout: Layout) -> NDArray[np.int64]:
    shape = (len(layout.rules.years), len(layout.sites))
    piles: NDArray[np.int64] = np.rint(values).astype(np.int64).reshape(shape)
    return piles

"""Every plan is checked before it is given out, by counting, without the solver's program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.allocation.errors import SolutionRejected
from geo.allocation.plan_problem import Candidates, Demand, Plan, PlanRules, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

_CLOSE = 1e-6


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks: where, in which year, what is needed and what there is."""

    rule: Rule
    unit: str
    year: int
    needed: int
    found: int


def violations(piles: NDArray[np.int64], sites: Candidates, rules: PlanRules) -> list[Violation]:
    """Return every rule that piles of shape (years, m) break, in the order of the rules."""
    return [
        *_quota(piles, sites, rules),
        *_capacity(piles, sites, rules),
        *_minimum(piles[-1], sites.township, rules.township_minimum, rules, Rule.TOWNSHIP_MINIMUM),
        *_minimum(piles[-1], sites.village, rules.village_minimum, rules, Rule.VILLAGE_MINIMUM),
        *_county(piles[-1], sites, rules),
    ]


def verify_plan(plan: Plan, sites: Candidates, rules: PlanRules, demand: Demand) -> None:
    """Refuse a plan that breaks a rule, takes piles away, or does not serve what it says.

    Raises
    ------
    SolutionRejected
        Naming what is wrong.
    """
    broken = violations(plan.piles, sites, rules)
    if broken:
        raise SolutionRejected(where=broken[0].rule, found=len(broken), expected=0)
    if (np.diff(np.vstack((sites.existing, plan.piles)), axis=0) < 0).any():
        raise SolutionRejected(where="piles", found="taken away", expected="nested years")
    weak = plan.piles[(plan.piles > 0) & (plan.piles < rules.station_piles)]
    if len(weak):
        raise SolutionRejected(
            where="station_piles", found=int(weak.min()), expected=rules.station_piles
        )
    covered = covered_by(plan.piles, demand)
    if not np.allclose(plan.covered, covered, rtol=_CLOSE, atol=_CLOSE):
        raise SolutionRejected(where="covered", found=plan.covered, expected=covered)
    if plan.bound < sum(covered) * (1 - _CLOSE) - _CLOSE:
        raise SolutionRejected(where="bound", found=plan.bound, expected=sum(covered))


def covered_by(piles: NDArray[np.int64], demand: Demand) -> tuple[float, ...]:
    """Return the weight served each year by sites with piles."""
    served = []
    for count, cover in zip(piles, demand.cover, strict=True):
        table = cover.tocoo()
        places = np.unique(table.row[count[table.col] > 0])
        served.append(float(demand.weights[places].sum()))
    return tuple(served)


def _quota(piles: NDArray[np.int64], sites: Candidates, rules: PlanRules) -> Iterator[Violation]:
    new = np.diff(np.vstack((sites.existing, piles)), axis=0)
    for county in sorted({*map(str, sites.county), *rules.quotas}):
        quota = rules.quotas.get(county, (0,) * len(rules.years))
        for year, needed, built in zip(rules.years, quota, new, strict=True):
            found = sum(
                int(n) for n, code in zip(built, sites.county, strict=True) if code == county
            )
            if found != needed:
                yield Violation(Rule.QUOTA, county, year, needed, found)


def _capacity(piles: NDArray[np.int64], sites: Candidates, rules: PlanRules) -> Iterator[Violation]:
    for year, count in zip(rules.years, piles, strict=True):
        for row in np.flatnonzero(count > sites.capacity).tolist():
            needed, found = int(sites.capacity[row]), int(count[row])
            yield Violation(Rule.CAPACITY, str(row), year, needed, found)


def _minimum(
    piles: NDArray[np.int64],
    codes: NDArray[np.object_],
    minimum: Mapping[str, int],
    rules: PlanRules,
    rule: Rule,
) -> Iterator[Violation]:
    total = dict.fromkeys(minimum, 0)
    for code, count in zip(codes, piles.tolist(), strict=True):
        if code in total:
            total[code] += count
    for code, needed in minimum.items():
        if total[code] < needed:
            yield Violation(rule, code, rules.years[-1], needed, total[code])


def _county(piles: NDArray[np.int64], sites: Candidates, rules: PlanRules) -> Iterator[Violation]:
    for county in rules.quotas:
        here = [n for n, code in zip(piles.tolist(), sites.county, strict=True) if code == county]
        stations, year = sum(n > 0 for n in here), rules.years[-1]
        if stations < rules.county_stations:
            yield Violation(Rule.COUNTY_STATIONS, county, year, rules.county_stations, stations)
        if sum(here) < rules.county_piles:
            yield Violation(Rule.COUNTY_PILES, county, year, rules.county_piles, sum(here))

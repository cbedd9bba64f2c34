"""Answers measured again, by distances to the stations that there would be.

Neither the tables nor the solver that an answer came from are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.allocation import violations

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.more import Ground, More
    from geo.siting.quotas import Planned

_CLOSE: Final = 1e-6


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    check: str
    passed: bool
    found: float
    expected: float


def checked(
    on: Ground, more: More, *, sites: int | None = None, within_m: float | None = None
) -> tuple[Check, ...]:
    """Measure an answer again.

    Parameters
    ----------
    on, more
        The problem and its answer.
    sites
        How many were asked for, None where the number was to be found.
    within_m
        The distance of the covering problems.

    Returns
    -------
    checks
        "number_of_sites", "distinct_sites", and "objective": the weight served, the places left
        unserved, the weighted sum of distances, or the farthest distance, as the problem has it.
    """
    count, wanted = len(more.chosen), len(more.chosen) if sites is None else sites
    distinct = len(np.unique(more.chosen))
    stations = np.vstack((on.existing, on.candidates[more.chosen]))
    found, expected = _objective(on, more, on.reach.nearest_m(on.places, stations), within_m)
    slack = _CLOSE * max(1.0, abs(expected))
    return (
        Check("number_of_sites", count == wanted, count, wanted),
        Check("distinct_sites", distinct == count, distinct, count),
        Check("objective", abs(found - expected) <= slack, found, expected),
    )


def checked_plan(found: Planned) -> tuple[Check, ...]:
    """Count the piles of a plan again, and measure how much weight each year serves."""
    broken = violations(found.plan.piles, found.sites, found.rules)
    checks = [Check("rules_broken", not broken, len(broken), 0)]
    on = found.ground
    for year, piles, within_m, stated in zip(
        found.plan.years, found.plan.piles, found.within_m, found.plan.covered, strict=True
    ):
        near = on.reach.nearest_m(on.places, found.lonlat[piles > 0]) < within_m
        served = float(on.weights[near].sum())
        slack = _CLOSE * max(1.0, stated)
        checks.append(Check(f"served_{year}", abs(served - stated) <= slack, served, stated))
    return tuple(checks)


def _objective(
    on: Ground, more: More, nearest_m: NDArray[np.float64], within_m: float | None
) -> tuple[float, float]:
    """Return what the answer is worth by these distances, and what it says."""
    counts = on.weights > 0
    if more.problem == "mclp":
        return float(on.weights[nearest_m < (within_m or 0.0)].sum()), more.objective
    if more.problem == "lscp":
        return float((counts & (nearest_m >= (within_m or 0.0))).sum()), 0.0
    if more.problem == "p-median":
        return float(on.weights[counts] @ nearest_m[counts]), more.objective
    return float(nearest_m[counts].max()), more.objective

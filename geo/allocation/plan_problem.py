"""The plan problem: where each county's yearly quota of piles goes.

Quotas are new piles per county and year; what stands stays, so the sites of one year are among
those of the next (2023 ⊂ 2024 ⊂ 2025).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.errors import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


class Rule(StrEnum):
    """The rules a plan sets, each of which may be in the way of others."""

    QUOTA = "quota"
    CAPACITY = "capacity"
    TOWNSHIP_MINIMUM = "township_minimum"
    VILLAGE_MINIMUM = "village_minimum"
    COUNTY_STATIONS = "county_stations"
    COUNTY_PILES = "county_piles"


@dataclass(frozen=True, eq=False, kw_only=True)
class Candidates:
    """Places where stations may stand or do; arrays of shape (m,).

    ``county``, ``township`` and ``village`` are codes (a site outside any village has an empty
    one), ``capacity`` the most piles there can be in all, ``existing`` the piles there are: a site
    with any is fixed and keeps at least those.
    """

    county: NDArray[np.object_]
    township: NDArray[np.object_]
    village: NDArray[np.object_]
    capacity: NDArray[np.int64]
    existing: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Refuse columns of different lengths and more piles than a site can hold.

        Raises
        ------
        BadParameter
            Naming the column.
        """
        count = len(self.county)
        for name in ("township", "village", "capacity", "existing"):
            if len(getattr(self, name)) != count:
                raise BadParameter(where=name, value=len(getattr(self, name)), allowed=count)
        if not ((self.existing >= 0) & (self.existing <= self.capacity)).all():
            raise BadParameter(where="existing", value="< 0 or > capacity", allowed="0 to capacity")

    def __len__(self) -> int:
        """Return how many sites there are."""
        return len(self.county)


@dataclass(frozen=True, kw_only=True)
class PlanRules:
    """What the plan demands.

    ``years``: ascending. ``quotas``: per county code the new piles of each year; a county that is
    not named gets none. ``township_minimum`` and ``village_minimum``: per code the piles (≥) that
    stand there by the end of the last year. ``county_stations`` and ``county_piles``: stations and
    piles (≥) in every county of the quotas by then. ``station_piles``: the fewest piles (≥) that
    make a station.
    """

    years: tuple[int, ...]
    quotas: Mapping[str, tuple[int, ...]]
    township_minimum: Mapping[str, int] = field(default_factory=dict)
    village_minimum: Mapping[str, int] = field(default_factory=dict)
    county_stations: int = 2
    county_piles: int = 30
    station_piles: int = 1

    def __post_init__(self) -> None:
        """Refuse years out of order, quotas of other years, and numbers below 0.

        Raises
        ------
        BadParameter
            Naming the rule.
        """
        if not self.years or list(self.years) != sorted(set(self.years)):
            raise BadParameter(where="years", value=self.years, allowed="ascending, at least one")
        for county, quota in self.quotas.items():
            if len(quota) != len(self.years) or min(quota) < 0:
                raise BadParameter(where=f"quotas.{county}", value=quota, allowed=len(self.years))
        if self.station_piles < 1:
            raise BadParameter(where="station_piles", value=self.station_piles, allowed=">= 1")


@dataclass(frozen=True, eq=False, kw_only=True)
class Demand:
    """What is to be served: weights of places, shape (n,), and who serves whom each year.

    ``cover`` has one table of shape (n, m) per year, for that year's distance: straight by
    `geo.allocation.cover_within`, by road by `geo.allocation.cover_from_distances`.
    """

    weights: NDArray[np.float64]
    cover: tuple[csr_array, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """Piles at each site by the end of each year, shape (years, m), and how good that is.

    ``covered`` is the weight within that year's distance of a station, year by year; ``objective``
    is their sum, ``bound`` what no plan can better, ``proven`` whether their gap is what was asked.
    """

    years: tuple[int, ...]
    piles: NDArray[np.int64]
    covered: tuple[float, ...]
    bound: float
    proven: bool

    @property
    def objective(self) -> float:
        """The weight served, summed over the years."""
        return float(sum(self.covered))

    @property
    def gap(self) -> float:
        """The relative distance of objective and bound, 0 or more."""
        apart = max(self.bound - self.objective, 0.0)
        return apart / max(self.objective, 1e-12) if apart else 0.0


def check_plan(sites: Candidates, rules: PlanRules, demand: Demand) -> None:
    """Refuse demand that does not fit the sites and years.

    Raises
    ------
    BadParameter
        Naming the part.
    """
    if len(demand.cover) != len(rules.years):
        raise BadParameter(where="cover", value=len(demand.cover), allowed=len(rules.years))
    shape = (len(demand.weights), len(sites))
    for cover in demand.cover:
        if cover.shape != shape:
            raise BadParameter(where="cover", value=cover.shape, allowed=shape)

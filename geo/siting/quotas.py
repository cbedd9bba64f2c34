"""Each county's yearly quotas over candidate sites, from tables of codes and positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.allocation import Candidates, Demand, Effort, Plan, PlanRules, place_quotas
from geo.errors import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.siting.more import Ground

NOWHERE: Final = "-"
"""The county of stations too small to be one by the plan: they serve, and count for no minimum."""
COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS = 6, 9, 12


@dataclass(frozen=True, kw_only=True)
class PlanAsked:
    """What a plan demands.

    ``quotas`` are the new piles of each year per county, ``within_m`` the distance (<) of each
    year. ``township_minimum`` and ``village_minimum`` are piles (≥) in every township and village
    that has a candidate site, 0 for none. ``capacity`` is the most piles of a site, None for as
    many as its county gets.
    """

    years: tuple[int, ...]
    within_m: tuple[float, ...]
    quotas: Mapping[str, tuple[int, ...]]
    township_minimum: int = 5
    village_minimum: int = 0
    county_stations: int = 2
    county_piles: int = 30
    station_piles: int = 10
    capacity: int | None = None

    def __post_init__(self) -> None:
        """Refuse distances that are not one per year.

        Raises
        ------
        BadParameter
            Naming the two numbers.
        """
        if len(self.within_m) != len(self.years):
            allowed = len(self.years)
            raise BadParameter(where="within_km", value=len(self.within_m), allowed=allowed)


@dataclass(frozen=True, eq=False, kw_only=True)
class Planned:
    """A plan with the sites it is for: those of the candidates first, then the stations kept.

    ``lonlat`` are their positions; ``ground`` is what the plan serves.
    """

    plan: Plan
    sites: Candidates
    rules: PlanRules
    lonlat: NDArray[np.float64]
    within_m: tuple[float, ...]
    ground: Ground


def planned(
    on: Ground,
    codes: NDArray[np.object_],
    kept: tuple[NDArray[np.object_], NDArray[np.int64]],
    asked: PlanAsked,
    effort: Effort | None = None,
) -> Planned:
    """Place the quotas over the candidates of a ground, beside the stations that stay.

    Parameters
    ----------
    on
        Places, the stations that stay, candidates.
    codes
        Administrative code of each candidate, shape (m,): nine digits for a township, twelve for
        a village; county and township follow from it.
    kept
        Code (six digits or more) and piles of each station that stays, shape (e,) each. One with
        fewer piles than make a station serves, but counts for no minimum.
    asked
        What the plan demands.
    effort
        Time limit and gap.

    Raises
    ------
    RulesInConflict, NoSolutionInTime
        As `geo.allocation.place_quotas` does.
    BadParameter
        If a candidate's code is shorter than that of a township.
    """
    short = [str(code) for code in codes if len(str(code)) < TOWNSHIP_DIGITS]
    if short:
        raise BadParameter(where="candidates.code", value=short[0], allowed=">= 9 digits")
    sites, lonlat = _sites(codes, kept, asked), np.vstack((on.candidates, on.existing))
    rules = _rules(sites, asked)
    cover = tuple(on.reach.cover(on.places, lonlat, limit_m) for limit_m in asked.within_m)
    demand = Demand(weights=on.weights, cover=cover)
    plan = place_quotas(sites, rules, demand, effort=effort)
    return Planned(
        plan=plan, sites=sites, rules=rules, lonlat=lonlat, within_m=asked.within_m, ground=on
    )


def _sites(
    codes: NDArray[np.object_],
    kept: tuple[NDArray[np.object_], NDArray[np.int64]],
    asked: PlanAsked,
) -> Candidates:
    station_codes, piles = kept
    every = np.concatenate((codes.astype(str), station_codes.astype(str)))
    small = np.concatenate((np.zeros(len(codes), dtype=bool), piles < asked.station_piles))
    stand = np.concatenate((np.zeros(len(codes), dtype=np.int64), piles))
    stand[small] = asked.station_piles
    most = max((sum(quota) for quota in asked.quotas.values()), default=0)
    # What stands already may be more than a new site can hold; it stays as it is.
    capacity = np.where(stand > 0, stand, asked.capacity or max(most, 1)).astype(np.int64)
    return Candidates(
        county=np.where(small, NOWHERE, _first(every, COUNTY_DIGITS)),
        township=np.where(small, "", _first(every, TOWNSHIP_DIGITS)),
        village=np.where(small, "", _first(every, VILLAGE_DIGITS)),
        capacity=capacity,
        existing=stand,
    )


def _rules(sites: Candidates, asked: PlanAsked) -> PlanRules:
    here = np.isin(sites.county.astype(str), list(asked.quotas))
    return PlanRules(
        years=asked.years,
        quotas=dict(asked.quotas),
        township_minimum=_minimum(sites.township[here], asked.township_minimum),
        village_minimum=_minimum(sites.village[here], asked.village_minimum),
        county_stations=asked.county_stations,
        county_piles=asked.county_piles,
        station_piles=asked.station_piles,
    )


def _minimum(codes: NDArray[np.object_], least: int) -> dict[str, int]:
    if not least:
        return {}
    return {code: least for code in sorted({str(each) for each in codes}) if code}


def _first(codes: NDArray[np.str_], digits: int) -> NDArray[np.object_]:
    """Return so many first digits of codes, an empty text where a code is shorter."""
    cut = [code[:digits] if len(code) >= digits else "" for code in codes.tolist()]
    return np.array(cut, dtype=object)

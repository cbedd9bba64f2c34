"""What is asked of a siting problem, validated, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args

from geo.allocation import Effort
from geo.analyses.params import Param, param, parse_params
from geo.errors import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

Problem = Literal["best_k", "fewest", "p_median", "p_centre", "plan"]
PROBLEMS: Final[tuple[Problem, ...]] = get_args(Problem)
CORRIDORS: Final = "river-corridors"
QUOTAS: Final = "charging-allocations"
_NUMBERED: Final = {"best_k", "p_median", "p_centre"}
_WITHIN: Final = {"best_k", "fewest"}
_WITHIN_KM: Final = (50.0, 30.0, 10.0)
_LEAST_KM: Final = 0.001
_MOST_KM: Final = 5000.0
_LAYER: Final = r"[a-z0-9][a-z0-9-]{0,62}"


@dataclass(frozen=True, kw_only=True)
class PlanParams:
    """What the plan problem demands, but for its distances, which may grow or shrink by year."""

    quotas: str = param(Param(kind="text", pattern=_LAYER), default=QUOTAS)
    years: tuple[float, ...] = param(
        Param(kind="numbers", minimum=1900, maximum=2100), default=(2023.0, 2024.0, 2025.0)
    )
    township_minimum: int = param(Param(kind="integer", minimum=0, maximum=10_000), default=5)
    village_minimum: int = param(Param(kind="integer", minimum=0, maximum=10_000), default=0)
    county_stations: int = param(Param(kind="integer", minimum=0, maximum=10_000), default=2)
    county_piles: int = param(Param(kind="integer", minimum=0, maximum=100_000), default=30)
    station_piles: int = param(Param(kind="integer", minimum=1, maximum=10_000), default=10)
    capacity: int | None = param(Param(kind="integer", minimum=1, maximum=100_000), default=None)


@dataclass(frozen=True, kw_only=True)
class _Numbers:
    sites: int | None = param(Param(kind="integer", minimum=1, maximum=100_000), default=None)
    within_km: float | None = param(
        Param(kind="number", unit="km", minimum=0.001, maximum=5000), default=None
    )
    weight: str | None = param(Param(kind="text", pattern=r"[^\x00]{1,100}"), default=None)
    candidates: str | None = param(Param(kind="text", pattern=_LAYER), default=None)
    piles: int = param(Param(kind="integer", minimum=1, maximum=10_000), default=10)
    time_limit_s: float = param(
        Param(kind="number", unit="s", minimum=0.1, maximum=600), default=30.0
    )
    gap: float = param(Param(kind="number", minimum=0, maximum=0.5), default=0.001)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A siting problem: which, its numbers, and the layers that no candidate may lie in."""

    problem: Problem
    numbers: _Numbers
    plan: PlanParams
    plan_within_km: tuple[float, ...]
    exclude: tuple[str, ...] | None

    @property
    def effort(self) -> Effort:
        """How long and how far to search."""
        return Effort(time_limit_s=self.numbers.time_limit_s, gap=self.numbers.gap)

    @property
    def sites(self) -> int:
        """How many more sites; 0 where the number is to be found."""
        return self.numbers.sites or 0

    @property
    def within_m(self) -> float:
        """The distance within which a place is served, in metres."""
        return (self.numbers.within_km or 0.0) * 1000.0


def parse(raw: Mapping[str, Any]) -> Asked:
    """Return a request as received, validated and with defaults filled in.

    Raises
    ------
    BadParameter
        With the parameter's name as ``where``.
    """
    given = dict(raw)
    problem = given.pop("problem", None)
    if problem not in PROBLEMS:
        raise BadParameter(where="problem", value=problem, allowed=list(PROBLEMS))
    plan = given.pop("plan", None) or {}
    exclude = _layers(given.pop("exclude", None))
    if not isinstance(plan, dict):
        raise BadParameter(where="plan", value=str(plan), allowed="{}")
    plan = dict(plan)
    within_km = _distances(plan.pop("within_km", None))
    numbers, demands = parse_params(_Numbers, given), parse_params(PlanParams, plan)
    _complete(problem, numbers)
    if problem == "plan" and len(within_km) != len(demands.years):
        allowed = f"{len(demands.years)} distances, one per year"
        raise BadParameter(where="plan.within_km", value=list(within_km), allowed=allowed)
    return Asked(
        problem=cast("Problem", problem),
        numbers=numbers,
        plan=demands,
        plan_within_km=within_km,
        exclude=exclude,
    )


def _complete(problem: str, numbers: _Numbers) -> None:
    if problem in _NUMBERED and numbers.sites is None:
        raise BadParameter(where="sites", value=None, allowed=">= 1")
    if problem in _WITHIN and numbers.within_km is None:
        raise BadParameter(where="within_km", value=None, allowed="> 0 km")


def _distances(given: object) -> tuple[float, ...]:
    """Return the distances of a plan's years in kilometres, in the order of the years."""
    if given is None:
        return _WITHIN_KM
    listed: list[Any] = [*given] if isinstance(given, list | tuple) else [given]
    for each in listed:
        is_number = isinstance(each, int | float) and not isinstance(each, bool)
        if not is_number or not _LEAST_KM <= each <= _MOST_KM:
            allowed = f"{_LEAST_KM} to {_MOST_KM} km"
            raise BadParameter(where="plan.within_km", value=str(each), allowed=allowed)
    return tuple(float(each) for each in listed)


def _layers(given: object) -> tuple[str, ...] | None:
    """Return layer ids; None where nothing is said."""
    if given is None:
        return None
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise BadParameter(where="exclude", value=str(given), allowed="[layer, ...]")
    return tuple(given)

"""Putting a siting problem to the solvers, and answering in edits that a scenario can take."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.allocation import DemandOutOfReach, RulesInConflict
from geo.regions import region_prefix
from geo.siting import (
    More,
    PlanAsked,
    best_more,
    checked,
    checked_plan,
    fewest_more,
    ground,
    nearest_more,
    planned,
    shortest_more,
)
from geo.whatif import parse_edits
from layers.siting import telling
from layers.siting.errors import NoQuotas
from layers.siting.grounds import counties_named, ground_of, off_road, sites_of, stations_before

if TYPE_CHECKING:
    from geo.siting import Ground, Planned
    from layers.siting.asked import Asked
    from layers.siting.grounds import Given, Sites

Json = dict[str, Any]


def answer(given: Given, asked: Asked) -> Json:
    """Solve a siting problem and return what the HTTP interface shows.

    What cannot be kept is an answer, too: the status is "infeasible", with the conflicting rules or
    the places out of reach.

    Raises
    ------
    TooManySites, NoSolutionInTime, SolutionRejected
        As `geo.allocation` does.
    NoCandidates, NoQuotas
        When there is nothing to choose from.
    BadParameter, MissingColumn, WrongColumnKind
        When a parameter does not fit the layers.
    """
    start = time.perf_counter()
    sites = sites_of(given)
    told = _plan(given, asked, sites) if asked.problem == "plan" else _more(given, asked, sites)
    blank: Json = {"plan": None, "conflicts": [], "out_of_reach": []}
    about: Json = {
        "problem": asked.problem,
        "candidates": len(sites),
        "excluded": sum(sites.excluded.values()),
        "places": len(given.state.units),
        "seconds": round(time.perf_counter() - start, 2),
        "label": telling.label(told["status"], told.get("gap")),
    }
    notes = [*telling.notes(sites), *telling.road_notes(off_road(given)), *told.pop("notes", [])]
    return blank | told | about | _effect(given, told) | {"notes": notes}


def _more(given: Given, asked: Asked, sites: Sites) -> Json:
    on = ground_of(given, sites, asked.numbers.weight)
    common = {"existing": len(on.existing), "unit": telling.unit(asked)}
    try:
        found = _solved(on, asked)
    except DemandOutOfReach as error:
        return common | telling.out_of_reach(given, on, error.facts.get("rows"))
    checks = checked(
        on,
        found,
        sites=None if asked.problem == "fewest" else asked.sites,
        within_m=asked.within_m,
    )
    placed = telling.new_sites(given, sites, found, asked)
    return common | {
        "status": telling.STATUS[found.status],
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "sites": placed,
        "edits": [telling.add(each) for each in placed],
        "verdict": telling.verdict(checks),
    }


def _solved(on: Ground, asked: Asked) -> More:
    if asked.problem == "best_k":
        return best_more(on, asked.sites, asked.within_m, asked.effort)
    if asked.problem == "fewest":
        return fewest_more(on, asked.within_m, asked.effort)
    if asked.problem == "p_median":
        return shortest_more(on, asked.sites, asked.effort)
    return nearest_more(on, asked.sites, asked.effort)


def _plan(given: Given, asked: Asked, sites: Sites) -> Json:
    """Place the quotas; stations of the plan's own years give way to those of the plan."""
    demanded = _demanded(given, asked, sites)
    kept, codes = stations_before(given, sites, demanded.years[0])
    on = ground_of(given, sites, asked.numbers.weight)
    on = ground(on.places, kept.lonlat, on.candidates, on.reach, on.weights)
    common = {"existing": len(kept), "unit": telling.unit(asked)}
    piles = np.nan_to_num(kept.piles).astype(np.int64)
    try:
        found = planned(on, sites.code, (codes, piles), demanded, asked.effort)
    except RulesInConflict as error:
        names = counties_named(given)
        return common | telling.in_conflict(error.facts.get("conflicts"), names)
    plan = found.plan
    status = "exact" if plan.proven else "time_limit"
    placed = telling.planned_sites(given, sites, found)
    gone = telling.giving_way(given, demanded.years[0])
    return common | {
        "status": status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "sites": placed,
        "edits": [*gone, *(telling.add(each) for each in placed)],
        "verdict": telling.verdict(checked_plan(found)),
        "plan": _figures(found, asked),
        "notes": [*telling.gone_notes(gone), *telling.small_notes(found)],
    }


def _demanded(given: Given, asked: Asked, sites: Sites) -> PlanAsked:
    """Return the quotas of the counties that have candidates, and the rules.

    Raises
    ------
    NoQuotas
        When none has one.
    """
    plan = asked.plan
    years = tuple(int(year) for year in plan.years)
    here = {str(code)[:6] for code in sites.code}
    prefix = region_prefix(given.state.params.region or "")
    quotas = {
        county: quota
        for county, quota in telling.quotas_of(given.quotas, years).items()
        if county in here and county.startswith(prefix)
    }
    if not quotas:
        raise NoQuotas(where=plan.quotas, years=", ".join(map(str, years)))
    return PlanAsked(
        years=years,
        within_m=tuple(km * 1000.0 for km in asked.plan_within_km),
        quotas=quotas,
        township_minimum=plan.township_minimum,
        village_minimum=plan.village_minimum,
        county_stations=plan.county_stations,
        county_piles=plan.county_piles,
        station_piles=plan.station_piles,
        capacity=plan.capacity,
    )


def _figures(found: Planned, asked: Asked) -> Json:
    new = np.diff(np.vstack((found.sites.existing, found.plan.piles)), axis=0)
    counties = sorted(found.rules.quotas)
    return {
        "years": list(found.plan.years),
        "within_km": list(asked.plan_within_km),
        "covered": list(found.plan.covered),
        "places_weight": float(found.ground.weights.sum()),
        "piles_by_county": {
            county: [int(each[found.sites.county == county].sum()) for each in new]
            for county in counties
        },
        "stations_by_year": [int((each > 0).sum()) for each in found.plan.piles],
    }


def _effect(given: Given, told: Json) -> Json:
    """Return the charging distances with the edits carried out, beside those without."""
    before = given.outcome.summary
    if not told["edits"]:
        return {"summary": {"before": before, "after": before}}
    raw = [*given.edits, *told["edits"]]
    after = given.state.after(parse_edits(raw)).summary
    return {"summary": {"before": before, "after": after}}

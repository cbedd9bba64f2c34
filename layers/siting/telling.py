"""The answer to a siting problem in edits, figures and words of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.errors import MissingColumn
from geo.regions import region_prefix
from geo.siting.quotas import NOWHERE
from layers import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from geo.allocation import Conflict, Relaxation
    from geo.siting import Check, Ground, More, Planned
    from layers.siting.asked import Asked
    from layers.siting.grounds import Given, Sites

Json = dict[str, Any]

STATUS: Final = {"optimal": "exact", "heuristic": "heuristic", "time_limit": "time_limit"}
_UNITS: Final = {"fewest": "sites", "p_median": "weight_m", "p_centre": "m"}
_NOTHING: Final[Json] = {"objective": None, "bound": None, "gap": None, "sites": [], "edits": [],
                         "status": "infeasible", "verdict": None}  # fmt: skip


def words(key: str, **facts: object) -> dict[str, str]:
    """Return a text in both languages."""
    return {language: texts.text(key, language, **facts) for language in texts.LANGUAGES}


def label(status: str, gap: float | None) -> dict[str, str]:
    """Return what is known of how good an answer is, in words."""
    return words(f"siting.label.{status}", gap=f"{100 * (gap or 0.0):.2f}")


def unit(asked: Asked) -> str:
    """Return the unit of objective and bound."""
    return _UNITS.get(asked.problem, "weight" if asked.numbers.weight else "places")


def verdict(checks: Iterable[Check]) -> Json:
    """Return what the verifier found."""
    listed = [vars(each) for each in checks]
    return {"passed": all(each["passed"] for each in listed), "checks": listed}


def notes(sites: Sites) -> list[Json]:
    """Return how many candidates were left out, by reason."""
    told = []
    for reason, count in sites.excluded.items():
        kind = reason if reason in {"no_position", "too_far_from_road"} else "inside"
        facts = {"layer": reason, "count": count}
        message = words(f"siting.note.{kind}", **facts)
        told.append({"code": f"candidates_{kind}", "message": message, "facts": facts})
    return told


def road_notes(off_road: Mapping[str, int]) -> list[Json]:
    """Return notes on places and stations that no road is near, in a problem by road."""
    return [
        {"code": f"{role}_off_road", "message": words(f"siting.note.{role}_off_road", count=count),
         "facts": {"count": count}}
        for role, count in off_road.items()
        if count
    ]  # fmt: skip


def gone_notes(edits: Sequence[Json]) -> list[Json]:
    """Return a note that stations of the plan's years give way to the plan's own."""
    if not edits:
        return []
    facts = {"count": len(edits)}
    return [{"code": "giving_way", "message": words("siting.note.giving_way", **facts),
             "facts": facts}]  # fmt: skip


def small_notes(found: Planned) -> list[Json]:
    """Return a note on stations that are too small to count for the minima of the plan."""
    count = int((found.sites.county == NOWHERE).sum())
    if not count:
        return []
    facts = {"count": count, "piles": found.rules.station_piles}
    return [{"code": "small_stations", "message": words("siting.note.small_stations", **facts),
             "facts": facts}]  # fmt: skip


def new_sites(given: Given, sites: Sites, found: More, asked: Asked) -> list[Json]:
    """Return the chosen candidates as stations of the scenario's year."""
    taken = set(given.outcome.edited.stations.id.tolist())
    year, piles = given.state.params.year, asked.numbers.piles
    told, number = [], 0
    for row in found.chosen.tolist():
        number += 1
        while f"site-{number}" in taken:
            number += 1
        told.append(_site(given, sites, row, f"site-{number}", year, piles))
    return told


def planned_sites(given: Given, sites: Sites, found: Planned) -> list[Json]:
    """Return a station for each year in which a site gets piles, the years one after another.

    What a site gets in a later year is a station of its own beside the first, so that the piles of
    every year stay what the quota says.
    """
    new = np.diff(np.vstack((found.sites.existing, found.plan.piles)), axis=0)
    taken = set(given.outcome.edited.stations.id.tolist())
    told = []
    for year, piles in zip(found.plan.years, new[:, : len(sites)], strict=True):
        for row in np.flatnonzero(piles > 0).tolist():
            name = f"plan-{year}-{sites.code[row]}"
            while name in taken:
                name += "-"
            taken.add(name)
            told.append(_site(given, sites, row, name, year, int(piles[row])))
    return told


def giving_way(given: Given, first: int) -> list[Json]:
    """Return the removal of the region's stations that the plan's years brought."""
    stations = given.outcome.edited.stations
    region = given.state.params.region
    late = np.flatnonzero(stations.year >= first)
    units = given.state.places.units(stations.lonlat[late])["county"]
    inside = [
        row
        for row, county in zip(late.tolist(), units, strict=True)
        if region is None or (county or "").startswith(region_prefix(region))
    ]
    return [{"op": "remove", "id": str(stations.id[row])} for row in inside]


def add(site: Json) -> Json:
    """Return the edit that adds a site."""
    names = ("id", "lon", "lat", "piles", "year", "name_zh")
    told = {name: site[name] for name in names if site[name] not in {None, ""}}
    return {"op": "add"} | told


def out_of_reach(given: Given, on: Ground, rows: object) -> Json:
    """Return the places that no candidate is near enough to."""
    known = np.flatnonzero(~np.isnan(given.state.lonlat).any(axis=1))
    found = known[np.array(rows if isinstance(rows, list) else [], dtype=np.int64)]
    table = given.state.units.iloc[found]
    listed = [
        {"code": str(code), "name_zh": str(name)}
        for code, name in zip(table["code"], table["name_zh"], strict=True)
    ]
    facts = {"count": len(listed), "places": len(on.places),
             "names": "、".join(each["name_zh"] for each in listed[:10])}  # fmt: skip
    note = {"code": "out_of_reach", "message": words("siting.note.out_of_reach", **facts),
            "facts": facts}  # fmt: skip
    return _NOTHING | {"out_of_reach": listed, "notes": [note]}


def in_conflict(found: object, names: Mapping[str, str]) -> Json:
    """Return the rules that are in each other's way, county by county, and the ways out."""
    conflicts: Sequence[Conflict] = found if isinstance(found, tuple) else ()
    return _NOTHING | {"conflicts": [_conflict(each, names) for each in conflicts]}


def quotas_of(table: pd.DataFrame | None, years: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Return the new piles of each year per county from the columns ``new_<year>``.

    Raises
    ------
    MissingColumn
        When there is no table, or it lacks ``adcode`` or a year.
    """
    wanted = ["adcode", *(f"new_{year}" for year in years)]
    present = [] if table is None else [str(name) for name in table.columns]
    missing = [name for name in wanted if name not in present]
    if table is None or missing:
        raise MissingColumn(where="quotas", columns=missing, present=present)
    rows = table[wanted].itertuples(index=False)
    return {str(row[0]): tuple(int(value or 0) for value in row[1:]) for row in rows}


def _site(given: Given, sites: Sites, row: int, name: str, year: int | None, piles: int) -> Json:
    lon, lat = sites.lonlat[row].tolist()
    county = given.state.places.units(sites.lonlat[[row]])["county"][0]
    code = str(sites.code[row])
    return {
        "id": name,
        "candidate": code,
        "name_zh": str(sites.name[row]),
        "county_code": county or (code[:6] if code.isdigit() else None),
        "lon": lon,
        "lat": lat,
        "piles": piles,
        "year": year,
    }


def _conflict(each: Conflict, names: Mapping[str, str]) -> Json:
    return {
        "county": each.county,
        "name_zh": names.get(each.county),
        "rules": [str(rule) for rule in each.rules],
        "cheapest": [_relaxed(one) for one in each.cheapest],
        "by_quota": [_relaxed(one) for one in each.by_quota],
        "proven": each.proven,
        "explanation": {
            language: _explained(each, names, language) for language in texts.LANGUAGES
        },
    }


def _relaxed(one: Relaxation) -> Json:
    return {
        "rule": str(one.rule), "unit": one.unit, "year": one.year, "planned": one.planned,
        "needed": one.needed, "amount": one.amount,
    }  # fmt: skip


def _explained(each: Conflict, names: Mapping[str, str], language: texts.Language) -> str:
    """Say which rules are in each other's way and what the least change is."""

    def say(key: str, **facts: object) -> str:
        return texts.text(f"siting.{key}", language, **facts)

    between = say("list").join(say(f"rule.{rule}") for rule in each.rules)
    county = names.get(each.county, each.county)
    parts = [say("conflict.rules", county=county, rules=between)]
    for kind, changes in (("cheapest", each.cheapest), ("by_quota", each.by_quota)):
        if changes:
            told = say("list").join(_change(one, say) for one in _gathered(changes))
            parts.append(say(f"conflict.{kind}", changes=told))
    if not each.proven:
        parts.append(say("conflict.not_proven"))
    return " ".join(parts) if language == "en" else "".join(parts)


def _gathered(changes: Sequence[Relaxation]) -> list[tuple[Relaxation, int, int]]:
    """Put changes of one rule and year together: the first of them, how many, how much in all."""
    groups: dict[tuple[str, int], list[Relaxation]] = {}
    for one in changes:
        groups.setdefault((str(one.rule), one.year), []).append(one)
    return [(each[0], len(each), sum(one.amount for one in each)) for each in groups.values()]


def _change(gathered: tuple[Relaxation, int, int], say: Any) -> str:  # noqa: ANN401 - a function
    one, count, amount = gathered
    kind = "one" if count == 1 else "many"
    facts = {"rule": say(f"rule.{one.rule}"), "unit": one.unit, "year": one.year, "count": count,
             "planned": one.planned, "needed": one.needed, "amount": f"{amount:+d}"}  # fmt: skip
    return str(say(f"change.{kind}", **facts))

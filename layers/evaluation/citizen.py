"""One township, village or county: every target that concerns it, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import YearWithoutData
from layers.errors import UnknownFeature
from layers.evaluation import rollup, words
from layers.evaluation.bindings import load
from layers.evaluation.evaluating import preview
from layers.evaluation.loaded import Loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from layers.plans import Registry
    from layers.plans.reader import Vocabulary

    Json = dict[str, Any]

_UNITS = {9: ("townships", "code"), 6: ("counties", "adcode"), 12: ("villages", "code")}
"""Where a unit is found, by the digits of its code."""

_COUNTY_DIGITS = 6


def unit_targets(connection: sa.Connection, registry: Registry, code: str, year: int) -> Json:
    """Return a unit with every target of a year that concerns it.

    A target concerns a unit if the unit itself was judged (``level`` "unit"), if its county was
    or is the one it is set for ("county"), or if it is set for a larger region ("region"). Each
    comes with status, value and a sentence in both languages. What has no year is left out.

    Raises
    ------
    UnknownFeature
        When no township, county or village has this code.
    """
    name = _name(connection, code)
    targets = []
    for plan in registry.plans.values():
        if code.startswith(plan.region):
            targets += list(_of_plan(connection, registry, plan.id, code, year))
    order = ("unit", "county", "region")
    targets.sort(key=lambda each: order.index(each["level"]))
    return {"code": code, "name": name, "year": year, "targets": targets}


def _name(connection: sa.Connection, code: str) -> str:
    loaded = Loaded(connection, load())
    layer, column = _UNITS.get(len(code), ("", ""))
    if layer in loaded.layers:
        frame = loaded.frame(layer)
        found = frame.loc[frame[column] == code, "name_zh"]
        if len(found):
            return str(found.iloc[0])
    raise UnknownFeature(where=code)


def _of_plan(
    connection: sa.Connection, registry: Registry, plan: str, code: str, year: int
) -> Iterator[Json]:
    try:
        evaluation = preview(connection, registry, plan, year)
    except YearWithoutData:
        return
    for entry in evaluation["targets"]:
        if entry["year"] == year and code.startswith(entry["scope"]["region"]):
            yield _told(entry, code, registry.vocabulary)


def _told(entry: Json, code: str, vocabulary: Vocabulary) -> Json:
    own = next((unit for unit in entry["units"] if unit["code"] == code), None)
    level, status, value = _standing(entry, own, code)
    named = ("target", "title", "plan", "clause", "clause_path", "unit", "threshold", "comparator",
             "edge_rule", "method", "quality", "reason", "needs", "asked")  # fmt: skip
    return {name: entry[name] for name in named} | {
        "level": level,
        "status": status,
        "value": value,
        "gap": entry["gap"] if own is None else own["gap"],
        "text": words.sentences(entry, own, vocabulary),
    }


def _standing(entry: Json, own: Json | None, code: str) -> tuple[str, str, float | None]:
    if own is not None:
        return "unit", own["status"], own["value"]
    county = code[:_COUNTY_DIGITS]
    if entry["scope"]["region"] == county:
        return ("unit" if code == county else "county"), entry["status"], entry["value"]
    if code == county and (status := rollup.status_in(entry, county)):
        return "county", status, None
    return "region", entry["status"], entry["value"]

"""A judged target as plain values: the shape of one entry of an evaluation.

Keys are the same for every target; what does not apply is None or empty.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geo.regions import region_prefix
from layers.evaluation.judging import Answered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.indicators import Need
    from layers.evaluation.judging import Unanswered
    from layers.evaluation.loaded import Loaded
    from layers.plans import Registry
    from layers.plans.schema import Target

    Json = dict[str, Any]

DECIDED = ("met", "missed")

_COUNTY_DIGITS = 6
_CODED = ("county", "township", "village")
_DIGITS = 12


def entry(
    loaded: Loaded, registry: Registry, found: Answered | Unanswered, region: str | None
) -> Json:
    """Return one target with its status, figures, reasons and units.

    ``value``, ``threshold`` and ``gap`` are in ``unit``. ``reads`` is the plain comparison of the
    value with the threshold; ``status`` is "uncertain" where the data cannot decide it. ``asked``
    is the target as the clause has it. ``units`` are those inside the region.
    """
    told = _told(found) if isinstance(found, Answered) else _untold(found)
    layers = () if found.binding is None else found.binding.needed
    there = [layer for layer in layers if layer in loaded.layers]
    common = {
        "method": None if found.binding is None else found.binding.method,
        "level": None if found.binding is None else found.binding.level,
        "layers": there,
        "quality": loaded.quality(there) if there else None,
        "beyond": [] if found.binding is None else list(found.binding.beyond),
    }
    units = [unit for unit in told.pop("units") if _inside(unit, region)]
    return _about(registry, found.target) | common | told | {"units": units}


def _about(registry: Registry, target: Target) -> Json:
    clause = registry.clauses[target.clause]
    return {
        "target": target.id,
        "title": {"zh": target.title_zh, "en": target.title_en},
        "plan": clause.plan,
        "document": registry.document_of(clause.plan).seed,
        "clause": clause.id,
        "clause_path": clause.path,
        "indicator": target.indicator,
        "theme": target.theme,
        "kind": target.kind,
        "year": target.year,
        "scope": target.scope.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "asked": {
            "comparator": target.comparator,
            "value": target.value,
            "value_high": target.value_high,
            "unit": target.unit,
            "printed": target.printed,
        },
    }


def _told(found: Answered) -> Json:
    measured, factor, aim = found.measured, found.factor, found.aim
    doubt = measured.uncertainty
    return {
        "status": measured.status,
        "reads": measured.status if measured.status in DECIDED else _compared(found),
        "value": _in(measured.value, factor),
        "unit": found.unit,
        "comparator": aim.comparator,
        "threshold": _in(aim.value, factor),
        "threshold_high": None if aim.value_high is None else _in(aim.value_high, factor),
        "gap": _in(measured.gap, factor),
        "edge_rule": measured.edge_rule,
        "rule": measured.method,
        "numerator": _plain(measured.numerator),
        "denominator": _plain(measured.denominator),
        "figures": {name: _plain(value) for name, value in measured.figures.items()},
        "uncertainty": None
        if doubt is None
        else {"kind": doubt.kind, "error": _plain(doubt.error), "unit": doubt.unit},
        "shortfall": [_need(need, found) for need in measured.shortfall],
        "reason": _reason(found),
        "reason_facts": {},
        "needs": [],
        "units": _units(found),
    }


def _compared(found: Answered) -> str:
    return "met" if found.aim.accepted.holds(found.measured.value) else "missed"


def _reason(found: Answered) -> str | None:
    """Say why a target stands otherwise than its bare figure suggests."""
    if found.measured.uncertainty is not None:
        return found.measured.uncertainty.kind
    kept = found.measured.status == "met"
    return "nothing_left" if kept and _compared(found) == "missed" else None


def _untold(found: Unanswered) -> Json:
    blank = (
        "reads", "value", "gap", "edge_rule", "rule", "numerator", "denominator", "uncertainty",
    )  # fmt: skip
    target = found.target
    return dict.fromkeys(blank) | {
        "status": "not_measurable",
        "unit": target.unit,
        "comparator": target.comparator,
        "threshold": target.value,
        "threshold_high": target.value_high,
        "figures": {},
        "shortfall": [],
        "reason": found.reason,
        "reason_facts": {name: _fact(value) for name, value in found.facts.items()},
        "needs": list(found.needs),
        "units": [],
    }


def _need(need: Need, found: Answered) -> Json:
    """Return a need; things that are counted are told in the unit of the target."""
    counted = need.what == "things"
    return {
        "key": f"indicator.need.{need.what}",
        "what": need.what,
        "amount": _plain(need.amount),
        "unit": found.target.unit if counted else need.unit,
    }


def _units(found: Answered) -> list[Json]:
    """Return the parts as units; what is held against a limit of its own keeps its own unit."""
    same = found.binding.method not in {"coverage-units", "schedule"}
    factor = found.factor if same else 1.0
    parts = found.measured.parts
    if found.binding.method == "corridor-width":
        factor = 1.0
    columns = [parts[name].tolist() for name in ("id", "name", "value", "status", "gap", "error")]
    return [
        {
            "code": code,
            "name": name,
            "county_code": code[:_COUNTY_DIGITS] if found.binding.level in _CODED else None,
            "value": _in(value, factor),
            "status": status,
            "gap": _in(gap, factor),
            "error": _in(error, factor),
        }
        for code, name, value, status, gap, error in zip(*columns, strict=True)
    ]


def _inside(unit: Json, region: str | None) -> bool:
    if region is None or unit["county_code"] is None:
        return True
    return bool(unit["code"].startswith(region_prefix(region)))


def counts(entries: Iterable[Json]) -> dict[str, int]:
    """Return how many targets have each status."""
    found = dict.fromkeys(("met", "missed", "uncertain", "not_measurable"), 0)
    for each in entries:
        found[each["status"]] += 1
    return found


def _in(value: float, factor: float) -> float | None:
    """Return a value in a unit, without the digits that only a division made."""
    plain = _plain(value)
    return None if plain is None else float(f"{plain / factor:.{_DIGITS}g}")


def _plain(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _fact(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list | tuple):
        return [_fact(each) for each in value]
    return value if isinstance(value, int | float | str | None) else str(value)

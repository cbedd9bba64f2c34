"""The charging distance that the plans set for a region and a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.plans.registry import Registry
    from layers.plans.schema import Target

INDICATOR: Final = "charging-distance"
_KM: Final = {"km": 1.0, "m": 0.001}


def limit_of(registry: Registry, params: Mapping[str, Any]) -> tuple[float, Target] | None:
    """Return the limit in km for the whole region and the year of a run, and who sets it."""
    year, region = params.get("year"), params.get("region")
    if year is None or region is None:
        return None
    for target in registry.targets(region=region, year=year):
        is_whole = target.indicator == INDICATOR and target.scope.zone is None
        if is_whole and target.year == year and target.scope.place is None:
            factor = _KM.get(target.unit)
            if factor and target.value is not None:
                return target.value * factor, target
    return None


def limit_km(registry: Registry, params: Mapping[str, Any]) -> float | None:
    """Return the limit in km alone."""
    found = limit_of(registry, params)
    return found[0] if found else None

"""The colours of a run's distance classes: hue changes at the target, so no one confuses sides."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

COLOURS = Path(__file__).resolve().parents[2] / "data" / "distance-colours.toml"


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """One line of the legend: a class, its colour, how many features it has."""

    label: str
    colour: str
    count: int


@cache
def colours() -> dict[str, Any]:
    """Return the colours by what they are for."""
    with COLOURS.open("rb") as file:
        return tomllib.load(file)


def entries(classes: list[dict[str, Any]], target_km: float | None) -> list[LegendEntry]:
    """Return the legend of a run's classes.

    Parameters
    ----------
    classes
        ``classes`` of the run's summary: ``class``, ``from_km``, ``to_km``, ``count``.
    target_km
        The plan's limit; a class lies within when it ends at or before it. Without one, all lie
        within.
    """
    within = [c for c in classes if _is_within(c, target_km)]
    beyond = [c for c in classes if not _is_within(c, target_km)]
    return [*_side(within, colours()["within"]), *_side(beyond, colours()["beyond"])]


def _is_within(one: dict[str, Any], target_km: float | None) -> bool:
    if target_km is None:
        return True
    return one["to_km"] is not None and one["to_km"] <= target_km


def _side(classes: list[dict[str, Any]], shades: list[str]) -> list[LegendEntry]:
    last = len(shades) - 1
    return [
        LegendEntry(
            label=one["class"],
            colour=shades[min(last, round(place * last / max(1, len(classes) - 1)))],
            count=one["count"],
        )
        for place, one in enumerate(classes)
    ]

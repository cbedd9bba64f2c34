"""The answer while a station is being moved: what changes against the base, nothing stored."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layers.scenarios import notes, pins, targets, telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.whatif import Edit
    from layers.plans import Registry
    from layers.scenarios.live import Outcome, State
    from layers.texts import Language

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a preview shall tell beside the changes: targets; every unit and base station."""

    targets: bool = True
    full: bool = False
    language: Language = "zh"


def preview(state: State, edits: Sequence[Edit], registry: Registry, wish: Wish) -> Json:
    """Return what edits change against the base of a scenario.

    ``computed_ms`` is the time for distances, classes, summary and changes, ``targets_ms`` that
    for judging the targets.

    Raises
    ------
    BadEdit
        When an edit cannot be carried out.
    EmptyInput
        When no station is left in service.
    """
    start = time.perf_counter()
    outcome = state.after(edits)
    params = state.params
    told: Json = {
        "mode": params.mode,
        "year": params.year,
        "region": params.region,
        "thresholds_km": list(params.thresholds_km),
        "base": pins.shown(state.base),
        "changes": telling.changed(state, state.before, outcome.reading),
        "class_changes": telling.classes_changed(state.before, outcome.reading),
        "summary": {"before": state.summary, "after": outcome.summary},
        "stations": telling.stations(state, outcome),
        "notes": notes.notes(state, outcome, wish.language),
    }
    if wish.full:
        told["units"] = telling.units(state, outcome.reading)
        told["base_stations"] = telling.base_stations(state)
    computed = time.perf_counter()
    told["targets"] = _targets(state, outcome, registry) if wish.targets else None
    judged = time.perf_counter()
    return told | {
        "computed_ms": round((computed - start) * 1000, 2),
        "targets_ms": round((judged - computed) * 1000, 2),
    }


def _targets(state: State, outcome: Outcome, registry: Registry) -> Json:
    before = targets.judged_before(state, registry)
    after = targets.judged_after(state, registry, outcome)
    return targets.compared(before, after)

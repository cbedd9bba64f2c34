"""What a bundle says of a scenario: worked out from the beginning, not taken from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from layers.plans import target_json
from layers.scenarios import targets, telling
from layers.scenarios.anew import worked_out
from layers.scenarios.edited_layer import edited_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.plans import Registry
    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]


def results(state: State, outcome: Outcome, registry: Registry) -> dict[str, Any]:
    """Return the results of a scenario by the names of their files."""
    reading, summary = worked_out(state, outcome)
    measured = targets.told_by(state, reading)
    judged = targets.judged(state, registry, edited_frame(state, outcome), measured)
    return {
        "units": telling.units(state, reading),
        "summary": summary,
        "stations": telling.stations(state, outcome),
        "targets": judged,
    }


def rules(state: State, registry: Registry) -> list[Json]:
    """Return the targets that were judged, as the plans state them."""
    asked: Sequence[Any] = targets.about_stations(state, registry)
    return [target_json(registry, target) for target in asked]


def written(value: object) -> bytes:
    """Return a value as JSON that is always the same for the same value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)

"""Which targets an edit can touch at all; the others stand as they did.

What is counted by county or township changes only where a station came, went, crossed a border,
or has other piles or another year. What is measured from positions may change with any edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.regions import region_prefix
from layers import columns
from layers.scenarios import pins

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.evaluation.bindings import Binding, Bindings
    from layers.plans.schema import Target
    from layers.scenarios.live import Outcome, State

_COUNTED: Final = {"count", "ratio", "count-per-unit", "coverage-units"}
_BY_UNIT: Final = {"count-per-unit", "coverage-units"}
_TOLD: Final = ("county_code", "township_code", "year", "piles")


class Touched:
    """What edits change in the codes, years and piles of stations."""

    def __init__(self, state: State, outcome: Outcome, after: GeoDataFrame) -> None:
        before = state.given.frames[state.base["stations"]["layer"]]
        earlier = _facts(before, list(outcome.edited.ops))
        later = _facts(after, list(outcome.edited.ops))
        differs = [
            key for key in earlier.keys() | later.keys() if earlier.get(key) != later.get(key)
        ]
        found = [facts for key in differs for facts in (earlier.get(key), later.get(key)) if facts]
        self.counties = {facts[0] for facts in found}
        self._years_differ = _span(before) != _span(after)

    def may_change(self, table: Bindings, target: Target) -> bool:
        """Tell whether a target can stand otherwise after the edits."""
        bound = table.of(target)
        if self._years_differ or any(_positional(each) for each in bound):
            return True
        if any(each.stock for each in bound):
            return bool(self.counties)
        prefix = region_prefix(target.scope.region)
        return any(county is None or county.startswith(prefix) for county in self.counties)


def _positional(binding: Binding) -> bool:
    """Tell whether a rule looks at where stations are, beyond the codes they carry."""
    if binding.method not in _COUNTED:
        return True
    roles = [role for role in binding.layers if pins.STATIONS in binding.layers_of(role)]
    if any(binding.region_by.get(role) == "location" or role in binding.inside for role in roles):
        return True
    by_code = all("unit_id" in binding.columns.get(role, {}) for role in roles)
    return binding.method in _BY_UNIT and not by_code


def _facts(frame: GeoDataFrame, ids: list[str]) -> dict[str, tuple[Any, ...]]:
    """Return county, township, year and piles of some stations by their ids."""
    source = columns.source_of("id", frame.columns)
    if source is None:
        return {}
    named = frame[source].astype(str).to_numpy()
    rows = np.flatnonzero(np.isin(named, ids))
    told = [columns.source_of(name, frame.columns) for name in _TOLD]
    picked = [
        [None] * len(rows) if name is None else frame[name].iloc[rows].tolist() for name in told
    ]
    facts = zip(*([_plain(value) for value in column] for column in picked), strict=True)
    return dict(zip(named[rows].tolist(), facts, strict=True))


def _plain(value: object) -> object:
    """Return a value with one way to say that it is missing."""
    return None if value is None or value != value else value  # noqa: PLR0124 - NaN


def _span(frame: GeoDataFrame) -> tuple[float, float] | None:
    column = columns.source_of("year", frame.columns)
    known = frame[column].dropna() if column is not None else []
    return (float(min(known)), float(max(known))) if len(known) else None

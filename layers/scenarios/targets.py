"""Which targets of the plans a scenario gains and loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.indicators.nearest import MEASURED
from geo.regions import region_prefix
from layers import columns
from layers.evaluation import bindings, results
from layers.evaluation.judging import judge
from layers.evaluation.loaded import Loaded
from layers.scenarios import pins
from layers.scenarios.affected import Touched
from layers.scenarios.edited_layer import edited_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    from geopandas import GeoDataFrame

    from geo.whatif import Reading
    from layers.evaluation.bindings import Bindings
    from layers.plans import Registry
    from layers.plans.schema import Target
    from layers.scenarios.live import Outcome, Prepared, State

Json = dict[str, Any]
Measured = Mapping[str, float]
_TOLD: Final = ("target", "title", "clause", "clause_path", "plan", "comparator", "threshold",
                "unit")  # fmt: skip


class Pinned(Loaded):
    """The layers of a scenario where an evaluation looks for the published ones.

    ``measured`` are the distances of its places where they are not the straight ones.
    """

    def __init__(
        self, table: Bindings, state: State, stations: GeoDataFrame | None, measured: Measured
    ) -> None:
        self._bindings = table
        self._given = state.given
        self._places, self._measured = state.base["origins"]["layer"], measured
        self.layers = {
            name: about for name, about in state.given.layers.items() if _is_judged(state, name)
        }
        self._frames = {}
        self._prepared: Prepared = {}
        self._of_base = state.prepared
        self._is_edited = stations is not None
        if stations is not None:
            self._frames[pins.STATIONS] = self._with_error(pins.STATIONS, stations)

    def frame(self, layer: str) -> GeoDataFrame:
        """Return the features of a layer with ``error_m``."""
        if layer not in self._frames:
            self._frames[layer] = self._with_error(layer, self._given.frames[layer])
        return self._frames[layer]

    def prepared(
        self, key: Hashable, layers: Collection[str], make: Callable[[], GeoDataFrame]
    ) -> GeoDataFrame:
        """Return what is made of some layers, made once; for the base what no edit changes."""
        is_edited = self._is_edited and pins.STATIONS in layers
        is_measured = bool(self._measured) and self._places in layers
        kept = self._prepared if is_edited or is_measured else self._of_base
        if key not in kept:
            kept[key] = make()
        return kept[key]

    def _with_error(self, layer: str, frame: GeoDataFrame) -> GeoDataFrame:
        found: GeoDataFrame = frame.assign(error_m=self._error_m(self.layers[layer], frame))
        code = columns.source_of("code", frame.columns)
        if layer == self._places and self._measured and code is not None:
            found[MEASURED] = found[code].astype(str).map(self._measured).astype(float)
        return found


def applies(state: State) -> bool:
    """Tell whether the plans' targets are judged on the stations of this scenario."""
    return state.base["stations"]["layer"] == pins.STATIONS and state.params.year is not None


def judged_before(state: State, registry: Registry) -> list[Json]:
    """Return the targets about stations as they stand on the base; worked out once."""
    if state.judged is None:
        state.judged = judged(state, registry, None, told_by(state, state.before))
    return state.judged


def judged_after(state: State, registry: Registry, outcome: Outcome) -> list[Json]:
    """Return the targets about stations as edits leave them; what they cannot touch stays."""
    before = {each["target"]: each for each in judged_before(state, registry)}
    if not before or not outcome.edited.ops:
        return list(before.values())
    after, measured = edited_frame(state, outcome), told_by(state, outcome.reading)
    touched = Touched(state, outcome, after)
    table = bindings.load()
    moving = {
        target.id for target in about_stations(state, registry) if touched.may_change(table, target)
    }
    anew = {each["target"]: each for each in judged(state, registry, after, measured, only=moving)}
    return [anew.get(name, entry) for name, entry in before.items()]


def judged(
    state: State,
    registry: Registry,
    stations: GeoDataFrame | None,
    measured: Measured,
    *,
    only: set[str] | None = None,
) -> list[Json]:
    """Return the targets about stations, all or some, for the base or for other stations.

    ``measured`` is what :func:`told_by` says of these stations.
    """
    if not applies(state):
        return []
    table = bindings.load()
    loaded = Pinned(table, state, stations, measured)
    region = state.params.region
    prefix = None if region is None else region_prefix(region)
    entries = []
    for target in about_stations(state, registry):
        if only is None or target.id in only:
            found = judge(loaded, table, registry, target, state.params.year or 0)
            entries.append(results.entry(loaded, registry, found, prefix))
    return entries


def told_by(state: State, reading: Reading) -> Measured:
    """Return the distances of places in metres by their codes, NaN where no way is known.

    Nothing for straight lines: the rules of the targets measure those themselves.
    """
    if not state.params.by_road and state.params.detour == 1.0:
        return {}
    distance_m = np.where(np.isfinite(reading.distance_m), reading.distance_m, np.nan)
    return dict(zip(state.units["code"].astype(str), distance_m.tolist(), strict=True))


def about_stations(state: State, registry: Registry) -> list[Target]:
    """Return the targets due in the scenario's year, or in none, that stations can meet."""
    if state.about_stations is None:
        state.about_stations = _about_stations(state, registry)
    return state.about_stations


def _about_stations(state: State, registry: Registry) -> list[Target]:
    table, params = bindings.load(), state.params
    region = None if params.region is None else region_prefix(params.region)
    return [
        target
        for target in registry.targets(region=region)
        if target.role == "aim"
        and target.year in {None, params.year}
        and any(pins.STATIONS in each.needed for each in table.of(target))
    ]


def compared(before: Sequence[Json], after: Sequence[Json]) -> Json:
    """Return which targets are gained (met now), lost (no longer met), and changed otherwise."""
    told: Json = {"gained": [], "lost": [], "changed": []}
    for kind, old, new in differences(before, after):
        told[kind].append(about(new) | {"before": standing(old), "after": standing(new)})
    return told | {"before": results.counts(before), "after": results.counts(after)}


def differences(before: Sequence[Json], after: Sequence[Json]) -> list[tuple[str, Json, Json]]:
    """Return the targets that differ: "gained", "lost" or "changed", and the two entries."""
    earlier = {each["target"]: each for each in before}
    found = []
    for new in after:
        old = earlier.get(new["target"])
        if old is not None and standing(old) != standing(new):
            found.append((_kind(old["status"], new["status"]), old, new))
    return found


def about(entry: Mapping[str, Any]) -> Json:
    """Return what is told of a target wherever it stands in a list."""
    return {name: entry[name] for name in _TOLD}


def standing(entry: Mapping[str, Any]) -> Json:
    """Return how a target stands."""
    return {name: entry[name] for name in ("status", "value", "gap")}


def _kind(old: str, new: str) -> str:
    if old != "met" and new == "met":
        return "gained"
    return "lost" if old == "met" and new != "met" else "changed"


def _is_judged(state: State, layer: str) -> bool:
    """Targets are judged on the context and, where it is that very layer, on the stations."""
    return layer in state.base["context"] or (
        layer == pins.STATIONS and state.base["stations"]["layer"] == layer
    )

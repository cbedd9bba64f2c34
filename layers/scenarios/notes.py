"""What people should know of a scenario: where a station cannot stand, what cannot be told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from layers import texts
from layers.scenarios import targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from layers.scenarios.live import Outcome, State
    from layers.texts import Language

Json = dict[str, Any]
_WITHOUT_A_WAY: Final = ("too_far_from_road", "no_station_on_road", "disconnected", "one_way")


def notes(state: State, outcome: Outcome, language: Language) -> list[Json]:
    """Return the notes on a scenario, those about single stations first."""
    found = [*_of_stations(state, outcome), *_of_base(state), *_of_roads(state, outcome)]
    return [
        {
            "code": code,
            "where": where,
            "message": texts.text(
                f"scenario.note.{code}", language, where=_named(state, where, language), **facts
            ),
            "facts": facts,
        }
        for code, where, facts in found
    ]


def _of_stations(state: State, outcome: Outcome) -> Iterator[tuple[str, str, Json]]:
    stations, ops = outcome.edited.stations, outcome.edited.ops
    rows = np.array([row for row, each in enumerate(stations.id) if each in ops], dtype=np.int64)
    placed = rows[outcome.edited.moved[rows]]
    yield from _of_places(state, outcome, placed)
    for row in rows[~outcome.serving[rows]].tolist():
        year = stations.year[row]
        facts = {"year": None if np.isnan(year) else int(year), "asked": state.params.year}
        yield "not_in_service", str(stations.id[row]), facts
    if outcome.snap_m is not None:
        for row in placed[outcome.snap_m[placed] > state.params.max_snap_m].tolist():
            road: Json = {
                "snap_m": _metres(outcome.snap_m[row]),
                "most_m": _metres(state.params.max_snap_m),
            }
            yield "off_road", str(stations.id[row]), road
    if outcome.cut_off is not None:
        for row in placed[outcome.cut_off[placed]].tolist():
            yield "cut_off", str(stations.id[row]), {}


def _of_places(
    state: State, outcome: Outcome, placed: NDArray[np.int64]
) -> Iterator[tuple[str, str, Json]]:
    stations = outcome.edited.stations
    lonlat = stations.lonlat[placed]
    names = stations.id[placed].tolist()
    if state.places.knows_counties:
        for name, county in zip(names, state.places.units(lonlat)["county"], strict=True):
            if county is None:
                yield "outside_counties", name, {}
    for name, water in zip(names, state.places.waters(lonlat), strict=True):
        if water is not None:
            yield water[0], name, {"name": water[1]}
    for name, place in zip(names, lonlat, strict=True):
        count = int((stations.lonlat == place).all(axis=1).sum())
        if count > 1:
            yield "same_place", name, {"count": count}


def _of_base(state: State) -> Iterator[tuple[str, str, Json]]:
    year, last = state.params.year, state.last_year
    if year is not None and last is not None and year > last:
        yield "base_year_beyond", state.base["stations"]["layer"], {"last": last, "asked": year}
    poor = [
        state.base[role]["layer"]
        for role in ("origins", "stations", "roads")
        if state.base.get(role) and state.base[role]["quality"] == "illustrative"
    ]
    if poor:
        yield "illustrative", ", ".join(poor), {"layers": ", ".join(poor)}
    if not targets.applies(state):
        yield "targets_not_for_layers", state.base["stations"]["layer"], {}


def _of_roads(state: State, outcome: Outcome) -> Iterator[tuple[str, str, Json]]:
    if state.params.mode == "estimated":
        yield "estimated", "roads", {"factor": state.params.factor}
    if not state.params.by_road:
        return
    layer, reasons = str(state.base["roads"]["layer"]), Counter(outcome.reading.reason.tolist())
    whole = {"places": len(outcome.reading.reason), "most_m": _metres(state.params.max_snap_m)}
    for reason in _WITHOUT_A_WAY:
        if reasons[reason]:
            yield reason, layer, {"count": reasons[reason]} | whole


def _named(state: State, where: str, language: Language) -> str:
    """Return the title of a layer; anything else goes by its own name."""
    layer = state.given.layers.get(where)
    return where if layer is None else str(layer["title"][language])


def _metres(value: float) -> int | None:
    return round(float(value)) if np.isfinite(value) else None

"""Scenarios in plain values: units, changes, stations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.whatif import changes, class_changes
from geo.whatif.changes import difference_m

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.whatif import Reading
    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]


def changed(state: State, before: Reading, after: Reading) -> list[Json]:
    """Return the units that differ, those whose distance changed most first."""
    rows = changes(before, after)
    delta = difference_m(before, after)
    about = named(state, rows.tolist())
    return [
        unit
        | {
            "before": read(before, row),
            "after": read(after, row),
            "delta_m": number(delta[row]),
            "class_changed": bool(before.label[row] != after.label[row]),
        }
        for unit, row in zip(about, rows.tolist(), strict=True)
    ]


def classes_changed(before: Reading, after: Reading) -> list[Json]:
    """Return how many units went from which class to which."""
    return [
        {"before": old, "after": new, "count": count}
        for old, new, count in class_changes(before, after)
    ]


def units(state: State, reading: Reading) -> list[Json]:
    """Return every unit with its distance, station, class and reason."""
    rows = range(len(state.units))
    county = state.units["county_code"].tolist()
    return [
        unit | {"county_code": county[row]} | read(reading, row)
        for unit, row in zip(named(state, rows), rows, strict=True)
    ]


def named(state: State, rows: Iterable[int]) -> list[Json]:
    """Return code, name and position of units."""
    table = state.units
    columns = [table[name].to_numpy() for name in ("code", "name_zh", "lon", "lat")]
    return [
        {
            "code": text(columns[0][row]),
            "name_zh": text(columns[1][row]),
            "lon": number(columns[2][row]),
            "lat": number(columns[3][row]),
        }
        for row in rows
    ]


def read(reading: Reading, row: int) -> Json:
    """Return what is told of one unit; a distance there is none of is None."""
    return {
        "distance_m": number(reading.distance_m[row]),
        "nearest_id": reading.nearest_id[row],
        "class": reading.label[row],
        "reason": reading.reason[row],
    }


def stations(state: State, outcome: Outcome) -> list[Json]:
    """Return every station that an edit touched, as it stands now; removed ones at the end."""
    now, ops = outcome.edited.stations, outcome.edited.ops
    rows = [row for row, each in enumerate(now.id.tolist()) if each in ops]
    inside = state.places.units(now.lonlat[rows])
    told = []
    for place, row in enumerate(rows):
        snap = math.nan if outcome.snap_m is None else outcome.snap_m[row]
        told.append(
            {
                **_station(now, row, ops[str(now.id[row])]),
                "county_code": inside["county"][place],
                "township_code": inside["township"][place],
                "in_service": bool(outcome.serving[row]),
                "snap_m": number(snap),
            }
        )
    before = state.stations.rows()
    gone = [_station(state.stations, before[each][0], "remove") for each in outcome.edited.removed]
    blank = {"county_code": None, "township_code": None, "in_service": False, "snap_m": None}
    return told + [each | blank for each in gone]


def _station(table: Any, row: int, op: str) -> Json:  # noqa: ANN401 - Stations
    return {
        "id": str(table.id[row]),
        "op": op,
        "lon": number(table.lonlat[row, 0]),
        "lat": number(table.lonlat[row, 1]),
        "piles": _whole(table.piles[row]),
        "year": _whole(table.year[row]),
        "name_zh": str(table.name[row]),
    }


def base_stations(state: State) -> list[Json]:
    """Return every station of the pinned layer, before any edit."""
    table = state.stations
    names = ("id", "lon", "lat", "piles", "year", "name_zh")
    columns = (
        table.id.tolist(),
        *(map(number, table.lonlat[:, axis]) for axis in (0, 1)),
        map(_whole, table.piles),
        map(_whole, table.year),
        table.name.tolist(),
    )
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def number(value: float) -> float | None:
    """Return a number that JSON has; NaN and infinity are None."""
    return float(value) if value is not None and np.isfinite(value) else None


def text(value: object) -> str | None:
    """Return a text, None for what is missing."""
    return None if value is None or value != value else str(value)  # noqa: PLR0124 - NaN


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None

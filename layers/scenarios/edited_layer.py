"""The features of the station layer as edits leave them, in the layer's own columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from layers import columns

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from layers.scenarios.live import Outcome, State

_OWN: Final = ("id", "year", "piles", "name_zh", "county_code", "township_code", "lon", "lat")
"""What an edit may set; ``id``, ``year`` and ``piles`` become columns where a layer has none."""
_NEEDED: Final = ("id", "year", "piles")


def edited_frame(state: State, outcome: Outcome) -> GeoDataFrame:
    """Return the stations after edits with the columns and types of the layer, by their ids.

    A station that an edit has moved or added gets the codes of the county and township it stands
    in now; its other attributes stay, or are missing for a new one.
    """
    import geopandas as gpd
    import pandas as pd

    source = state.given.frames[state.base["stations"]["layer"]]
    row = outcome.edited.base_row
    is_new = row < 0
    taken = source.iloc[np.where(is_new, 0, state.frame_row[row])]
    table = {str(name): taken[name].to_numpy(dtype=object) for name in _attributes(source)}
    for values in table.values():
        values[is_new] = None
    touched = np.flatnonzero(_touched(outcome))
    for name, values in _values(state, outcome, touched).items():
        column = columns.source_of(name, table) or (name if name in _NEEDED else None)
        if column is not None:
            table.setdefault(column, np.full(len(row), None, dtype=object))[touched] = values
    shapes = taken.geometry.to_numpy().copy()
    placed = np.flatnonzero(outcome.edited.moved)
    shapes[placed] = shapely.points(outcome.edited.stations.lonlat[placed])
    plain = pd.DataFrame({name: values.tolist() for name, values in table.items()})
    return gpd.GeoDataFrame(plain, geometry=shapes, crs=source.crs)


def _attributes(source: GeoDataFrame) -> list[Any]:
    return [name for name in source.columns if name != source.geometry.name]


def _touched(outcome: Outcome) -> NDArray[np.bool_]:
    ids = outcome.edited.stations.id
    return np.array([each in outcome.edited.ops for each in ids], dtype=bool)


def _values(state: State, outcome: Outcome, rows: NDArray[np.int64]) -> dict[str, list[Any]]:
    """Return what the touched stations are now, by the names of the product."""
    now = outcome.edited.stations.take(rows)
    units = state.places.units(now.lonlat)
    told: dict[str, list[Any]] = {
        "id": now.id.tolist(),
        "year": [_whole(each) for each in now.year],
        "piles": [_whole(each) for each in now.piles],
        "name_zh": [each or None for each in now.name],
        "county_code": units["county"],
        "township_code": units["township"],
        "lon": now.lonlat[:, 0].tolist(),
        "lat": now.lonlat[:, 1].tolist(),
    }
    kept = [
        (place, int(outcome.edited.base_row[row]))
        for place, row in enumerate(rows.tolist())
        if not outcome.edited.moved[row]
    ]
    _keep_codes(state, told, kept)
    return {name: told[name] for name in _OWN}


def _keep_codes(state: State, told: dict[str, list[Any]], kept: list[tuple[int, int]]) -> None:
    """Leave a station that has not moved in the county and township its layer says."""
    source = state.given.frames[state.base["stations"]["layer"]]
    for name in ("county_code", "township_code"):
        column = columns.source_of(name, source.columns)
        if column is not None:
            for place, row in kept:
                told[name][place] = source[column].iloc[state.frame_row[row]]


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)

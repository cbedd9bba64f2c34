"""The result of a scenario as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

from layers.scenarios import telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]


def feature_collection(state: State, outcome: Outcome, about: Mapping[str, Any]) -> bytes:
    """Return the units with their distances before and after, and the edited stations.

    Parameters
    ----------
    state, outcome
        The base and what the edits make of it.
    about
        What is told of the scenario itself.
    """
    shapes = shapely.to_geojson(state.units.geometry.to_numpy())
    before = state.before
    features = [
        {
            "type": "Feature",
            "id": unit["code"],
            "geometry": None if shape is None else orjson.Fragment(shape.encode()),
            "properties": unit
            | {
                "before_distance_m": telling.number(before.distance_m[row]),
                "before_class": before.label[row],
                "class_changed": bool(before.label[row] != unit["class"]),
            },
        }
        for row, (unit, shape) in enumerate(
            zip(telling.units(state, outcome.reading), shapes, strict=True)
        )
    ]
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "scenario": dict(about),
            "summary": {"before": state.summary, "after": outcome.summary},
            "stations": {
                "type": "FeatureCollection",
                "features": [_station(each) for each in telling.stations(state, outcome)],
            },
            "features": features,
        }
    )


def _station(station: Json) -> Json:
    place = {"type": "Point", "coordinates": [station["lon"], station["lat"]]}
    return {"type": "Feature", "id": station["id"], "geometry": place, "properties": station}

"""A scenario worked out from the beginning, by the analyses of the service, with nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo import analyses
from geo.analyses.charging_distance import ANALYSIS as STRAIGHT
from geo.analyses.network_distance import NetworkDistanceParams, network_distance_on
from geo.whatif import Reading
from layers import columns
from layers.scenarios import inputs as reading
from layers.scenarios import telling
from layers.scenarios.edited_layer import edited_frame

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]


def worked_out(state: State, outcome: Outcome) -> tuple[list[Json], Json]:
    """Return the units and the summary of a scenario.

    The units are those of `layers.scenarios.telling.units`, the summary that of the analysis
    "charging-distance", by road that of "network-distance" without the straight reading.
    """
    asked = {"thresholds_km": list(state.params.thresholds_km), "region": state.params.region}
    frames = {"origins": _origins(state), "stations": _stations(state, outcome)}
    if state.given.network is None:
        result = analyses.get(STRAIGHT.id).run(frames, STRAIGHT.parse(asked))
        features, summary = result.features, dict(result.summary)
        told = _reading(features, "distance_m", "nearest_id", "class")
    else:
        params = NetworkDistanceParams(
            thresholds_km=state.params.thresholds_km,
            region=state.params.region,
            max_snap_m=state.params.max_snap_m,
        )
        result = network_distance_on(state.given.network, frames, params)
        features, summary = result.features, dict(result.summary)
        for name in ("straight", "class_changes"):
            summary.pop(name)
        told = _reading(features, "network_distance_m", "network_nearest_id", "network_class")
    return telling.units(state, told), summary | {"year": state.params.year}


def _origins(state: State) -> GeoDataFrame:
    wanted = tuple(column.name for column in STRAIGHT.inputs[0].contract.columns)
    return reading.of_role(state.given, state.base, "origins", wanted)


def _stations(state: State, outcome: Outcome) -> GeoDataFrame:
    """Return the edited stations in service in the scenario's year."""
    frame = edited_frame(state, outcome)
    serving: GeoDataFrame = frame[outcome.serving]
    return columns.aliased(serving, ("id", "year", "piles"))


def _reading(features: GeoDataFrame, distance: str, nearest: str, label: str) -> Reading:
    distance_m = features[distance].to_numpy(dtype=np.float64)
    unknown = np.where(np.isnan(distance_m), "no_position", "").astype(object)
    reason = features["reason"].to_numpy(object) if "reason" in features.columns else unknown
    names = features[nearest].to_numpy(dtype=object).copy()
    missing = np.array([telling.text(each) is None for each in names], dtype=bool)
    names[missing] = None
    return Reading(distance_m, names, features[label].to_numpy(dtype=object), reason)

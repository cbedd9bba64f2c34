"""A scenario worked out from the beginning, by the analyses of the service, with nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import analyses
from geo.analyses.charging_distance import ANALYSIS as STRAIGHT
from geo.analyses.estimated_distance import ANALYSIS as ESTIMATED
from geo.analyses.network_distance import NetworkDistanceParams, network_distance_on
from geo.whatif import Reading
from layers import columns
from layers.scenarios import inputs as reading
from layers.scenarios import telling
from layers.scenarios.edited_layer import edited_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]
_BESIDE: Final = ("straight", "class_changes", "class_changed")
"""What the summary of another reading says of the straight one."""


def worked_out(state: State, outcome: Outcome) -> tuple[Reading, Json]:
    """Return what is told of each unit of a scenario, and the summary.

    The summary is that of the analysis "charging-distance", by road that of "network-distance"
    and estimated that of "estimated-distance", both without the straight reading.
    """
    asked = {"thresholds_km": list(state.params.thresholds_km), "region": state.params.region}
    frames = {"origins": _origins(state), "stations": _stations(state, outcome)}
    if state.params.mode == "estimated":
        estimate = analyses.get(ESTIMATED.id)
        result = estimate.run(frames, estimate.parse(asked | {"factor": state.params.factor}))
        features, summary = result.features, _without(result.summary, *_BESIDE, "method", "factor")
        told = _reading(features, "estimated_distance_m", "nearest_id", "estimated_class")
    elif state.given.network is None or not state.params.by_road:
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
        features, summary = result.features, _without(result.summary, *_BESIDE)
        told = _reading(features, "network_distance_m", "network_nearest_id", "network_class")
    return told, summary | {"year": state.params.year}


def _without(summary: Mapping[str, Any], *names: str) -> Json:
    return {name: value for name, value in summary.items() if name not in names}


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

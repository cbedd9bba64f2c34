"""Charging distance by road, beside the straight line.

The same reading as `geo.analyses.charging_distance` (from each place to the nearest public
station), along roads that cars may use, in the direction they may be driven. Both readings stand
side by side, and the summary says how many places change class between them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.analyses.along_roads import RoadParams, along_roads
from geo.analyses.base import AnalysisResult, OutputColumn
from geo.analyses.charging_distance import ANALYSIS as STRAIGHT
from geo.analyses.charging_distance import ChargingDistanceParams, charging_distance
from geo.analyses.params import Param, param
from geo.analyses.years import in_service
from geo.classes import classify
from geo.network import (
    NO_STATION,
    Reason,
    RoadNearest,
    calibrate_detour,
    nearest_by_road,
    snap,
)
from geo.positions import positions
from geo.summaries import distance_summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.network import Network

UNREACHABLE: Final = "unreachable"
"""The class of a place from which no station is reached by road; its ``reason`` says why."""


@dataclass(frozen=True, kw_only=True)
class NetworkDistanceParams(RoadParams, ChargingDistanceParams):
    """Parameters of the charging distance by road, on top of those of the straight line.

    With ``calibrate_pairs`` above 0 the detour between so many pairs of origins, drawn at random,
    is measured as well; each pair costs a search of its own.
    """

    calibrate_pairs: int = param(Param(kind="integer", minimum=0, maximum=1_000), default=0)


def network_distance(
    network: Network, inputs: Mapping[str, GeoDataFrame], params: NetworkDistanceParams
) -> AnalysisResult:
    """Measure along a network, and tell what the two readings differ in.

    Parameters, result and errors are those of `network_distance_on`. The summary has besides:
    ``class_changed``, how many places are in another class by road; and ``detour``, where it was
    asked for, with ``median``, ``quantiles``, ``pairs`` and ``unreachable`` of
    `geo.network.DetourFactor`.

    Raises
    ------
    NothingToCalibrate
        If a detour is asked for and no drawn pair of origins is connected.
    """
    result = network_distance_on(network, inputs, params)
    summary = {**result.summary, "class_changed": changed(result.summary["class_changes"])}
    if params.calibrate_pairs:
        summary["detour"] = _detour(network, result.features, params)
    return AnalysisResult(features=result.features, summary=summary)


def network_distance_on(
    network: Network, inputs: Mapping[str, GeoDataFrame], params: NetworkDistanceParams
) -> AnalysisResult:
    """Measure along a network that is built already.

    Parameters
    ----------
    network
        The roads.
    inputs
        ``origins`` and ``stations``.
    params
        See `NetworkDistanceParams`; how roads are joined is settled in the network.

    Returns
    -------
    result
        The columns of the straight reading, and: ``network_distance_m`` from the place straight
        to the road, along it, and straight to the station, infinite where a ``reason`` stands;
        ``network_nearest_id``; ``network_class``, "unreachable" where infinite; ``snap_distance_m``
        from the place to the road, infinite for an unknown position. The summary is that of the
        distances by road (shares are of all places with a known position), with ``unreachable``,
        ``reasons``, ``straight`` for the other reading and ``class_changes``.
    """
    straight = charging_distance(inputs, params)
    features = straight.features
    stations = in_service(inputs["stations"], params.year, where="stations")
    stations = stations.sort_values("id", key=lambda ids: ids.astype(str), kind="stable")
    origins = snap(network, features[["lon", "lat"]].to_numpy(dtype=float), params.max_snap_m)
    sites = snap(network, positions(stations, where="stations"), params.max_snap_m)
    found = nearest_by_road(network, origins, sites)
    ids = [str(each) for each in stations["id"]]
    columns = {
        "network_distance_m": found.cost,
        "network_nearest_id": [None if row == NO_STATION else ids[row] for row in found.index],
        "network_class": road_classes(found.cost, params.thresholds_km),
        "snap_distance_m": origins.snap_m,
        "reason": found.reason,
    }
    features = features.assign(**columns)
    order = [column.name for column in _COLUMNS]
    return AnalysisResult(
        features=features[[*order, "geometry"]],
        summary=_summary(features, found, straight.summary, params),
    )


def _detour(
    network: Network, features: GeoDataFrame, params: NetworkDistanceParams
) -> dict[str, Any]:
    """Measure the detour between origins with a known position."""
    lonlat = features[["lon", "lat"]].to_numpy(dtype=float)
    known = lonlat[~np.isnan(lonlat).any(axis=1)]
    found = calibrate_detour(network, known, params.calibrate_pairs, max_snap_m=params.max_snap_m)
    quantiles = {f"{share:g}": ratio for share, ratio in found.quantiles.items()}
    return {**vars(found), "quantiles": quantiles}


def road_classes(
    cost_m: NDArray[np.float64], thresholds_km: Sequence[float]
) -> NDArray[np.object_]:
    """Return the class of each distance by road; an infinite one is "unreachable"."""
    return np.where(np.isfinite(cost_m), classify(cost_m, thresholds_km), UNREACHABLE)


def road_summary(found: RoadNearest, thresholds_km: Sequence[float]) -> dict[str, Any]:
    """Return the figures of distances by road; shares are of all places with a known position."""
    reached = np.isfinite(found.cost)
    known = int((found.reason != Reason.NO_POSITION.value).sum())
    by_road = distance_summary(found.cost[reached], thresholds_km)
    for entry in (*by_road["within"], *by_road["classes"]):
        # A place that reaches nothing is not within any distance.
        entry["share"] = entry["count"] / known if known else None
    reasons = Counter(each for each in found.reason.tolist() if each)
    return {
        **by_road,
        "count": len(found.cost),
        "without_position": len(found.cost) - known,
        "unreachable": known - int(reached.sum()),
        "reasons": dict(sorted(reasons.items())),
    }


def _summary(
    features: GeoDataFrame,
    found: RoadNearest,
    straight: Mapping[str, Any],
    params: NetworkDistanceParams,
) -> dict[str, Any]:
    """Put the figures of both readings together."""
    return {
        **road_summary(found, params.thresholds_km),
        "year": params.year,
        "straight": dict(straight),
        "class_changes": class_changes(
            features[features["reason"] != Reason.NO_POSITION.value], "network_class"
        ),
    }


def class_changes(features: GeoDataFrame, other: str) -> list[dict[str, Any]]:
    """Count the places that are in another class in the column ``other`` than by straight line."""
    pairs = Counter(zip(features["class"], features[other], strict=True))
    return [
        {"straight": straight, other.removesuffix("_class"): label, "count": count}
        for (straight, label), count in sorted(pairs.items())
        if straight != label
    ]


def changed(changes: Sequence[Mapping[str, Any]]) -> int:
    """Return how many places change class."""
    return sum(int(each["count"]) for each in changes)


_COLUMNS: Final = (
    *(column for column in STRAIGHT.columns if column.name not in {"lon", "lat"}),
    OutputColumn(name="network_nearest_id", kind="text"),
    OutputColumn(name="network_class", kind="text"),
    OutputColumn(name="snap_distance_m", kind="number", unit="m"),
    OutputColumn(name="reason", kind="text"),
    # A map colours by the last figure before the position.
    OutputColumn(name="network_distance_m", kind="number", unit="m"),
    OutputColumn(name="lon", kind="number", unit="deg"),
    OutputColumn(name="lat", kind="number", unit="deg"),
)

ANALYSIS = along_roads(
    analysis_id="network-distance",
    inputs=STRAIGHT.inputs,
    params=NetworkDistanceParams,
    columns=_COLUMNS,
    compute=network_distance,
)

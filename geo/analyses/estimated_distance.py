"""Charging distance by road, estimated: for where no roads are loaded, and labelled as such.

The straight line times a detour factor. It is a fallback to be asked for by name, never taken in
place of a measured distance; calibrate the factor with `calibrate_pairs` of `network_distance`
where roads are at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.analyses.base import Analysis, AnalysisResult, OutputColumn
from geo.analyses.charging_distance import ANALYSIS as STRAIGHT
from geo.analyses.charging_distance import ChargingDistanceParams, charging_distance
from geo.analyses.network_distance import changed, class_changes
from geo.analyses.params import Param, param
from geo.classes import classify
from geo.network import estimate_by_detour
from geo.summaries import distance_summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

TAIYUAN_FACTOR: Final = 1.33
"""Median over 170 connected pairs of township points on the streets of Taiyuan (OpenStreetMap
extract of 2022, 2 000 pairs drawn); the middle half lies between 1.24 and 1.42."""


@dataclass(frozen=True, kw_only=True)
class EstimatedDistanceParams(ChargingDistanceParams):
    """Parameters of the straight line, and the factor: roads in hills need a larger one."""

    factor: float = param(Param(kind="number", minimum=1, maximum=5), default=TAIYUAN_FACTOR)


def estimated_distance(
    inputs: Mapping[str, GeoDataFrame], params: EstimatedDistanceParams
) -> AnalysisResult:
    """Estimate the distance by road from the straight one.

    Parameters
    ----------
    inputs
        ``origins`` and ``stations`` as in `geo.analyses.charging_distance`.
    params
        See `EstimatedDistanceParams`.

    Returns
    -------
    result
        The columns of the straight reading, ``estimated_class``, ``method`` (always the label of
        an estimate) and ``estimated_distance_m``. The summary is of the estimates, with
        ``method``, ``factor``, ``straight``, ``class_changes`` and ``class_changed``.

    Raises
    ------
    GeoError
        Whatever the straight reading refuses.
    """
    straight = charging_distance(inputs, params)
    estimate = estimate_by_detour(straight.features["distance_m"], params.factor)
    columns = {
        "estimated_class": classify(estimate.distance_m, params.thresholds_km),
        "method": estimate.method,
        "estimated_distance_m": estimate.distance_m,
    }
    features = straight.features.assign(**columns)
    changes = class_changes(features, "estimated_class")
    summary = {
        **distance_summary(estimate.distance_m, params.thresholds_km),
        "year": params.year,
        "method": estimate.method,
        "factor": estimate.factor,
        "straight": dict(straight.summary),
        "class_changes": changes,
        "class_changed": changed(changes),
    }
    order = [column.name for column in _COLUMNS]
    return AnalysisResult(features=features[[*order, "geometry"]], summary=summary)


_COLUMNS: Final = (
    *(column for column in STRAIGHT.columns if column.name not in {"lon", "lat"}),
    OutputColumn(name="estimated_class", kind="text"),
    OutputColumn(name="method", kind="text"),
    OutputColumn(name="estimated_distance_m", kind="number", unit="m"),
    OutputColumn(name="lon", kind="number", unit="deg"),
    OutputColumn(name="lat", kind="number", unit="deg"),
)

ANALYSIS = Analysis(
    id="estimated-distance",
    inputs=STRAIGHT.inputs,
    params=EstimatedDistanceParams,
    columns=_COLUMNS,
    compute=estimated_distance,
)

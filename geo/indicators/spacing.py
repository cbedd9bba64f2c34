"""Spacing: the stretches without a site along a route, reading (b) of the charging distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import geopandas
import numpy as np
import shapely

from geo.analyses.params import Param, param
from geo.crs import LONLAT, lonlat_geometries
from geo.frames import LINES, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, Uncertainty
from geo.indicators.parts import all_of, judged, largest_error_m, whole_microns
from geo.positions import positions
from geo.spacing import largest_gap, stretches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.indicators.aims import Aim


@dataclass(frozen=True, kw_only=True)
class SpacingParams:
    """How far off the route in metres a site may stand to count (≤); the plans do not say."""

    lateral_offset_m: float = param(
        Param(kind="number", unit="m", minimum=0, maximum=100_000), default=2_000.0
    )


def measure(inputs: Mapping[str, GeoDataFrame], params: SpacingParams, aim: Aim) -> Measured:
    """Measure every gap between neighbouring sites along a route, its ends included.

    Parameters
    ----------
    inputs
        ``route``, lines that join into one; ``sites``.
    params
        See `SpacingParams`.
    aim
        On a gap in metres.

    Returns
    -------
    measured
        The value is the widest gap. One part per gap, numbered along the route, with its stretch
        of the route; a gap between two sites is open by twice the error of a position.

    Raises
    ------
    WrongGeometry
        If the route is not one line.
    """
    route = shapely.line_merge(shapely.union_all(lonlat_geometries(inputs["route"])))
    lonlat = positions(inputs["sites"], where="sites")
    known = lonlat[~np.isnan(lonlat).any(axis=1)]
    spacing = largest_gap(route, known, params.lateral_offset_m)
    stops_m = np.concatenate(([0.0], spacing.site_m, [spacing.length_m]))
    gaps_m = whole_microns(np.diff(stops_m))
    error_m = 2.0 * largest_error_m(inputs["sites"])
    parts = judged(_gaps(route, stops_m), gaps_m, aim, error_m)
    status = all_of(parts["status"])
    return INDICATOR.outcome(
        aim,
        float(gaps_m.max()),
        status,
        Uncertainty(kind="data_error", error=error_m, unit="m"),
        parts=parts,
        numerator=float(gaps_m.max()),
        denominator=spacing.length_m,
        shortfall=_shortfall(gaps_m, aim),
        figures={"from_m": spacing.from_m, "to_m": spacing.to_m, "sites": float(len(known))},
    )


def _gaps(route: shapely.Geometry, stops_m: NDArray[np.float64]) -> GeoDataFrame:
    ids = [str(number) for number in range(1, len(stops_m))]
    return geopandas.GeoDataFrame({"id": ids}, geometry=stretches(route, stops_m), crs=LONLAT)


def _shortfall(gaps_m: NDArray[np.float64], aim: Aim) -> tuple[Need, ...]:
    """Say how many sites, evenly spread in the gaps that are too wide, would do."""
    wide = [gap for gap in gaps_m.tolist() if not aim.accepted.holds(gap)]
    if not wide or not aim.value > 0:
        return ()
    sites = sum(_between(gap, aim) for gap in wide)
    return (
        Need(what="sites", amount=float(sites), unit="count"),
        Need(what="too_far", amount=max(wide) - aim.value, unit="m"),
    )


def _between(gap_m: float, aim: Aim) -> int:
    count = max(math.ceil(gap_m / aim.value) - 1, 0)
    return count if aim.accepted.holds(gap_m / (count + 1)) else count + 1


INDICATOR = Indicator(
    id="spacing",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025, Taihang No. 1 road, reading (b)",
    unit="m",
    inputs=(
        Input(id="route", contract=Contract(name="route", geometry_types=LINES)),
        Input(id="sites", contract=Contract(name="sites"), may_be_empty=True),
    ),
    params=SpacingParams,
    needs=("sites", "too_far"),
    compute=measure,
)

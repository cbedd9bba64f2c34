"""Nearest distance: how far each place is from the site nearest to it.

Reading (a) of the charging distance. The clause "less than T" is kept if the farthest place is
nearer than T; the 90th percentile and the share within T are given beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.distances import NO_SITE, nearest_known
from geo.frames import Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable, Uncertainty
from geo.indicators.covering import sites_needed
from geo.indicators.parts import all_of, errors_m, judged, whole_microns
from geo.positions import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.indicators.aims import Aim, Status

_P90 = 0.9
MEASURED = "measured_m"


@dataclass(frozen=True, kw_only=True)
class NearestParams:
    """Which figure the aim is held against: the farthest place or the 90th percentile."""

    figure: str = param(Param(kind="text", pattern="max|p90"), default="max")


def measure(
    inputs: Mapping[str, GeoDataFrame], params: NearestParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the distance from each place to its nearest site along the ellipsoid.

    Parameters
    ----------
    inputs
        ``origins`` with ``id``; ``sites``. A place without a position is "unknown" and leaves the
        aim open unless another place misses it. Where ``origins`` carry ``measured_m``, how far
        the nearest site is by another measure, such as along roads, that is held against the aim;
        NaN is unknown.
    params
        See `NearestParams`.
    aim
        On the distance in metres.

    Returns
    -------
    measured
        One part per origin. The error of a distance is that of the origin's position plus that of
        the site's.
    """
    origins, sites = inputs["origins"], inputs["sites"]
    start, end = positions(origins, where="origins"), positions(sites, where="sites")
    if np.isnan(start).any(axis=1).all() or np.isnan(end).any(axis=1).all():
        return NotMeasurable(needs=("origins", "sites"), reason="geometry_awaited")
    found = nearest_known(start, end)
    site_error_m = np.where(found.index == NO_SITE, 0.0, errors_m(sites)[found.index])
    error_m = errors_m(origins) + site_error_m
    distance_m = whole_microns(_measured(origins, found.distance_m))
    parts = judged(origins, distance_m, aim, error_m)
    known = distance_m[~np.isnan(distance_m)]
    if not len(known):
        return NotMeasurable(needs=("origins",), reason="no_way_known")
    value, status = _figure(params.figure, distance_m, error_m, parts, aim)
    inside = int((parts["status"] == "met").sum())
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="data_error", error=float(parts["error"].max()), unit="m"),
        parts=parts,
        numerator=float(sum(aim.accepted.holds(each) for each in known.tolist())),
        denominator=float(len(known)),
        shortfall=_shortfall(parts, start, aim),
        figures={
            "max_m": float(known.max()),
            "p90_m": float(np.quantile(known, _P90)),
            "mean_m": float(known.mean()),
            "surely_within": float(inside),
        },
    )


def _measured(origins: GeoDataFrame, straight_m: NDArray[np.float64]) -> NDArray[np.float64]:
    if MEASURED not in origins.columns:
        return straight_m
    return np.asarray(origins[MEASURED], dtype=np.float64)


def _figure(
    figure: str,
    distance_m: NDArray[np.float64],
    error_m: NDArray[np.float64],
    parts: GeoDataFrame,
    aim: Aim,
) -> tuple[float, Status]:
    known = ~np.isnan(distance_m)
    if figure == "max":
        return float(distance_m[known].max()), all_of(parts["status"])
    low, value, high = (
        float(np.quantile((distance_m + sign * error_m)[known], _P90)) for sign in (-1, 0, 1)
    )
    return value, aim.accepted.status(low, high)


def _shortfall(parts: GeoDataFrame, start: NDArray[np.float64], aim: Aim) -> tuple[Need, ...]:
    """Say how many places are too far by their measured distance, how far, and what would do."""
    far = ~parts["value"].map(aim.accepted.holds).to_numpy(dtype=bool)
    far &= parts["value"].notna().to_numpy(dtype=bool)
    if not far.any():
        return ()
    needs = [
        Need(what="places", amount=float(far.sum()), unit="count"),
        Need(what="too_far", amount=float(parts.loc[far, "gap"].max()), unit="m"),
    ]
    sites = sites_needed(start[far], aim)
    if sites is not None:
        needs.append(Need(what="sites", amount=float(sites), unit="count"))
    return tuple(needs)


INDICATOR = Indicator(
    id="nearest",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025, reading (a); Karney, doi:10.1007/s00190-012-0578-z",
    unit="m",
    inputs=(
        Input(
            id="origins",
            contract=Contract(name="origins", columns=(Column(name="id", kind="text"),)),
            drawn=False,
        ),
        Input(id="sites", contract=Contract(name="sites")),
    ),
    params=NearestParams,
    needs=("places", "too_far", "sites"),
    compute=measure,
)

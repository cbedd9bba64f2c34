"""Charging distance, reading (a): from each place to the nearest public charging station.

The plans set yearly limits (50, 30, 10 km; 5, 3, 1 km; …) without a formula. This reading takes
the straight line along the ellipsoid from a township's or village's point to the nearest station,
and "less than" as strictly less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.analyses.base import Analysis, AnalysisResult, OutputColumn, Role
from geo.analyses.params import Param, param
from geo.analyses.years import in_service
from geo.classes import classify
from geo.crs import LONLAT, lonlat_geometries
from geo.distances import NO_SITE, nearest_known
from geo.frames import POINTS, POLYGONS, Column, Contract
from geo.positions import positions
from geo.regions import REGION_PATTERN, in_region
from geo.summaries import distance_summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.distances import Nearest

_COUNTY_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class ChargingDistanceParams:
    """Parameters of the charging distance.

    ``year`` takes the stations in service by its end, None all of them. ``thresholds_km`` are the
    limits the classes sit on. ``region`` keeps the origins under an administrative code; stations
    are never cut off at its border, the nearest may be across it.
    """

    year: int | None = param(Param(kind="integer", minimum=1900, maximum=2100), default=None)
    thresholds_km: tuple[float, ...] = param(
        Param(kind="numbers", unit="km", minimum=0.001, maximum=5000), default=(10.0, 30.0, 50.0)
    )
    region: str | None = param(Param(kind="text", pattern=REGION_PATTERN), default=None)


def charging_distance(
    inputs: Mapping[str, GeoDataFrame],
    params: ChargingDistanceParams,
    find: Callable[[NDArray[np.float64], NDArray[np.float64]], Nearest] = nearest_known,
) -> AnalysisResult:
    """Measure the distance from each origin to its nearest station.

    Parameters
    ----------
    inputs
        ``origins`` with ``code`` and ``name_zh`` (and ``county_code``; otherwise the first six
        digits of the code), points or polygons; ``stations`` with ``id`` and, if a year is asked
        for, ``year``. Any declared system.
    params
        See `ChargingDistanceParams`.
    find
        Gives what `geo.distances.nearest_known` gives, perhaps on many machines.

    Returns
    -------
    result
        The origins in their order with the declared columns. An origin without a position stays,
        with no distance, no station and the class "unknown". Of stations equally far the one
        whose id comes first as text is taken, whatever the order of rows. The summary is that of
        `geo.summaries.distance_summary` and ``year``.

    Raises
    ------
    EmptyInput
        If no station in service has a position.
    YearWithoutData
        If the year lies outside those of the stations.
    UnknownRegion
        If no origin belongs to the region.
    """
    origins = _origins(inputs["origins"], params.region)
    stations = _by_id(in_service(inputs["stations"], params.year, where="stations"))
    lonlat = positions(origins, where="origins")
    found = find(lonlat, positions(stations, where="stations"))
    columns = {
        "distance_m": found.distance_m,
        "nearest_id": _ids(stations["id"], found.index),
        "class": classify(found.distance_m, params.thresholds_km),
        "lon": lonlat[:, 0],
        "lat": lonlat[:, 1],
    }
    summary = distance_summary(found.distance_m, params.thresholds_km)
    return AnalysisResult(
        features=_features(origins, columns), summary={"year": params.year, **summary}
    )


def _origins(frame: GeoDataFrame, region: str | None) -> GeoDataFrame:
    """Keep the origins of the region, and give every one a county code."""
    origins = frame.reset_index(drop=True)
    if "county_code" not in origins.columns:
        origins["county_code"] = origins["code"].str[:_COUNTY_DIGITS]
    if region is None:
        return origins
    inside = in_region(origins[["code", "county_code"]], region)
    kept: GeoDataFrame = origins[inside]
    return kept.reset_index(drop=True)


def _by_id(stations: GeoDataFrame) -> GeoDataFrame:
    ordered: GeoDataFrame = stations.sort_values(
        "id", key=lambda ids: ids.astype(str), kind="stable", ignore_index=True
    )
    return ordered


def _features(origins: GeoDataFrame, columns: Mapping[str, Any]) -> GeoDataFrame:
    import geopandas

    names = {name: origins[name] for name in ("code", "name_zh", "county_code")}
    geometry = lonlat_geometries(origins, where="origins")
    return geopandas.GeoDataFrame({**names, **columns}, geometry=geometry, crs=LONLAT)


def _ids(ids: pd.Series[Any], index: NDArray[np.int64]) -> list[str | None]:
    texts = [str(value) for value in ids]
    return [None if row == NO_SITE else texts[row] for row in index]


_COLUMNS = (
    OutputColumn(name="code", kind="text"),
    OutputColumn(name="name_zh", kind="text"),
    OutputColumn(name="county_code", kind="text"),
    OutputColumn(name="distance_m", kind="number", unit="m"),
    OutputColumn(name="nearest_id", kind="text"),
    OutputColumn(name="class", kind="text"),
    OutputColumn(name="lon", kind="number", unit="deg"),
    OutputColumn(name="lat", kind="number", unit="deg"),
)

ANALYSIS = Analysis(
    id="charging-distance",
    inputs=(
        Role(
            id="origins",
            contract=Contract(
                name="origins",
                columns=(
                    Column(name="code", kind="text"),
                    Column(name="name_zh", kind="text"),
                    Column(name="county_code", kind="text", required=False),
                    Column(name="lon", kind="number", required=False, unit="deg"),
                    Column(name="lat", kind="number", required=False, unit="deg"),
                ),
                geometry_types=POINTS | POLYGONS,
            ),
        ),
        Role(
            id="stations",
            contract=Contract(
                name="stations",
                columns=(
                    Column(name="id"),
                    Column(name="year", kind="integer", required=False),
                    Column(name="piles", kind="integer", required=False),
                ),
                geometry_types=POINTS | POLYGONS,
            ),
        ),
    ),
    params=ChargingDistanceParams,
    columns=_COLUMNS,
    compute=charging_distance,
)

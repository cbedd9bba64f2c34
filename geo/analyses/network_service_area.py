"""Service area along roads, beside the circles: the share of each zone within given distances.

Reading (c) of the charging distance by road. What roads reach is widened by what people walk from
a road, and blocks enclosed by reached roads belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas
import pandas as pd
import shapely

from geo.analyses.along_roads import AreaParams, along_roads
from geo.analyses.base import AnalysisResult, OutputColumn, Role
from geo.analyses.params import Param, param
from geo.analyses.service_area import ANALYSIS as STRAIGHT
from geo.analyses.years import in_service
from geo.coverage import share_covered, share_of_area
from geo.crs import LONLAT, lonlat_geometries
from geo.frames import POINTS, POLYGONS, Column, Contract
from geo.network import Network, isodistance, snap
from geo.positions import positions
from geo.units import metres_from_km

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from shapely import MultiPolygon

SITES = Role(
    id="stations",
    contract=Contract(
        name="stations",
        columns=(Column(name="id"), Column(name="year", kind="integer", required=False)),
        geometry_types=POINTS | POLYGONS,
    ),
)


@dataclass(frozen=True, kw_only=True)
class NetworkServiceAreaParams(AreaParams):
    """Parameters of the service area by road: distances, and the year of the stations."""

    thresholds_km: tuple[float, ...] = param(
        Param(kind="numbers", unit="km", minimum=0.001, maximum=100), default=(1.0,)
    )
    year: int | None = param(Param(kind="integer", minimum=1900, maximum=2100), default=None)


def network_service_area(
    network: Network, inputs: Mapping[str, GeoDataFrame], params: NetworkServiceAreaParams
) -> AnalysisResult:
    """Measure the share of each zone that lies within each distance by road.

    Parameters
    ----------
    network
        The roads.
    inputs
        ``zones``, polygons with ``code`` and ``name_zh``; ``stations`` with ``id`` and, if a year
        is asked for, ``year``. Any declared system.
    params
        See `NetworkServiceAreaParams`.

    Returns
    -------
    result
        One row per threshold and zone, thresholds ascending: the area, ``straight_covered_m2`` and
        ``straight_share`` within circles, ``network_covered_m2`` and ``network_share`` within the
        distance (≤) by road. The summary has both shares of all zones together, and
        ``stations_off_road``, the stations no road is near enough to.

    Raises
    ------
    EmptyInput
        If no station in service has a geometry.
    YearWithoutData
        If the year lies outside those of the stations.
    """
    zones = inputs["zones"].reset_index(drop=True)
    stations = in_service(inputs["stations"], params.year, where="stations")
    on_roads = snap(network, positions(stations, where="stations"), params.max_snap_m)
    limits = [metres_from_km(km) for km in params.thresholds_km]
    areas = isodistance(
        network, on_roads, limits, width_m=params.width_m, fill_below_m2=params.fill_below_m2
    )
    tables = [
        _table(zones, stations, area, km)
        for area, km in zip(areas, params.thresholds_km, strict=True)
    ]
    summary = {
        "count": len(zones),
        "year": params.year,
        "stations_off_road": int((~on_roads.on_road).sum()),
        "within": [_within(each) for each in tables],
    }
    features = geopandas.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=LONLAT)
    return AnalysisResult(features=features, summary=summary)


def _table(
    zones: GeoDataFrame, stations: GeoDataFrame, area: MultiPolygon, threshold_km: float
) -> GeoDataFrame:
    straight = share_of_area(zones, stations, metres_from_km(threshold_km))
    network = share_covered(zones, shapely.get_parts(area))
    columns = {
        "code": zones["code"],
        "name_zh": zones["name_zh"],
        "threshold_km": float(threshold_km),
        "area_m2": straight["area_m2"],
        "straight_covered_m2": straight["covered_m2"],
        "network_covered_m2": network["covered_m2"],
        "straight_share": straight["share"],
        "network_share": network["share"],
    }
    return geopandas.GeoDataFrame(columns, geometry=lonlat_geometries(zones), crs=LONLAT)


def _within(table: GeoDataFrame) -> dict[str, Any]:
    area_m2 = float(table["area_m2"].sum())
    covered = {way: float(table[f"{way}_covered_m2"].sum()) for way in ("straight", "network")}
    return {
        "threshold_km": float(table["threshold_km"].iloc[0]),
        "area_m2": area_m2,
        **{f"{way}_covered_m2": metres2 for way, metres2 in covered.items()},
        **{
            f"{way}_share": metres2 / area_m2 if area_m2 else None
            for way, metres2 in covered.items()
        },
    }


ANALYSIS = along_roads(
    analysis_id="network-service-area",
    inputs=(STRAIGHT.inputs[0], SITES),
    params=NetworkServiceAreaParams,
    columns=(
        OutputColumn(name="code", kind="text"),
        OutputColumn(name="name_zh", kind="text"),
        OutputColumn(name="threshold_km", kind="number", unit="km"),
        OutputColumn(name="area_m2", kind="number", unit="m2"),
        OutputColumn(name="straight_covered_m2", kind="number", unit="m2"),
        OutputColumn(name="network_covered_m2", kind="number", unit="m2"),
        OutputColumn(name="straight_share", kind="number"),
        OutputColumn(name="network_share", kind="number"),
    ),
    compute=network_service_area,
)

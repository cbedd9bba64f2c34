"""Service area: the share of each zone's area that lies within given distances of the sites.

For urban core and edge the plans' charging distance is read this way (reading (c)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas
import pandas as pd

from geo.analyses.base import Analysis, AnalysisResult, OutputColumn, Role
from geo.analyses.params import Param, param
from geo.analyses.years import in_service
from geo.coverage import share_of_area
from geo.crs import LONLAT, lonlat_geometries
from geo.frames import POLYGONS, Column, Contract
from geo.units import metres_from_km

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame


@dataclass(frozen=True, kw_only=True)
class ServiceAreaParams:
    """Parameters of the service area: the distances to look at, and the year of the sites."""

    thresholds_km: tuple[float, ...] = param(
        Param(kind="numbers", unit="km", minimum=0.001, maximum=100), default=(0.5,)
    )
    year: int | None = param(Param(kind="integer", minimum=1900, maximum=2100), default=None)


def service_area(inputs: Mapping[str, GeoDataFrame], params: ServiceAreaParams) -> AnalysisResult:
    """Measure the share of each zone within each distance of the sites.

    Parameters
    ----------
    inputs
        ``zones``, polygons with ``code`` and ``name_zh``; ``sites`` with ``id`` and, if a year is
        asked for, ``year``. Any declared system.
    params
        See `ServiceAreaParams`.

    Returns
    -------
    result
        One row per threshold and zone, thresholds ascending and zones in their order, with the
        declared columns. The summary has for each threshold the areas and share of all zones
        together; zones that overlap each other count each for itself.

    Raises
    ------
    EmptyInput
        If no site in service has a geometry.
    YearWithoutData
        If the year lies outside those of the sites.
    """
    zones = inputs["zones"].reset_index(drop=True)
    sites = in_service(inputs["sites"], params.year, where="sites")
    tables = [_table(zones, sites, km) for km in params.thresholds_km]
    summary = {
        "count": len(zones),
        "year": params.year,
        "thresholds_km": [float(km) for km in params.thresholds_km],
        "within": [
            _within(table, km) for table, km in zip(tables, params.thresholds_km, strict=True)
        ],
    }
    features = geopandas.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=LONLAT)
    return AnalysisResult(features=features, summary=summary)


def _table(zones: GeoDataFrame, sites: GeoDataFrame, threshold_km: float) -> GeoDataFrame:
    shares = share_of_area(zones, sites, metres_from_km(threshold_km))
    columns = {
        "code": zones["code"],
        "name_zh": zones["name_zh"],
        "threshold_km": float(threshold_km),
        **{name: shares[name] for name in ("area_m2", "covered_m2", "share")},
    }
    return geopandas.GeoDataFrame(columns, geometry=lonlat_geometries(zones), crs=LONLAT)


def _within(table: GeoDataFrame, threshold_km: float) -> dict[str, Any]:
    area_m2, covered_m2 = float(table["area_m2"].sum()), float(table["covered_m2"].sum())
    return {
        "threshold_km": float(threshold_km),
        "area_m2": area_m2,
        "covered_m2": covered_m2,
        "share": covered_m2 / area_m2 if area_m2 else None,
    }


ANALYSIS = Analysis(
    id="service-area",
    inputs=(
        Role(
            id="zones",
            contract=Contract(
                name="zones",
                columns=(Column(name="code", kind="text"), Column(name="name_zh", kind="text")),
                geometry_types=POLYGONS,
            ),
        ),
        Role(
            id="sites",
            contract=Contract(
                name="sites",
                columns=(Column(name="id"), Column(name="year", kind="integer", required=False)),
            ),
        ),
    ),
    params=ServiceAreaParams,
    columns=(
        OutputColumn(name="code", kind="text"),
        OutputColumn(name="name_zh", kind="text"),
        OutputColumn(name="threshold_km", kind="number", unit="km"),
        OutputColumn(name="area_m2", kind="number", unit="m2"),
        OutputColumn(name="covered_m2", kind="number", unit="m2"),
        OutputColumn(name="share", kind="number"),
    ),
    compute=service_area,
)

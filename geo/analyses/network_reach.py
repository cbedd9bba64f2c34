"""Service circles by road: the areas from which a station is reached within times or distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas
import numpy as np
import shapely

from geo.analyses.along_roads import AreaParams, along_roads
from geo.analyses.base import AnalysisResult, OutputColumn
from geo.analyses.network_service_area import SITES
from geo.analyses.params import Param, param
from geo.analyses.years import in_service
from geo.buffers import buffer_m
from geo.crs import LONLAT
from geo.errors import EmptyInput
from geo.measures import area_m2
from geo.network import Network, isodistance, snap
from geo.positions import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

_M_PER_KM: Final = 1_000.0
_MIN_PER_H: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class NetworkReachParams(AreaParams):
    """Parameters of the areas reached: ``minutes``, or ``distances_km`` in place of them.

    The circles beside them have the radius of the distance, or of what is driven in the time at
    ``straight_kmh`` as the crow flies. ``year`` takes the stations in service by its end.
    """

    minutes: tuple[float, ...] = param(
        Param(kind="numbers", unit="min", minimum=1, maximum=180), default=(15.0, 30.0, 60.0)
    )
    distances_km: tuple[float, ...] | None = param(
        Param(kind="numbers", unit="km", minimum=0.001, maximum=100), default=None
    )
    straight_kmh: float = param(
        Param(kind="number", unit="km/h", minimum=1, maximum=33), default=30.0
    )
    year: int | None = param(Param(kind="integer", minimum=1900, maximum=2100), default=None)


def network_reach(
    network: Network, inputs: Mapping[str, GeoDataFrame], params: NetworkReachParams
) -> AnalysisResult:
    """Draw the area from which some station is reached within each limit.

    Parameters
    ----------
    network
        The roads.
    inputs
        ``stations`` with ``id`` and, if a year is asked for, ``year``. Any declared system.
    params
        See `NetworkReachParams`.

    Returns
    -------
    result
        One row per limit, the widest first so that the narrower are drawn upon it, with its area
        as geometry: towards the station, one-way roads as they may be driven, a place exactly at
        the limit within (≤). ``straight_area_m2`` is the area of the circles, overlaps once. The
        summary has ``count`` stations, of which ``stations_off_road`` reach no road.

    Raises
    ------
    EmptyInput
        If no station in service has a position.
    YearWithoutData
        If the year lies outside those of the stations.
    """
    stations = in_service(inputs["stations"], params.year, where="stations")
    lonlat = positions(stations, where="stations")
    known = lonlat[~np.isnan(lonlat).any(axis=1)]
    if not len(known):
        raise EmptyInput(where="stations")
    on_roads = snap(network, lonlat, params.max_snap_m)
    by_time = params.distances_km is None
    limits = sorted(params.distances_km or params.minutes, reverse=True)
    areas = isodistance(
        network,
        on_roads,
        [each * (_MIN_PER_H if by_time else _M_PER_KM) for each in limits],
        "seconds" if by_time else "metres",
        width_m=params.width_m,
        fill_below_m2=params.fill_below_m2,
    )
    unit = "min" if by_time else "km"
    km = [each * params.straight_kmh / _MIN_PER_H if by_time else each for each in limits]
    columns = {
        "code": [f"{each:g}-{unit}" for each in limits],
        "name_zh": [f"{each:g} {unit}" for each in limits],
        "unit": unit,
        "straight_area_m2": [_circles_m2(known, each) for each in km],
        "network_area_m2": area_m2(areas),
        "limit": limits,
    }
    features = geopandas.GeoDataFrame(columns, geometry=areas, crs=LONLAT)
    return AnalysisResult(
        features=features,
        summary={
            "count": len(stations),
            "year": params.year,
            "stations_off_road": int((~on_roads.on_road).sum()),
            "areas": _told(features),
        },
    )


def _circles_m2(places: NDArray[np.float64], radius_km: float) -> float:
    """Return the area within a radius of places, overlaps counted once."""
    circles = buffer_m(geopandas.GeoSeries(shapely.points(places), crs=LONLAT), radius_km * 1000)
    return area_m2(shapely.union_all(circles.to_numpy()))


def _told(features: GeoDataFrame) -> list[dict[str, Any]]:
    names = ["limit", "unit", "straight_area_m2", "network_area_m2"]
    told: list[dict[str, Any]] = features[names].to_dict("records")
    return told


ANALYSIS = along_roads(
    analysis_id="network-reach",
    inputs=(SITES,),
    params=NetworkReachParams,
    columns=(
        OutputColumn(name="code", kind="text"),
        OutputColumn(name="name_zh", kind="text"),
        OutputColumn(name="unit", kind="text"),
        OutputColumn(name="straight_area_m2", kind="number", unit="m2"),
        OutputColumn(name="network_area_m2", kind="number", unit="m2"),
        OutputColumn(name="limit", kind="number"),
    ),
    compute=network_reach,
)

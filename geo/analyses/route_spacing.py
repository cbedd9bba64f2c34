"""Charging distance, reading (b): the gaps between chargers along a route.

The plans set a charging distance for the Taihang No. 1 tourism road; along a road it is read as
the largest gap between neighbouring chargers near it, its two ends included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas
import numpy as np
import pandas as pd

from geo.analyses.base import Analysis, AnalysisResult, OutputColumn, Role
from geo.analyses.network_service_area import SITES
from geo.analyses.params import Param, param
from geo.analyses.years import in_service
from geo.buffers import buffer_m
from geo.classes import classify
from geo.crs import LONLAT, lonlat_geometries
from geo.errors import BadParameter
from geo.frames import LINES, Contract
from geo.network import Route, assemble_route, route_pieces
from geo.positions import positions
from geo.spacing import largest_gap, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

MOST_ROUTES: Final = 1_000
_NARROWEST_M: Final = 50.0


@dataclass(frozen=True, kw_only=True)
class RouteSpacingParams:
    """Parameters of the spacing along routes.

    ``route_name`` takes the pieces of that name, joined over gaps of at most ``max_gap_m`` (≤);
    without it every feature is a route of its own. A charger counts within ``lateral_offset_m``
    of the route (≤); the plans name no offset. ``thresholds_km`` are the limits the classes sit on.
    """

    route_name: str | None = param(Param(kind="text"), default=None)
    lateral_offset_m: float = param(
        Param(kind="number", unit="m", minimum=0, maximum=100_000), default=2_000.0
    )
    max_gap_m: float = param(
        Param(kind="number", unit="m", minimum=0, maximum=100_000), default=1_000.0
    )
    thresholds_km: tuple[float, ...] = param(
        Param(kind="numbers", unit="km", minimum=0.001, maximum=5000), default=(10.0, 30.0, 50.0)
    )
    year: int | None = param(Param(kind="integer", minimum=1900, maximum=2100), default=None)


def route_spacing(inputs: Mapping[str, GeoDataFrame], params: RouteSpacingParams) -> AnalysisResult:
    """Measure every gap between neighbouring chargers along each route.

    Parameters
    ----------
    inputs
        ``route``, lines with ``name_zh`` (or ``name``) if a name is asked for; ``stations`` with
        ``id`` and, if a year is asked for, ``year``. Any declared system.
    params
        See `RouteSpacingParams`.

    Returns
    -------
    result
        One row per gap, along each route: where it begins and ends in metres from the start of the
        route, the stations there (none at an end of the route), its class and ``gap_m``. Its
        geometry is the strip along the road in which a charger would count. The summary has
        ``count`` routes, and for each its length, the chargers that count, the largest gap, its
        class, and where no road joins its pieces.

    Raises
    ------
    UnknownRoute
        If no line has the name.
    RouteBroken
        If the pieces of a route lie further apart than may be bridged.
    BadParameter
        If no name is given and the layer holds more than a thousand lines.
    """
    stations = in_service(inputs["stations"], params.year, where="stations")
    lonlat = positions(stations, where="stations")
    known = ~np.isnan(lonlat).any(axis=1)
    ids = [str(each) for each in stations["id"][known]]
    measured = [
        _measured(name, route, ids, lonlat[known], params)
        for name, route in _routes(inputs["route"], params)
    ]
    rows = pd.concat([table for table, _ in measured], ignore_index=True)
    rows.insert(0, "code", [str(number) for number in range(1, len(rows) + 1)])
    told = [summary for _, summary in measured]
    return AnalysisResult(
        features=geopandas.GeoDataFrame(rows, crs=LONLAT),
        summary={
            "count": len(told),
            "year": params.year,
            "lateral_offset_m": params.lateral_offset_m,
            "max_gap_m": max(each["max_gap_m"] for each in told),
            "routes": told,
        },
    )


def _routes(lines: GeoDataFrame, params: RouteSpacingParams) -> Iterator[tuple[str, Route]]:
    """Yield each route with its name."""
    if params.route_name is not None:
        pieces = route_pieces(lines, params.route_name)
        yield params.route_name, assemble_route(pieces, params.max_gap_m)
        return
    if len(lines) > MOST_ROUTES:
        raise BadParameter(where="route_name", value=None, allowed="name_zh")
    column = next((each for each in ("name_zh", "name") if each in lines.columns), None)
    names = [""] * len(lines) if column is None else lines[column].fillna("").astype(str).tolist()
    for name, line in zip(names, lonlat_geometries(lines, where="route"), strict=True):
        yield name, assemble_route([line], params.max_gap_m)


def _measured(
    name: str,
    route: Route,
    ids: list[str],
    lonlat: np.ndarray[Any, Any],
    params: RouteSpacingParams,
) -> tuple[GeoDataFrame, dict[str, Any]]:
    """Return the gaps of a route and its summary."""
    found = largest_gap(route.line, lonlat, params.lateral_offset_m)
    stops_m = np.concatenate(([0.0], found.site_m, [found.length_m]))
    gap_m = np.diff(stops_m)
    near = [ids[row] for row in found.site_index.tolist()]
    pieces = stretches(route.line, stops_m)
    # Where two stations share a place there is no line to widen, only that place.
    shapes = [each if each.length else each.interpolate(0) for each in pieces]
    lines = geopandas.GeoSeries(shapes, crs=LONLAT)
    columns = {
        "name_zh": name,
        "from_m": stops_m[:-1],
        "to_m": stops_m[1:],
        "from_id": [None, *near],
        "to_id": [*near, None],
        "class": classify(gap_m, params.thresholds_km),
        "gap_m": gap_m,
    }
    strips = buffer_m(lines, max(params.lateral_offset_m, _NARROWEST_M))
    summary = {
        "name": name,
        "length_m": found.length_m,
        "stations": len(near),
        "max_gap_m": found.gap_m,
        "class": str(classify([found.gap_m], params.thresholds_km)[0]),
        "from_m": found.from_m,
        "to_m": found.to_m,
        "bridged": [vars(gap) | _ends(gap.from_lonlat, gap.to_lonlat) for gap in route.gaps],
    }
    return geopandas.GeoDataFrame(columns, geometry=strips.to_numpy(), crs=LONLAT), summary


def _ends(start: tuple[float, float], end: tuple[float, float]) -> dict[str, list[float]]:
    return {"from_lonlat": list(start), "to_lonlat": list(end)}


ANALYSIS = Analysis(
    id="route-spacing",
    inputs=(Role(id="route", contract=Contract(name="route", geometry_types=LINES)), SITES),
    params=RouteSpacingParams,
    columns=(
        OutputColumn(name="code", kind="text"),
        OutputColumn(name="name_zh", kind="text"),
        OutputColumn(name="from_m", kind="number", unit="m"),
        OutputColumn(name="to_m", kind="number", unit="m"),
        OutputColumn(name="from_id", kind="text"),
        OutputColumn(name="to_id", kind="text"),
        OutputColumn(name="class", kind="text"),
        OutputColumn(name="gap_m", kind="number", unit="m"),
    ),
    compute=route_spacing,
)

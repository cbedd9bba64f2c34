"""Coverage: what share of an area, of places or of people lies within a distance of a site."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import shapely
from shapely import MultiPolygon, STRtree

from geo.buffers import buffer_m
from geo.crs import lonlat_geometries
from geo.errors import BadParameter, EmptyInput
from geo.frames import POLYGONS
from geo.measures import area_m2, require_types

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

Comparator = Literal["<", "<="]


def share_of_area(zones: GeoDataFrame, sites: GeoDataFrame, distance_m: float) -> pd.DataFrame:
    """Measure how much of each zone lies within a distance of the sites.

    Parameters
    ----------
    zones
        Polygons in any declared system.
    sites
        Points, lines or polygons in any declared system; a park counts from its edge. Sites
        without a geometry are passed over.
    distance_m
        Distance in metres along the ellipsoid, above 0. Overlapping circles count once. The edge
        itself has no area, so "<" and "≤" give the same share.

    Returns
    -------
    shares
        One row per zone with its index: ``area_m2``, ``covered_m2``, ``share``; NaN for a zone
        without a geometry.

    Raises
    ------
    EmptyInput
        If no site has a geometry.
    WrongGeometry
        If a zone is not a polygon.
    BadParameter
        If the distance is out of range.

    Notes
    -----
    Circles have 32 chords per quadrant, which costs 0.04 % of their area. Each zone is cut with
    the union of the circles that reach it; cutting with the union of all takes twenty times as
    long and gives the same.
    """
    return share_covered(zones, _service_areas(sites, distance_m))


def share_covered(zones: GeoDataFrame, reach: NDArray[np.object_]) -> pd.DataFrame:
    """Measure how much of each zone lies within given areas.

    Parameters
    ----------
    zones
        Polygons in any declared system.
    reach
        Polygons in longitude and latitude, shape (n,); where they overlap it counts once.

    Returns
    -------
    shares
        As `share_of_area` returns them.

    Raises
    ------
    WrongGeometry
        If a zone is not a polygon.
    """
    areas = lonlat_geometries(zones, where="zones")
    require_types(areas, POLYGONS)
    covered = _covered(areas, reach)
    whole_m2, covered_m2 = area_m2(areas), area_m2(covered)
    with np.errstate(invalid="ignore"):  # a zone of no area has no share
        share = np.minimum(covered_m2 / whole_m2, 1.0)
    columns = {"area_m2": whole_m2, "covered_m2": covered_m2, "share": share}
    return pd.DataFrame(columns, index=zones.index)


def share_within(
    distance_m: ArrayLike,
    threshold_m: float,
    *,
    weights: ArrayLike | None = None,
    comparator: Comparator = "<",
) -> float:
    """Return the share of places, or of what they weigh, within a distance.

    Parameters
    ----------
    distance_m
        Distance in metres of each place, shape (n,). A place with NaN is not within.
    threshold_m
        The limit in metres.
    weights
        What each place counts, for example its population; without weights each counts 1.
    comparator
        "<" leaves out a place exactly at the limit, "<=" takes it in.

    Returns
    -------
    share
        Between 0 and 1.

    Raises
    ------
    EmptyInput
        If there is no place or the weights add up to nothing.
    BadParameter
        If there are not as many weights as places, or one is negative or not finite.
    """
    distances = np.asarray(distance_m, dtype=np.float64)
    heavy = _weights(weights, len(distances))
    if not heavy.sum() > 0:
        raise EmptyInput(where="distance_m")
    inside = distances < threshold_m if comparator == "<" else distances <= threshold_m
    return float(heavy[inside].sum() / heavy.sum())


def _weights(weights: ArrayLike | None, count: int) -> NDArray[np.float64]:
    heavy = np.ones(count) if weights is None else np.asarray(weights, dtype=np.float64)
    if heavy.shape != (count,):
        raise BadParameter(where="weights", value=heavy.shape, allowed=(count,))
    if not (np.isfinite(heavy) & (heavy >= 0)).all():
        raise BadParameter(where="weights", value="NaN, inf or < 0", allowed=">= 0")
    return heavy


def _service_areas(sites: GeoDataFrame, distance_m: float) -> NDArray[np.object_]:
    zones = lonlat_geometries(buffer_m(sites.geometry, distance_m))
    zones = zones[~(shapely.is_missing(zones) | shapely.is_empty(zones))]
    if not len(zones):
        raise EmptyInput(where="sites")
    return zones


def _covered(areas: NDArray[np.object_], reach: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cut each area with the union of the service areas that meet it."""
    covered = np.full(len(areas), MultiPolygon(), dtype=object)
    covered[shapely.is_missing(areas)] = None
    area_row, reach_row = STRtree(reach).query(areas, predicate="intersects")
    # The query answers area by area, so each area's service areas stand together.
    first = np.flatnonzero(np.diff(area_row, prepend=-1))
    for start, end in pairwise([*first, len(area_row)]):
        row, members = area_row[start], reach[reach_row[start:end]]
        covered[row] = _surface(shapely.intersection(areas[row], shapely.union_all(members)))
    return covered


def _surface(geometry: BaseGeometry) -> MultiPolygon:
    """Keep the areas of what a cut left, not the points and lines where edges touch."""
    parts = shapely.get_parts(geometry)
    surfaces = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004 - surfaces
    return MultiPolygon([polygon for part in surfaces for polygon in shapely.get_parts(part)])

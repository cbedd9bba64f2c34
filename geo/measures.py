"""Area, length and a point to stand for a feature, on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD, lonlat_geometries
from geo.errors import WrongGeometry

if TYPE_CHECKING:
    from collections.abc import Collection

    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import NDArray

_EDGE_DEG: Final = 0.01
"""Longest edge handed to the ellipsoid; a geodesic this long bends 12 mm off the straight edge."""

_POINT = 0
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_LINES = frozenset({"LineString", "LinearRing", "MultiLineString"})


@overload
def area_m2(geoms: BaseGeometry) -> float: ...
@overload
def area_m2(geoms: Any) -> NDArray[np.float64]: ...  # noqa: ANN401 - anything array-like
def area_m2(geoms: Any) -> float | NDArray[np.float64]:
    """Return areas in square metres on the ellipsoid.

    Parameters
    ----------
    geoms
        Polygons: a frame or series in any declared system, or a geometry, list or array in
        longitude and latitude. Edges are straight in longitude and latitude (RFC 7946), so that
        the areas of the parts of a polygon add up to its own.

    Returns
    -------
    area_m2
        Shape (n,), NaN where the geometry is missing; a single number for a single geometry.

    Raises
    ------
    WrongGeometry
        If a geometry is not a polygon.
    MissingCrs
        If a frame or series declares no system.
    """
    array = lonlat_geometries(geoms)
    require_types(array, _POLYGONS)
    oriented = shapely.orient_polygons(shapely.segmentize(array, _EDGE_DEG))
    values = np.array([_polygon_area_m2(geometry) for geometry in oriented], dtype=np.float64)
    return float(values[0]) if isinstance(geoms, BaseGeometry) else values


@overload
def length_m(geoms: BaseGeometry) -> float: ...
@overload
def length_m(geoms: Any) -> NDArray[np.float64]: ...  # noqa: ANN401 - anything array-like
def length_m(geoms: Any) -> float | NDArray[np.float64]:
    """Return lengths in metres on the ellipsoid.

    Parameters
    ----------
    geoms
        Lines: a frame or series in any declared system, or a geometry, list or array in longitude
        and latitude. Edges are geodesics between neighbouring vertices.

    Returns
    -------
    length_m
        Shape (n,), NaN where the geometry is missing; a single number for a single geometry.

    Raises
    ------
    WrongGeometry
        If a geometry is not a line; ask for a polygon's boundary to measure its outline.
    MissingCrs
        If a frame or series declares no system.
    """
    array = lonlat_geometries(geoms)
    require_types(array, _LINES)
    parts, part_of = shapely.get_parts(array, return_index=True)
    lonlat, line_of = shapely.get_coordinates(parts, return_index=True)
    same = line_of[1:] == line_of[:-1]
    start, end = lonlat[:-1][same], lonlat[1:][same]
    _, _, steps_m = GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    values = np.bincount(part_of[line_of[1:][same]], steps_m, len(array)).astype(np.float64)
    values = np.where(shapely.is_missing(array), np.nan, values)
    return float(values[0]) if isinstance(geoms, BaseGeometry) else values


def representative_lonlat(frame: GeoDataFrame | GeoSeries) -> NDArray[np.float64]:
    """Return one position for each feature, in longitude and latitude.

    Parameters
    ----------
    frame
        Features in any declared system.

    Returns
    -------
    lonlat
        Shape (n, 2) in degrees: a point is itself, an area a point inside it (near the middle,
        not its centroid, which may lie outside), a line one of its points. NaN where the geometry
        is missing or empty.

    Raises
    ------
    MissingCrs
        If the frame declares no system.
    """
    array = lonlat_geometries(frame)
    shaped = shapely.get_type_id(array) > _POINT
    points = array.copy()
    points[shaped] = shapely.point_on_surface(array[shaped])
    lonlat = np.full((len(array), 2), np.nan)
    known = ~(shapely.is_missing(points) | shapely.is_empty(points))
    lonlat[known] = shapely.get_coordinates(points[known])
    return lonlat


def require_types(array: NDArray[np.object_], needed: Collection[str]) -> None:
    """Refuse geometries of another type; missing ones pass.

    Raises
    ------
    WrongGeometry
        Naming the types found and the types needed.
    """
    found = {geometry.geom_type for geometry in array if geometry is not None}
    wrong = found.difference(needed)
    if wrong:
        raise WrongGeometry(found=sorted(wrong), needed=sorted(needed))


def _polygon_area_m2(geometry: BaseGeometry | None) -> float:
    if geometry is None:
        return float("nan")
    # The sign follows the direction of the shell; holes run the other way and subtract.
    signed_m2, _ = GEOD.geometry_area_perimeter(geometry)
    return abs(float(signed_m2))

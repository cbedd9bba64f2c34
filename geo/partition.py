"""Divide an area among points: each part of it goes to the point nearest to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.crs import check_lonlat, lonlat_geometries, metres_per_degree
from geo.errors import DuplicatePoints, EmptyInput, PointsOutside
from geo.measures import representative_lonlat, require_types

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


def voronoi_cells(points: Any, within: Any) -> NDArray[np.object_]:  # noqa: ANN401 - arrays or frames
    """Divide a polygon into one cell for each point.

    Parameters
    ----------
    points
        Positions, shape (n, 2), longitude and latitude in degrees, or a frame or series in any
        declared system. Each inside the polygon or on its edge, no two alike.
    within
        The polygon in longitude and latitude, or a frame or series in any declared system whose
        polygons are joined.

    Returns
    -------
    cells
        Polygons in longitude and latitude, shape (n,), in the order of the points. They cover the
        polygon and share nothing but edges.

    Raises
    ------
    EmptyInput
        If there is no point.
    DuplicatePoints
        If two points are at one position.
    PointsOutside
        If a point lies outside the polygon.
    WrongGeometry
        If ``within`` is not a polygon.

    Notes
    -----
    "Nearest" is taken in the plane of `geo.crs.metres_per_degree` at the middle latitude, where a
    straight edge stays straight in degrees, so that neighbours have the very same edge. The cells
    are a schematic division, not boundaries.
    """
    area = _one_area(within)
    lonlat = _positions(points)
    _check(lonlat, area)
    if len(lonlat) == 1:
        return np.array([area], dtype=object)
    scale_m = metres_per_degree(float(np.mean(area.bounds[1::2])))
    plane_area = shapely.transform(area, lambda degrees: degrees * scale_m)
    diagram = shapely.voronoi_polygons(
        shapely.multipoints(lonlat * scale_m), extend_to=plane_area, ordered=True
    )
    cells = shapely.transform(shapely.get_parts(diagram), lambda plane: plane / scale_m)
    return np.array([_surface(cell) for cell in shapely.intersection(cells, area)], dtype=object)


def _one_area(within: Any) -> BaseGeometry:  # noqa: ANN401
    areas = lonlat_geometries(within, where="within")
    require_types(areas, {"Polygon", "MultiPolygon"})
    return shapely.union_all(areas)


def _positions(points: Any) -> NDArray[np.float64]:  # noqa: ANN401
    from geopandas import GeoDataFrame, GeoSeries

    if isinstance(points, GeoDataFrame | GeoSeries):
        points = representative_lonlat(points)
    return check_lonlat(points, where="points")


def _check(lonlat: NDArray[np.float64], area: BaseGeometry) -> None:
    if not len(lonlat):
        raise EmptyInput(where="points")
    _, first, count = np.unique(lonlat, axis=0, return_index=True, return_counts=True)
    if (count > 1).any():
        raise DuplicatePoints(where="points", rows=sorted(first[count > 1].tolist()))
    outside = ~shapely.intersects(shapely.points(lonlat), area)
    if outside.any():
        raise PointsOutside(where="points", rows=np.flatnonzero(outside).tolist())


def _surface(cell: BaseGeometry) -> BaseGeometry:
    """Drop the points and lines that a cut leaves where a cell only touches the area."""
    if cell.geom_type != "GeometryCollection":
        return cell
    parts = shapely.get_parts(cell)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - surfaces

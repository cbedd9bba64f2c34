"""River corridors: the strip a plan keeps free on each side of a reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.buffers import buffer_m
from geo.crs import lonlat_geometries, to_lonlat
from geo.errors import BadParameter, MissingColumn
from geo.measures import require_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

_RIVERS = frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"})


def protection_zone(line: BaseGeometry, width_m: float) -> BaseGeometry:
    """Return the protection zone of a reach.

    Parameters
    ----------
    line
        The reach in longitude and latitude: its centre line, or its water surface as a polygon,
        whose banks are then the lines the width counts from.
    width_m
        Width in metres on each side, above 0.

    Returns
    -------
    zone
        The area within the width of the reach, water included, in longitude and latitude. Its
        ends are round, so that consecutive reaches join without a gap.

    Raises
    ------
    BadParameter
        If the width is not above 0.
    WrongGeometry
        If the reach is neither line nor polygon.
    """
    require_types(lonlat_geometries(line), _RIVERS)
    return buffer_m(line, width_m)


def protection_zones(
    reaches: GeoDataFrame, widths_m: Mapping[str, float], *, class_column: str = "class"
) -> GeoDataFrame:
    """Return the protection zones of reaches whose width follows from their class.

    Parameters
    ----------
    reaches
        Lines or polygons in any declared system.
    widths_m
        Width in metres on each side for each class, for example 100 for main stems and 50 for
        tributaries.
    class_column
        The column that holds the class.

    Returns
    -------
    zones
        The same rows and columns with polygons in EPSG:4326 and a column ``width_m``. A reach
        whose course is not known stays without a geometry.

    Raises
    ------
    MissingColumn
        If the class column is absent.
    BadParameter
        If a class has no width or a width is not above 0.
    """
    if class_column not in reaches.columns:
        raise MissingColumn(where="reaches", columns=[class_column], present=list(reaches.columns))
    unknown = sorted(set(reaches[class_column].astype(str)) - set(widths_m))
    if unknown:
        raise BadParameter(where=class_column, value=unknown, allowed=sorted(widths_m))
    zones = to_lonlat(reaches, where="reaches")
    courses = np.asarray(zones.geometry.to_numpy(), dtype=object)
    zones["width_m"] = reaches[class_column].map(widths_m).astype(float)
    zones[zones.geometry.name] = [
        None if shapely.is_missing(course) else protection_zone(course, width)
        for course, width in zip(courses, zones["width_m"], strict=True)
    ]
    return zones

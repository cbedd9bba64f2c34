"""Where findings lie in longitude and latitude, once the layer's reference system is known.

Findings are made while geometry stands as it does in the file. Here they get a place that a map can
show, and a repair gets what it changed: the outline before and after, small enough for a report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.crs import metres_per_degree
from layers.inspection import crs_catalogue, residuals
from layers.inspection.datum_detective import SHIFTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from layers.formats.base import Asked
    from layers.inspection.findings import Finding, Findings, Where
    from layers.inspection.geometry import Repaired

_DECIMALS: Final = 7
"""A centimetre."""
_MOST_VERTICES: Final = 200
_AREAL: Final = 2


@dataclass(frozen=True, kw_only=True)
class Way:
    """The way of a layer's coordinates from the file to longitude and latitude."""

    crs: CRS
    asked: Asked

    def __call__(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return coordinates of shape (n, 2) in degrees; not finite where there is no way."""
        x, y = coordinates.T[::-1] if self.asked.swap_axes else coordinates.T
        lonlat = crs_catalogue.to_lonlat(self.crs, x, y)
        known = np.isfinite(lonlat).all(axis=1)
        if self.asked.datum in SHIFTED and known.any():
            lonlat[known] = residuals.WAYS[self.asked.datum](lonlat[known])
        return lonlat


def locate(findings: Findings, where: Where, way: Way, repaired: Mapping[int, Repaired]) -> None:
    """Give the findings of a layer their place in degrees, and its repairs what they changed.

    Parameters
    ----------
    findings, where
        All findings, and the layer.
    way
        From the file's coordinates to degrees.
    repaired
        The repaired geometries by row.
    """

    def located(finding: Finding) -> Finding:
        place = finding.where
        if place.coordinate is not None and place.lonlat is None:
            place = place.at(lonlat=_place(place.coordinate, way))
        facts = finding.facts
        one = repaired.get(place.row or 0)
        if finding.code == "geometry_invalid" and one is not None:
            facts = facts | _change(one, place.lonlat, way)
        return replace(finding, where=place, facts=facts)

    findings.revise(where.layer, located)


def _place(coordinate: tuple[float, float], way: Way) -> tuple[float, float] | None:
    lon, lat = np.round(way(np.array([coordinate]))[0], _DECIMALS).tolist()
    return (lon, lat) if np.isfinite([lon, lat]).all() else None


def _change(one: Repaired, spot: tuple[float, float] | None, way: Way) -> dict[str, Any]:
    """Return the facts of a repair in degrees and square metres; none where it has no place."""
    before, after = shapely.transform(np.array([one.before, one.after]), way)
    if not np.isfinite(shapely.get_coordinates([before, after])).all():
        return {}
    shown: dict[str, Any] = {"before": outline(before, spot), "after": outline(after, spot)}
    if shapely.get_dimensions(after) == _AREAL:
        scale = metres_per_degree(float(np.clip(shapely.bounds(after)[1], -80, 80)))
        more_m2 = (shapely.area(after) - shapely.area(before)) * scale.prod()
        shown |= {"area_change": round(float(more_m2), 1), "area_unit": "m2"}
    return shown


def outline(geometry: BaseGeometry, spot: tuple[float, float] | None) -> dict[str, Any] | None:
    """Return a geometry in degrees as GeoJSON of few vertices.

    Of a large one only the lines near a place are told, so that what is wrong there stays as it is.
    None where even those are too many.
    """
    shown = geometry
    if shapely.get_num_coordinates(geometry) > _MOST_VERTICES:
        shown = _near(geometry, spot or tuple(shapely.get_coordinates(geometry)[0].tolist()))
    rounded = shapely.transform(shown, lambda part: np.round(part, _DECIMALS))
    if not 0 < shapely.get_num_coordinates(rounded) <= 2 * _MOST_VERTICES:
        return None
    told: dict[str, Any] = shapely.geometry.mapping(rounded)
    return {"type": told["type"], "coordinates": told["coordinates"]}


def _near(geometry: BaseGeometry, spot: tuple[float, ...]) -> BaseGeometry:
    """Return the lines of a geometry in the box that holds its vertices nearest to a place."""
    away = np.abs(shapely.get_coordinates(geometry) - np.array(spot)).max(axis=1)
    reach = float(np.partition(away, _MOST_VERTICES // 2)[_MOST_VERTICES // 2])
    x, y = spot
    clipped = shapely.clip_by_rect(_lines(geometry), x - reach, y - reach, x + reach, y + reach)
    parts = shapely.get_parts(clipped)
    joined: BaseGeometry = shapely.multilinestrings(parts[shapely.get_dimensions(parts) == 1])
    return joined


def _lines(geometry: BaseGeometry) -> NDArray[np.object_]:
    """Return the rings and lines of a geometry."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    areal = shapely.get_dimensions(parts) == _AREAL
    return np.concatenate((shapely.get_rings(parts[areal]), parts[~areal]))

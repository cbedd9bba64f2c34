"""Where features lie in longitude and latitude: outside, doubled, overlapping, as slivers.

Areas and widths here only sort out what is worth telling, so a local plane of scaled degrees does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import shapely

from geo.crs import metres_per_degree
from layers.inspection import inside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.inspection.findings import Findings, Where
    from layers.inspection.geometry import Shapes

_SLIVER_AREA_M2: Final = 1.0
_SLIVER_WIDTH_M: Final = 0.5
_OVERLAP_M2: Final = 1.0
_OVERLAP_SHARE: Final = 1e-6
_MOST_FOR_OVERLAP: Final = 20_000
_MOST_PAIRS: Final = 20_000
_HALF_ROUND_DEG: Final = 180.0
_ODD: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)
"""One multiplier for each side of a box, with bits scattered over all places."""


def check(shapes: Shapes, area: NDArray[np.object_], findings: Findings, where: Where) -> None:
    """Tell of features outside an area, doubled, overlapping, as slivers or around the globe.

    Parameters
    ----------
    shapes
        In longitude and latitude.
    area
        The polygons in which features are expected.
    findings, where
        Where to tell.
    """
    places = np.flatnonzero(shapes.placed)
    if not len(places):
        return
    geometries = shapes.geometries[places]
    _outside(geometries, places, shapes, area, findings, where)
    _doubled(geometries, places, shapes, findings, where)
    _around(geometries, places, shapes, findings, where)
    areal = shapely.get_dimensions(geometries) == 2  # noqa: PLR2004 - polygons
    if areal.any():
        _slivers(geometries[areal], places[areal], shapes, findings, where)
        _overlaps(geometries[areal], places[areal], shapes, findings, where)


def _at(where: Where, shapes: Shapes, place: int, lonlat: tuple[float, float] | None) -> Where:
    return where.at(row=int(shapes.rows[place]), lonlat=lonlat)


def _lonlat(geometry: shapely.Geometry) -> tuple[float, float]:
    point = shapely.point_on_surface(geometry)
    return round(shapely.get_x(point), 6), round(shapely.get_y(point), 6)


def _outside(
    geometries: NDArray[np.object_],
    places: NDArray[np.int64],
    shapes: Shapes,
    area: NDArray[np.object_],
    findings: Findings,
    where: Where,
) -> None:
    outside = np.flatnonzero(~inside.touching(geometries, area))
    if len(outside) == len(geometries):
        west, south, east, north = (round(value, 4) for value in shapely.total_bounds(geometries))
        findings.warn("all_outside_area", where, west=west, south=south, east=east, north=north)
        return

    def told(number: int) -> tuple[Where, dict[str, object]]:
        one = outside[number]
        return _at(where, shapes, places[one], _lonlat(geometries[one])), {}

    findings.each("warning", "outside_area", where, len(outside), told)


def _doubled(
    geometries: NDArray[np.object_],
    places: NDArray[np.int64],
    shapes: Shapes,
    findings: Findings,
    where: Where,
) -> None:
    groups = _groups(geometries)
    firsts = np.full(len(groups), len(groups))
    np.minimum.at(firsts, groups, np.arange(len(groups)))
    later = np.flatnonzero(firsts[groups] != np.arange(len(groups)))

    def told(number: int) -> tuple[Where, dict[str, object]]:
        one = later[number]
        of = int(shapes.rows[places[firsts[groups[one]]]])
        return _at(where, shapes, places[one], _lonlat(geometries[one])), {"of": of}

    findings.each("warning", "geometry_twice", where, len(later), told)


def _groups(geometries: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return a number for each geometry that only equal ones share.

    Those that are alone with their bounding box need no further look.
    """
    groups = np.arange(len(geometries), dtype=np.int64)
    alike = np.flatnonzero(_repeated(shapely.bounds(geometries)))
    if len(alike):
        outlines = pa.array(shapely.to_wkb(geometries[alike]), pa.binary())
        found = outlines.dictionary_encode().indices.to_numpy()
        firsts = np.full(found.max() + 1, len(geometries))
        np.minimum.at(firsts, found, alike)
        groups[alike] = firsts[found]
    return groups


def _repeated(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes may stand more than once: the sum of their odd multiples is compared."""
    bits = np.ascontiguousarray(boxes).view(np.uint64)
    marks = (bits * _ODD).sum(axis=1, dtype=np.uint64)
    _, which, times = np.unique(marks, return_inverse=True, return_counts=True)
    repeated: NDArray[np.bool_] = times[which] > 1
    return repeated


def _around(
    geometries: NDArray[np.object_],
    places: NDArray[np.int64],
    shapes: Shapes,
    findings: Findings,
    where: Where,
) -> None:
    west, _, east, _ = shapely.bounds(geometries).T
    for one in np.flatnonzero(east - west > _HALF_ROUND_DEG).tolist():
        lonlat = _lonlat(geometries[one])
        findings.warn("around_the_globe", _at(where, shapes, places[one], lonlat))


def _scale(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    latitude = float(np.clip(shapely.total_bounds(geometries)[[1, 3]].mean(), -80, 80))
    return metres_per_degree(latitude)


def _plane(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    if not len(geometries):
        return geometries
    scale = _scale(geometries)
    moved: NDArray[np.object_] = shapely.transform(geometries, lambda part: part * scale)
    return moved


def _may_be_slivers(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which polygons in degrees may be slivers in metres, without converting every vertex.

    An outline is at most as long as if each of its degrees had the greater length of both.
    """
    scale = _scale(geometries)
    area_m2 = shapely.area(geometries) * scale.prod()
    most_around_m = np.maximum(shapely.length(geometries) * scale.max(), 1e-9)
    narrow = 2 * area_m2 / most_around_m < 2 * _SLIVER_WIDTH_M
    return np.asarray((area_m2 < 2 * _SLIVER_AREA_M2) | narrow)


def _slivers(
    geometries: NDArray[np.object_],
    places: NDArray[np.int64],
    shapes: Shapes,
    findings: Findings,
    where: Where,
) -> None:
    suspects = np.flatnonzero(_may_be_slivers(geometries))
    plane, places = _plane(geometries[suspects]), places[suspects]
    area_m2, around_m = shapely.area(plane), shapely.length(plane)
    width_m = 2.0 * area_m2 / np.maximum(around_m, 1e-9)
    found = np.flatnonzero((area_m2 < _SLIVER_AREA_M2) | (width_m < _SLIVER_WIDTH_M))

    def told(number: int) -> tuple[Where, dict[str, object]]:
        one = found[number]
        at = _at(where, shapes, places[one], _lonlat(shapes.geometries[places[one]]))
        size = {"area_m2": round(float(area_m2[one]), 3), "width_m": round(float(width_m[one]), 3)}
        return at, dict(size)

    findings.each("warning", "sliver", where, len(found), told)


def _overlaps(
    geometries: NDArray[np.object_],
    places: NDArray[np.int64],
    shapes: Shapes,
    findings: Findings,
    where: Where,
) -> None:
    if len(geometries) > _MOST_FOR_OVERLAP:
        findings.info("overlap_not_checked", where, count=len(geometries), most=_MOST_FOR_OVERLAP)
        return
    plane = _plane(geometries)
    first, second = shapely.STRtree(plane).query(plane, predicate="intersects")
    pairs = np.flatnonzero(first < second)[:_MOST_PAIRS]
    first, second = first[pairs], second[pairs]
    different = ~shapely.equals_exact(plane[first], plane[second])
    first, second = first[different], second[different]
    shared = shapely.intersection(plane[first], plane[second])
    shared_m2 = shapely.area(shared)
    smaller_m2 = np.minimum(shapely.area(plane[first]), shapely.area(plane[second]))
    telling = (shared_m2 > _OVERLAP_M2) & (shared_m2 > _OVERLAP_SHARE * smaller_m2)
    pairs = np.flatnonzero(telling)

    def told(number: int) -> tuple[Where, dict[str, object]]:
        pair = pairs[number]
        one, other = places[first[pair]], places[second[pair]]
        common = shapely.intersection(shapes.geometries[one], shapes.geometries[other])
        lonlat = None if common.is_empty else _lonlat(common)
        facts = {"of": int(shapes.rows[one]), "area_m2": round(float(shared_m2[pair]), 1)}
        return _at(where, shapes, other, lonlat), dict(facts)

    findings.each("warning", "polygons_overlap", where, len(pairs), told)

"""Where an area is too narrow: opening, bottleneck width and pinch points.

Everything here is in a plane in metres. To erode by w/2 takes away what is nearer than w/2 to the
edge; what is left falls apart where the area is narrower than w. To widen the rest by w/2 again
gives the opening: all places that a disc of width w reaches without leaving the area.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.crs import local_plane, lonlat_geometries, project

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

RESOLUTION_M: Final = 0.1
"""Widths are told to this; a threshold nearer than that to a width is not decided."""

_STEPS: Final = 24
_HALVINGS: Final = 20
_QUAD_SEGS: Final = 16
_SURFACE_DIMENSION = 2


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """How wide an area is throughout.

    ``width_m`` is the width of its bottleneck, 0 if it lies in pieces. ``open_share`` is the share
    of its area in the opening. ``pinches`` are the areas (in longitude and latitude) that join two
    wide parts and are too narrow themselves.
    """

    width_m: float
    open_share: float
    pinches: NDArray[np.object_]


def narrowing(area: BaseGeometry, width_m: float) -> Narrowing:
    """Measure how an area keeps a width.

    Parameters
    ----------
    area
        A polygon in longitude and latitude, of at most some 50 km.
    width_m
        The width asked for in metres, above 0.
    """
    to_plane, to_lonlat = local_plane(*shapely.get_coordinates(area.centroid)[0].tolist())
    plane = shapely.transform(lonlat_geometries(area)[0], lambda xy: project(xy, to_plane))
    opened = opening(plane, width_m)
    pinches = [
        shapely.transform(piece, lambda xy: project(xy, to_lonlat))
        for piece in pinched(plane, width_m)
    ]
    return Narrowing(
        width_m=bottleneck_m(plane),
        open_share=shapely.area(opened) / shapely.area(plane),
        pinches=np.array([*pinches, None], dtype=object)[:-1],
    )


def opening(plane: BaseGeometry, width_m: float) -> BaseGeometry:
    """Return the part of an area that a disc of a width reaches; never more than the area."""
    rest = shapely.buffer(plane, -width_m / 2, quad_segs=_QUAD_SEGS)
    grown = shapely.buffer(rest, width_m / 2, quad_segs=_QUAD_SEGS)
    return shapely.intersection(grown, plane)


def bottleneck_m(plane: BaseGeometry) -> float:
    """Return the greatest width that can be eroded before the area vanishes or falls apart.

    The radius is raised in 24 steps up to that of the largest disc inside, and the step in which
    the area stops being one piece is halved 20 times. A lobe smaller than one step at its neck
    can be overlooked.
    """
    if not _one_piece(plane, 0.0):
        return 0.0
    radii = np.linspace(0.0, _inner_radius_m(plane) + RESOLUTION_M / 10, _STEPS + 1)
    broken = next((step for step in range(1, _STEPS + 1) if not _one_piece(plane, radii[step])), 0)
    if not broken:
        return 2.0 * float(radii[-1])
    good, bad = float(radii[broken - 1]), float(radii[broken])
    for _ in range(_HALVINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if _one_piece(plane, middle) else (good, middle)
    return 2.0 * bad


def pinched(plane: BaseGeometry, width_m: float) -> list[BaseGeometry]:
    """Return the narrow pieces of an area that join at least two of its wide parts."""
    rest = shapely.get_parts(shapely.buffer(plane, -width_m / 2, quad_segs=_QUAD_SEGS))
    wide = shapely.buffer(rest, width_m / 2, quad_segs=_QUAD_SEGS)
    narrow = shapely.get_parts(shapely.difference(plane, shapely.union_all(wide)))
    narrow = narrow[shapely.get_dimensions(narrow) == _SURFACE_DIMENSION]
    return [piece for piece in narrow if _joins(piece, wide)]


def _inner_radius_m(plane: BaseGeometry) -> float:
    found = shapely.maximum_inscribed_circle(np.array([plane]), tolerance=RESOLUTION_M / 10)
    return float(shapely.length(found)[0])


def _joins(piece: BaseGeometry, wide: NDArray[np.object_]) -> bool:
    return int((shapely.distance(wide, piece) < RESOLUTION_M).sum()) > 1


def _one_piece(plane: BaseGeometry, radius_m: float) -> bool:
    rest = shapely.buffer(plane, -radius_m, quad_segs=_QUAD_SEGS)
    return not rest.is_empty and len(shapely.get_parts(rest)) == 1

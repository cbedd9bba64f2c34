"""An area from the four lines that a plan names as its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import MultiLineString

from geo.crs import lonlat_geometries, metres_per_degree
from geo.errors import BoundariesDoNotMeet, NothingEnclosed
from geo.measures import require_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

TOLERANCE_M: Final = 100.0
"""How far a line may be lengthened to reach its neighbour; about a crossing's width and kerb."""

_CORNERS: Final = (("north", "east"), ("east", "south"), ("south", "west"), ("west", "north"))
_ON_LINE_M: Final = 1e-3


def polygon_from_boundaries(
    north: BaseGeometry,
    south: BaseGeometry,
    west: BaseGeometry,
    east: BaseGeometry,
    *,
    tolerance_m: float = TOLERANCE_M,
) -> BaseGeometry:
    """Return the area enclosed by four lines.

    Parameters
    ----------
    north, south, west, east
        Lines or multi-part lines in longitude and latitude. They may run on beyond the corners,
        and may end up to the tolerance short of each other.
    tolerance_m
        By how many metres an end may be continued straight ahead to reach its neighbour.

    Returns
    -------
    area
        The polygon in longitude and latitude that touches all four lines; of several (a river
        that crosses a street more than once) the largest.

    Raises
    ------
    BoundariesDoNotMeet
        Naming the two that do not reach each other.
    NothingEnclosed
        If they meet and still enclose no area.
    WrongGeometry
        If one of them is not a line.
    """
    given = {"north": north, "south": south, "west": west, "east": east}
    array = lonlat_geometries(list(given.values()))
    require_types(array, {"LineString", "MultiLineString"})
    _, south_lat, _, north_lat = shapely.total_bounds(array).tolist()
    scale_m = metres_per_degree((south_lat + north_lat) / 2)
    lines = {
        name: shapely.line_merge(shapely.transform(line, lambda degrees: degrees * scale_m))
        for name, line in given.items()
    }
    area = _enclosed(_joined(lines, tolerance_m))
    return shapely.transform(area, lambda plane: plane / scale_m)


def _joined(lines: Mapping[str, BaseGeometry], tolerance_m: float) -> dict[str, BaseGeometry]:
    """Lengthen the lines that fall short of a neighbour, and refuse those that stay apart."""
    joined = dict(lines)
    for first, second in _CORNERS:
        if not shapely.intersects(joined[first], joined[second]):
            longer = {name: _lengthened(joined[name], tolerance_m) for name in (first, second)}
            if not shapely.intersects(longer[first], longer[second]):
                gap_m = float(shapely.distance(joined[first], joined[second]))
                raise BoundariesDoNotMeet(
                    first=first, second=second, gap_m=round(gap_m, 1), tolerance_m=tolerance_m
                )
            joined.update(longer)
    return joined


def _lengthened(line: BaseGeometry, by_m: float) -> BaseGeometry:
    """Continue both ends of each part straight ahead."""
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    return MultiLineString([_with_ends(vertices, by_m) for vertices in parts])


def _with_ends(vertices: NDArray[np.float64], by_m: float) -> NDArray[np.float64]:
    before = vertices[0] + _towards(vertices[1], vertices[0]) * by_m
    after = vertices[-1] + _towards(vertices[-2], vertices[-1]) * by_m
    return np.vstack((before, vertices, after))


def _towards(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    step = end - start
    length = np.hypot(*step)
    return step / length if length else step


def _enclosed(lines: Mapping[str, BaseGeometry]) -> Polygon:
    """Return the largest face of the drawing that has a piece of every line on its outline."""
    drawing = shapely.union_all(list(lines.values()))
    faces: list[Polygon] = shapely.get_parts(shapely.polygonize([drawing])).tolist()
    touching = [face for face in faces if all(_bounds(line, face) for line in lines.values())]
    if not touching:
        raise NothingEnclosed
    return max(touching, key=lambda face: float(face.area))


def _bounds(line: BaseGeometry, face: Polygon) -> bool:
    """Tell whether a line runs along the outline of a face, not merely through one point of it."""
    shared = shapely.intersection(face.exterior, shapely.buffer(line, _ON_LINE_M))
    return float(shared.length) > 10 * _ON_LINE_M

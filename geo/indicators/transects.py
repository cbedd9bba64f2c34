"""Transects: lines across a bank, on which the width of what lies beside a river is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.crs import GEOD, lonlat_geometries
from geo.distances import geodesic_m

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

LEFT, RIGHT, OUTER = "left", "right", "outer"
_TURN: Final = {LEFT: -90.0, RIGHT: 90.0, OUTER: 90.0}
_EDGE_DEG: Final = 0.002
"""Longest edge, about 200 m: straight on the ground to a millimetre."""

_TOUCHING: Final = 1e-4
"""A strip that begins within this share of a transect begins at the reference line."""


@dataclass(frozen=True, kw_only=True)
class Transects:
    """Transects of one bank: start and end in longitude and latitude, shape (n, 2) each.

    ``length_m`` is how much of the bank each stands for.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    length_m: NDArray[np.float64]

    @property
    def lines(self) -> NDArray[np.object_]:
        """The transects as lines."""
        pairs = np.stack((self.start, self.end), axis=1)
        return np.asarray(shapely.linestrings(pairs), dtype=object)


def banks(reach: BaseGeometry, step_m: float, reach_out_m: float) -> dict[str, Transects]:
    """Lay transects across the banks of a reach.

    Parameters
    ----------
    reach
        In longitude and latitude: a line, which has a left and a right bank in the direction in
        which it is drawn, or a water surface, whose shores together are the bank "outer".
    step_m
        Greatest distance between transects in metres.
    reach_out_m
        Length of a transect in metres.
    """
    sides: tuple[str, ...] = (LEFT, RIGHT)
    if shapely.get_dimensions(reach) == 1:
        lines = shapely.get_parts(shapely.line_merge(reach))
    else:
        # Walking with the water on the left, the land is on the right.
        lines = shapely.get_exterior_ring(shapely.get_parts(shapely.orient_polygons(reach)))
        sides = (OUTER,)
    return {side: _laid(lines, step_m, reach_out_m, _TURN[side]) for side in sides}


def widths_m(
    transects: Transects,
    zone: BaseGeometry,
    obstacles: BaseGeometry | None,
    reach_out_m: float,
) -> NDArray[np.float64]:
    """Return how far the zone goes from the bank on each transect, in metres.

    It is counted from the bank to where the transect first leaves the zone or meets an obstacle,
    0 if the zone does not begin at the bank, and no more than the length of a transect.
    """
    lines = transects.lines
    inside = np.array(
        [_unbroken(transects.start[row], cut, lines[row]) for row, cut in _cuts(lines, zone)]
    )
    if obstacles is not None and not obstacles.is_empty:
        first = [
            _first(transects.start[row], cut, lines[row]) for row, cut in _cuts(lines, obstacles)
        ]
        inside = np.minimum(inside, first)
    return np.asarray(np.minimum(inside, 1.0) * reach_out_m, dtype=np.float64)


def _laid(lines: NDArray[np.object_], step_m: float, reach_out_m: float, turn: float) -> Transects:
    # Edges are straight in degrees: one that is long bends on the ground.
    short = shapely.segmentize(lines, _EDGE_DEG)
    laid = [_along(np.asarray(shapely.get_coordinates(line)), step_m) for line in short]
    start = np.concatenate([each[0] for each in laid])
    azimuth = np.concatenate([each[1] for each in laid]) + turn
    length = np.concatenate([each[2] for each in laid])
    lon, lat, _ = GEOD.fwd(start[:, 0], start[:, 1], azimuth, np.full(len(start), reach_out_m))
    return Transects(start=start, end=np.column_stack((lon, lat)), length_m=length)


def _along(
    vertices: NDArray[np.float64], step_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return middles of equal steps along a line, the directions there, and the step lengths."""
    measure_m = np.concatenate(([0.0], np.cumsum(geodesic_m(vertices[:-1], vertices[1:]))))
    total_m = float(measure_m[-1])
    count = max(int(np.ceil(total_m / step_m)), 1)
    along_m = (np.arange(count) + 0.5) * total_m / count
    edge = np.clip(np.searchsorted(measure_m, along_m, side="right") - 1, 0, len(vertices) - 2)
    start, end = vertices[edge], vertices[edge + 1]
    azimuth, _, _ = GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    middles = [np.interp(along_m, measure_m, vertices[:, axis]) for axis in (0, 1)]
    return np.column_stack(middles), np.asarray(azimuth), np.full(count, total_m / count)


def _cuts(lines: NDArray[np.object_], area: BaseGeometry) -> list[tuple[int, NDArray[np.object_]]]:
    shapely.prepare(area)
    cut = shapely.intersection(lines, lonlat_geometries(area)[0])
    return [(row, shapely.get_parts(each)) for row, each in enumerate(cut)]


def _spans(
    start: NDArray[np.float64], cut: NDArray[np.object_], line: BaseGeometry
) -> list[tuple[float, float]]:
    """Return where pieces of a transect begin and end, as shares of its length, in order."""
    whole = shapely.length(line)
    spans = []
    for piece in cut:
        away = np.linalg.norm(shapely.get_coordinates(piece) - start, axis=1) / whole
        if len(away):
            spans.append((float(away.min()), float(away.max())))
    return sorted(spans)


def _unbroken(start: NDArray[np.float64], cut: NDArray[np.object_], line: BaseGeometry) -> float:
    spans = _spans(start, cut, line)
    return spans[0][1] if spans and spans[0][0] <= _TOUCHING else 0.0


def _first(start: NDArray[np.float64], cut: NDArray[np.object_], line: BaseGeometry) -> float:
    spans = _spans(start, cut, line)
    return spans[0][0] if spans else np.inf

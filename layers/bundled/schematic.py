"""Positions for places whose own is not known: inside their county and well apart.

They say nothing about where a place is; every feature that uses one is marked ``schematic``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.crs import local_plane

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_CANDIDATES_PER_POINT = 60
_EDGE_WEIGHT = 1.6
DECIMALS = 6


def spread(within: BaseGeometry, taken: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return positions inside an area, far from each other, from its edge and from taken ones.

    From a hexagonal grid over the area the candidate with the most room is taken, again and
    again. Room is the distance to the nearest taken position, or 1.6 times the distance to the
    edge if that is less, so that positions do not gather along the border. The same input gives
    the same positions.

    Parameters
    ----------
    within
        The area in longitude and latitude.
    taken
        Positions already in use, shape (k, 2), longitude and latitude in degrees.
    count
        How many to return, at least 0.

    Returns
    -------
    lonlat
        Shape (count, 2), degrees rounded to 6 decimals.
    """
    if count == 0:
        return np.empty((0, 2))
    west, south, east, north = shapely.bounds(within).tolist()
    # Whole degrees, so that neighbouring areas share a plane that is made only once.
    to_plane, to_lonlat = local_plane(round((west + east) / 2), round((south + north) / 2))
    area = shapely.transform(
        within, lambda degrees: np.column_stack(to_plane.transform(*degrees.T))
    )
    grid = _grid(area, (count + len(taken)) * _CANDIDATES_PER_POINT)
    taken_m = np.column_stack(to_plane.transform(taken[:, 0], taken[:, 1]))
    chosen = grid[_roomiest(_room_to_edge_m(area, grid), grid, taken_m, count)]
    return np.column_stack(to_lonlat.transform(chosen[:, 0], chosen[:, 1])).round(DECIMALS)


def _grid(area: BaseGeometry, about: int) -> NDArray[np.float64]:
    """Return the points of a hexagonal grid inside an area, roughly as many as asked for."""
    west, south, east, north = area.bounds
    step = np.sqrt(2 * area.area / (np.sqrt(3) * about))
    rows = np.arange(south, north, step * np.sqrt(3) / 2)
    columns = np.arange(west - step, east, step)
    x, y = np.meshgrid(columns, rows)
    x[::2] += step / 2
    points = np.column_stack((x.ravel(), y.ravel()))
    inside: NDArray[np.float64] = points[shapely.contains_xy(area, points[:, 0], points[:, 1])]
    return inside


def _room_to_edge_m(area: BaseGeometry, grid: NDArray[np.float64]) -> NDArray[np.float64]:
    edge = shapely.boundary(area)
    shapely.prepare(edge)
    distance_m = np.asarray(shapely.distance(shapely.points(grid), edge), dtype=np.float64)
    return _EDGE_WEIGHT * distance_m


def _roomiest(
    room_m: NDArray[np.float64],
    grid: NDArray[np.float64],
    taken_m: NDArray[np.float64],
    count: int,
) -> list[int]:
    """Return the rows of the grid to take, one after another."""
    left_m = room_m.copy()
    for position in taken_m:
        left_m = np.minimum(left_m, np.hypot(*(grid - position).T))
    rows: list[int] = []
    for _ in range(count):
        # A tie goes to the first: rounding keeps it from hanging on the last bit.
        rows.append(int(np.argmax(left_m.round(3))))
        left_m = np.minimum(left_m, np.hypot(*(grid - grid[rows[-1]]).T))
    return rows

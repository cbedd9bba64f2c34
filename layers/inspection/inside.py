"""Which features touch an area: for most a grid laid over it tells, the others are looked at.

A feature whose bounding box lies in cells that are all within the area needs no look at the
area's outline, which has thousands of vertices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CELLS: Final = 64
"""Along each side of the grid."""
_FEW: Final = 5_000
"""For so many features the grid costs more than it spares."""


def touching(geometries: NDArray[np.object_], area: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which features touch any of the polygons of an area, a common border included.

    Parameters
    ----------
    geometries
        Features in the plane of the area, shape (n,), none missing or empty.
    area
        Polygons.
    """
    told = np.zeros(len(geometries), dtype=bool)
    if len(geometries) > _FEW:
        told = _in_inner_cells(shapely.bounds(geometries), area)
    others = np.flatnonzero(~told)
    # The few large polygons are asked about the many features: those are prepared only once.
    found = shapely.STRtree(geometries[others]).query(area, predicate="intersects")[1]
    told[others[found]] = True
    return told


def _in_inner_cells(boxes: NDArray[np.float64], area: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which boxes lie in cells that one polygon of the area holds wholly."""
    corner = boxes[:, :2].min(axis=0)
    size = np.maximum(boxes[:, 2:].max(axis=0) - corner, 1e-9) / _CELLS
    column, row = np.meshgrid(np.arange(_CELLS), np.arange(_CELLS), indexing="ij")
    west, south = (np.stack((column.ravel(), row.ravel()), axis=1) * size + corner).T
    cells = shapely.STRtree(shapely.box(west, south, west + size[0], south + size[1]))
    inner = np.zeros(_CELLS * _CELLS, dtype=bool)
    inner[cells.query(area, predicate="contains")[1]] = True
    # How many cells that are not inner lie left of and below each corner of the grid.
    other = np.zeros((_CELLS + 1, _CELLS + 1), dtype=np.int64)
    other[1:, 1:] = (~inner.reshape(_CELLS, _CELLS)).cumsum(axis=0).cumsum(axis=1)
    places = ((boxes.reshape(-1, 2, 2) - corner) / size).astype(np.int64)
    first, last = places.clip(0, _CELLS - 1).transpose(1, 2, 0)
    (left, low), (right, high) = first, last + 1
    among = other[right, high] - other[left, high] - other[right, low] + other[left, low]
    inside: NDArray[np.bool_] = among == 0
    return inside

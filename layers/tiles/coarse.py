"""Generalised geometry, stored with a version for bands of zoom levels.

What is narrower than half a pixel cannot be seen, but it costs: at low zooms most vertices of a
boundary fall into one pixel. So a version of lines or polygons keeps a coarser copy of its shapes
for each band. Polygons are generalised together, by their edges: an edge that two of them share
stays shared, so that no gap opens between neighbours (Visvalingam-Whyatt on coverage edges, GEOS
CoverageSimplifier). Lines, and polygons that stand alone, are generalised one by one
(Douglas-Peucker); lines keep their ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers import sql
from layers.db import run

if TYPE_CHECKING:
    import pyarrow as pa
    import sqlalchemy as sa
    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

BANDS: Final = (6, 8, 10, 12)
"""The level each band is made for; it serves that level and those below, down to the next band."""
_EQUATOR_M: Final = 40_075_016.685578488
_HALF_PIXELS_IN_TILE: Final = 1_024
"""Half a pixel of a tile drawn at 512."""
MAX_VERTICES: Final = 5_000_000
"""Layers above this are served as they are: they would not fit into memory beside the service."""
_POLYGONS = 2
_SRID: Final = 3857


def band_of(zoom: int) -> int | None:
    """Return the band that serves a zoom level, or None where exact geometry does."""
    return next((band for band in BANDS if zoom <= band), None)


def tolerance_m(band: int) -> float:
    """Return half a pixel at the level of a band, in metres of Web Mercator."""
    return float(_EQUATOR_M / 2**band / _HALF_PIXELS_IN_TILE)


def store(connection: sa.Connection, version_id: int) -> int:
    """Generalise the shapes of a filled partition for every band; return how many rows were kept.

    A shape that does not lose a vertex is not kept: its exact form serves as well.
    """
    size = run(connection, sql.get("coarse_size", version=version_id)).one()
    if not 0 < size.vertices <= MAX_VERTICES:
        return 0
    rows = run(connection, sql.get("coarse_input", version=version_id)).all()
    keys = np.array([row.seq for row in rows], dtype=np.int64)
    shapes = shapely.from_wkb([bytes(row.wkb) for row in rows])
    near = touching(shapes)
    found = [(band, *_changed(keys, shapes, generalised(shapes, band, near))) for band in BANDS]
    kept = sum(len(seqs) for _, seqs, _ in found)
    if kept:
        _write(connection, version_id, found)
    return kept


def generalised(shapes: Shapes, band: int, near: NDArray[np.bool_] | None = None) -> Shapes:
    """Return shapes in Web Mercator generalised for a band, in the same order.

    ``near`` is what :func:`touching` tells of them, where it is known already. A shape that would
    become empty or invalid is returned as it was.
    """
    result = shapes.copy()
    tolerance = tolerance_m(band)
    types = shapely.get_dimensions(shapes)
    areas = (types == _POLYGONS) & (
        shapely.get_type_id(shapes) != shapely.GeometryType.GEOMETRYCOLLECTION
    )
    together = areas & (touching(shapes) if near is None else near)
    if together.any():
        # A vertex goes while the triangle it makes is smaller than a square of this side. A pixel
        # moves outlines about as far as half a pixel does with Douglas-Peucker (measured).
        result[together] = shapely.coverage_simplify(shapes[together], 2 * tolerance)
    alone = areas & ~together
    result[alone] = _alone(shapes[alone], tolerance)
    result[types == 1] = shapely.simplify(shapes[types == 1], tolerance)
    usable = shapely.is_valid(result) & ~shapely.is_empty(result)
    return np.where(usable, result, shapes)


def _alone(shapes: Shapes, tolerance: float) -> Shapes:
    """Generalise polygons one by one; one that fits into half a pixel becomes its bounding box.

    Keeping outlines from crossing themselves is slow, so it is done where they would.
    """
    bounds = shapely.bounds(shapes)
    small = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0.0) <= tolerance
    result = shapes.copy()
    result[small] = shapely.box(*bounds[small].T)
    result[~small] = shapely.simplify(shapes[~small], tolerance, preserve_topology=False)
    broken = ~shapely.is_valid(result) | shapely.is_empty(result)
    result[broken] = shapely.simplify(shapes[broken], tolerance)
    return result


def touching(shapes: Shapes) -> NDArray[np.bool_]:
    """Tell which shapes touch another one, as far as their bounding boxes say.

    Those that stand alone share no edge. Generalising them together takes many times longer,
    because every outline is compared with all around it.
    """
    first, second = shapely.STRtree(shapes).query(shapes)
    found = np.zeros(len(shapes), dtype=bool)
    found[first[first != second]] = True
    return found


def _changed(keys: NDArray[np.int64], before: Shapes, after: Shapes) -> tuple[list[int], Shapes]:
    lost = shapely.get_num_coordinates(after) < shapely.get_num_coordinates(before)
    return keys[lost].tolist(), after[lost]


def _write(
    connection: sa.Connection, version_id: int, found: list[tuple[int, list[int], Shapes]]
) -> None:
    from layers import copying

    run(connection, sql.get("create_coarse", version=version_id))
    parts = (_packed(version_id, *each) for each in found)
    copying.copy(connection, sql.get("copy_coarse", version=version_id), parts)
    for statement in sql.get("index_coarse", version=version_id).split(";\n"):
        run(connection, statement)
    run(connection, sql.get("attach_coarse", version=version_id))


def _packed(version_id: int, band: int, keys: list[int], shapes: Shapes) -> pa.Buffer:
    from layers import copying

    return copying.packed(
        [
            copying.whole(np.full(len(keys), version_id), 4),
            copying.whole(np.full(len(keys), band), 4),
            copying.whole(keys, 8),
            copying.placed(shapes, _SRID),
        ]
    )

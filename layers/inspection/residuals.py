"""Does a layer lie shifted? Its vertices are compared with a reference under each datum.

Chinese map services publish positions in GCJ-02 or BD-09, some 550 m and 1.3 km away from WGS 84
here. Boundaries that follow the reference's boundaries lie on them only in their own datum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import datum
from geo.crs import metres_per_degree

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from layers.inspection.reference import Reference

NEAR_M: Final = 60.0
"""A vertex this near to the reference counts as lying on it."""
_SAMPLE: Final = 4_000
_FEWEST: Final = 20
_SHARE: Final = 0.1
_TIMES: Final = 3

WAYS: Final[dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]]] = {
    "wgs84": lambda lonlat: lonlat,
    "gcj02": datum.gcj02_to_wgs84,
    "bd09": datum.bd09_to_wgs84,
}


def counts(lonlat: NDArray[np.float64], reference: Reference) -> dict[str, int]:
    """Return for each datum how many vertices of a sample lie on the reference."""
    sample = lonlat[:: max(1, len(lonlat) // _SAMPLE)]
    if not len(sample):
        return dict.fromkeys(WAYS, 0)
    scale = metres_per_degree(float(np.median(sample[:, 1])))
    parts = [_lines(reference.polygons), *map(_lines, reference.others.values())]
    trees = [shapely.STRtree(_scaled(part, scale)) for part in parts if len(part)]
    return {
        name: sum(_near(tree, way(sample) * scale) for tree in trees) for name, way in WAYS.items()
    }


def suspected(found: dict[str, int], sample: int) -> str | None:
    """Return the shifted datum that counts speak for, or None.

    It has to bring many vertices onto the reference, and several times more than leaving them.
    """
    shifted = {name: count for name, count in found.items() if name != "wgs84"}
    name = max(shifted, key=lambda one: shifted[one])
    enough = shifted[name] >= max(_FEWEST, _SHARE * min(sample, _SAMPLE))
    return name if enough and shifted[name] >= _TIMES * max(1, found["wgs84"]) else None


def _lines(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return boundaries in pieces of two vertices, lines likewise, points as they are."""
    flat = shapely.get_parts(geometries)
    areal = shapely.get_dimensions(flat) == 2  # noqa: PLR2004 - polygons
    edges = np.concatenate((shapely.get_parts(shapely.boundary(flat[areal])), flat[~areal]))
    points = edges[shapely.get_dimensions(edges) == 0]
    lines = edges[shapely.get_dimensions(edges) == 1]
    coordinates, owners = shapely.get_coordinates(lines, return_index=True)
    same = owners[1:] == owners[:-1]
    segments = np.stack((coordinates[:-1][same], coordinates[1:][same]), axis=1)
    pieces = (
        np.asarray(shapely.linestrings(segments), dtype=object) if len(segments) else points[:0]
    )
    return np.concatenate((points, pieces))


def _scaled(geometries: NDArray[np.object_], scale: NDArray[np.float64]) -> NDArray[np.object_]:
    moved: NDArray[np.object_] = shapely.transform(geometries, lambda part: part * scale)
    return moved


def _near(tree: shapely.STRtree, positions: NDArray[np.float64]) -> int:
    hits = tree.query(shapely.points(positions), predicate="dwithin", distance=NEAR_M)[0]
    return len(np.unique(hits))

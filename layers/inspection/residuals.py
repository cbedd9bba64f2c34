"""Does a layer lie shifted? Its vertices are compared with a reference under each datum.

Chinese map services publish positions in GCJ-02 or BD-09, some 550 m and 1.3 km away from WGS 84
here. Boundaries that follow the reference's boundaries lie on them only in their own datum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import datum

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

_CLOSE_M: Final = 25.0
"""Lines of the same things from two sources lie this close to each other in the middle."""
_FAR_M: Final = 400.0

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
    return {name: near(way(sample), reference) for name, way in WAYS.items()}


def near(lonlat: NDArray[np.float64], reference: Reference) -> int:
    """Return how many positions lie on the reference, counted once for each of its layers."""
    finite = lonlat[np.isfinite(lonlat).all(axis=1)]
    points = shapely.points(finite * reference.scale)
    return sum(
        len(np.unique(tree.query(points, predicate="dwithin", distance=NEAR_M)[0]))
        for tree in reference.trees
    )


def suspected(found: dict[str, int], sample: int) -> str | None:
    """Return the shifted datum that counts speak for, or None.

    It has to bring many vertices onto the reference, and several times more than leaving them.
    """
    shifted = {name: count for name, count in found.items() if name != "wgs84"}
    name = max(shifted, key=lambda one: shifted[one])
    enough = shifted[name] >= max(_FEWEST, _SHARE * min(sample, _SAMPLE))
    return name if enough and shifted[name] >= _TIMES * max(1, found["wgs84"]) else None


def closer(lonlat: NDArray[np.float64], reference: Reference) -> str | None:
    """Return the shifted datum under which positions follow a published layer, or None.

    In a dense net of streets something is always near, so not the near ones are counted: the middle
    of the distances has to be small, and several times smaller than when the positions are left.
    """
    sample = lonlat[:: max(1, len(lonlat) // _SAMPLE)]
    if len(sample) < _FEWEST:
        return None
    for tree in reference.trees[1:]:
        middle = {
            name: _middle_m(way(sample) * reference.scale, tree) for name, way in WAYS.items()
        }
        best = min(middle, key=lambda name: middle[name])
        if best != "wgs84" and middle[best] <= min(_CLOSE_M, middle["wgs84"] / _TIMES):
            return best
    return None


def _middle_m(positions: NDArray[np.float64], tree: shapely.STRtree) -> float:
    """Return the median distance to what is nearest; what has nothing near counts as far."""
    points = np.asarray(shapely.points(positions), dtype=object)
    (found, _), metres = tree.query_nearest(
        points, max_distance=_FAR_M, return_distance=True, all_matches=False
    )
    distances = np.full(len(points), _FAR_M)
    distances[found] = metres
    return float(np.median(distances))

"""p-centre: the sites from which the farthest place is nearest (Hakimi 1964).

The answer is one of the distances there are. Whether some distance can be kept is a covering
problem, so a search over the sorted distances settles it (Minieka 1970).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from geo.allocation.choices import check_number, checked_fixed
from geo.allocation.cover import cover_from_distances
from geo.allocation.errors import DemandOutOfReach, NoSolutionInTime
from geo.allocation.median import checked_distances
from geo.allocation.set_covering import fewest_sites
from geo.allocation.siting import Effort, Siting, Status
from geo.allocation.verify import verify_centre

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def least_farthest(
    distance: ArrayLike, sites: int, *, fixed: ArrayLike = (), effort: Effort | None = None
) -> Siting:
    """Find the sites with the least distance from the farthest place to its nearest site.

    Parameters
    ----------
    distance
        Shape (n, m), in metres or seconds, 0 or more; infinite where there is no way.
    sites
        How many in all, fixed ones among them.
    fixed
        Row numbers of sites that exist and stay.
    effort
        Time limit; the gap is not used, the answer is exact or stopped.

    Returns
    -------
    siting
        The objective is the farthest distance, the bound the least that could still be kept.

    Raises
    ------
    DemandOutOfReach
        If so many sites cannot serve every place.
    TooManySites
        If more sites are asked for than there are, or fewer than are fixed.
    BadParameter
        If a distance is negative or not a number.
    """
    effort = Effort() if effort is None else effort
    table = checked_distances(distance)
    stay = checked_fixed(fixed, table.shape[1])
    check_number(sites, table.shape[1], stay)
    limits = np.unique(table[np.isfinite(table)])
    low, high, chosen = 0, len(limits), _farthest_first(table, sites, stay)
    within = _farthest(table, chosen)
    if np.isfinite(within):
        high = int(np.searchsorted(limits, within))
    best = chosen if high < len(limits) else None
    # No choice keeps a distance below the one every place has to its nearest candidate.
    low = (
        int(np.searchsorted(limits, min(table.min(axis=1).max(), limits[-1]))) if len(limits) else 0
    )
    low, best, status = _narrowed(table, limits, (low, high), best, sites, stay, effort)
    if best is None:
        alone = np.flatnonzero(np.isinf(table.min(axis=1)))
        raise DemandOutOfReach(where="places", count=len(alone), rows=alone[:100].tolist())
    bound = min(float(limits[low]), _farthest(table, best))
    siting = Siting("p-centre", best, _farthest(table, best), bound, status)
    verify_centre(siting, table, sites, stay)
    return siting


def _narrowed(
    table: NDArray[np.float64],
    limits: NDArray[np.float64],
    span: tuple[int, int],
    best: NDArray[np.int64] | None,
    sites: int,
    fixed: NDArray[np.int64],
    effort: Effort,
) -> tuple[int, NDArray[np.int64] | None, Status]:
    """Halve the span of distances that may be the least one until one is left."""
    low, high = span
    deadline = time.monotonic() + effort.time_limit_s
    while low < high:
        left = deadline - time.monotonic()
        if left <= 0:
            return low, best, "time_limit"
        middle = (low + high) // 2
        try:
            found = _within(table, limits[middle], sites, fixed, left)
        except NoSolutionInTime:
            if best is None:
                raise
            return low, best, "time_limit"
        if found is None:
            low = middle + 1
        else:
            high, best = int(np.searchsorted(limits, _farthest(table, found))), found
    return low, best, "optimal"


def _within(
    table: NDArray[np.float64],
    limit: float,
    sites: int,
    fixed: NDArray[np.int64],
    seconds: float,
) -> NDArray[np.int64] | None:
    """Return so many sites that keep a distance (≤), or None if there are none."""
    cover = cover_from_distances(table, limit, "<=")
    try:
        found = fewest_sites(cover, fixed=fixed, effort=Effort(time_limit_s=seconds, gap=0.0))
    except DemandOutOfReach:
        return None
    if len(found.chosen) <= sites:
        spare = np.setdiff1d(np.arange(table.shape[1]), found.chosen)
        return np.sort(np.concatenate((found.chosen, spare[: sites - len(found.chosen)])))
    if found.bound <= sites:
        raise NoSolutionInTime(where="time_limit_s", seconds=seconds)
    return None


def _farthest_first(
    table: NDArray[np.float64], sites: int, fixed: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Serve the place that is farthest from what stands, again and again."""
    chosen: list[int] = fixed.tolist()
    nearest = table[:, chosen].min(axis=1, initial=np.inf)
    while len(chosen) < sites:
        order = np.argsort(table[int(np.argmax(nearest))], kind="stable")
        chosen.append(next(int(site) for site in order if int(site) not in chosen))
        nearest = np.minimum(nearest, table[:, chosen[-1]])
    return np.sort(np.array(chosen, dtype=np.int64))


def _farthest(table: NDArray[np.float64], chosen: NDArray[np.int64]) -> float:
    return float(table[:, chosen].min(axis=1).max())

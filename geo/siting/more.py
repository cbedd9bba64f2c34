"""More sites beside those there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from geo.allocation import (
    DemandOutOfReach,
    Effort,
    Siting,
    TooManySites,
    fewest_sites,
    least_distance,
    least_farthest,
    most_covered,
    quickly_covered,
)
from geo.allocation.choices import checked_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    from geo.allocation.siting import Status
    from geo.siting.reach import Reach

EXACT_PAIRS: Final = 4_000_000
"""Up to so many pairs of place and site that serve each other the exact program is solved."""


@dataclass(frozen=True, eq=False, kw_only=True)
class More:
    """New sites and how good they are known to be.

    ``chosen`` are rows of the candidates, ascending; ``objective``, ``bound``, ``status`` and
    ``gap`` are those of `geo.allocation.Siting`, with the stations there are counted in.
    """

    problem: str
    chosen: NDArray[np.int64]
    objective: float
    bound: float
    status: Status
    gap: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Ground:
    """Where places, stations and candidates are: degrees, shape (n, 2), (e, 2), (m, 2).

    ``weights`` says what each place counts, shape (n,).
    """

    places: NDArray[np.float64]
    weights: NDArray[np.float64]
    existing: NDArray[np.float64]
    candidates: NDArray[np.float64]
    reach: Reach


def ground(
    places: NDArray[np.float64],
    existing: NDArray[np.float64],
    candidates: NDArray[np.float64],
    reach: Reach,
    weights: ArrayLike | None = None,
) -> Ground:
    """Return the ground of a problem, without places and stations of unknown position.

    Raises
    ------
    BadParameter
        If there are not as many weights as places, or one is negative or not finite.
    """
    heavy = checked_weights(weights, len(places))
    known = ~np.isnan(places).any(axis=1)
    stand = existing[~np.isnan(existing).any(axis=1)]
    return Ground(
        places=places[known],
        weights=heavy[known],
        existing=stand,
        candidates=candidates,
        reach=reach,
    )


def best_more(on: Ground, sites: int, within_m: float, effort: Effort | None = None) -> More:
    """Find the sites that, beside the stations there are, serve the most weight.

    Parameters
    ----------
    on
        Places, stations, candidates.
    sites
        How many more, 1 to the number of candidates.
    within_m
        A place nearer than this (<) to a station is served.
    effort
        Time limit and gap.

    Raises
    ------
    TooManySites
        If there are not so many candidates.
    """
    _check_number(sites, on)
    cover = on.reach.cover(on.places, on.candidates, within_m)
    served = on.reach.nearest_m(on.places, on.existing) < within_m
    with_old, fixed = _beside(cover, served, on)
    total = sites + len(fixed)
    if with_old.nnz > EXACT_PAIRS:
        return _more(quickly_covered(with_old, total, weights=on.weights, fixed=fixed), fixed)
    found = most_covered(with_old, total, weights=on.weights, fixed=fixed, effort=effort)
    return _more(found, fixed)


def fewest_more(on: Ground, within_m: float, effort: Effort | None = None) -> More:
    """Find the fewest sites that, beside the stations there are, serve every place that counts.

    Parameters are those of `best_more`; the objective is the number of new sites.

    Raises
    ------
    DemandOutOfReach
        If no candidate is near enough to a place; ``facts["rows"]`` are rows of the ground's
        places.
    NoSolutionInTime
        If the time was up without any solution.
    """
    left = (on.reach.nearest_m(on.places, on.existing) >= within_m) & (on.weights > 0)
    rows = np.flatnonzero(left)
    if not len(rows):
        none = np.zeros(0, dtype=np.int64)
        return More(
            problem="lscp", chosen=none, objective=0.0, bound=0.0, status="optimal", gap=0.0
        )
    cover = on.reach.cover(on.places[rows], on.candidates, within_m)
    alone = rows[np.diff(cover.indptr) == 0]
    if len(alone):
        raise DemandOutOfReach(where="places", count=len(alone), rows=alone.tolist())
    return _more(fewest_sites(cover, effort=effort), np.zeros(0, dtype=np.int64))


def shortest_more(on: Ground, sites: int, effort: Effort | None = None) -> More:
    """Find the sites that make the weighted sum of distances to the nearest station least.

    Parameters are those of `best_more`; the objective is in weight times metres.

    Raises
    ------
    TooManySites
        If there are not so many candidates.
    DemandOutOfReach
        If so many sites cannot serve every place that counts.
    """
    table, fixed = _distances(on, sites)
    found = least_distance(
        table, sites + len(fixed), weights=on.weights, fixed=fixed, effort=effort
    )
    return _more(found, fixed)


def nearest_more(on: Ground, sites: int, effort: Effort | None = None) -> More:
    """Find the sites that bring the farthest place nearest to a station.

    Parameters and errors are those of `shortest_more`; the objective is in metres. Weights do not
    count, but a place of weight 0 is left out.
    """
    table, fixed = _distances(on, sites)
    found = least_farthest(table[on.weights > 0], sites + len(fixed), fixed=fixed, effort=effort)
    return _more(found, fixed)


def _check_number(sites: int, on: Ground) -> None:
    count = len(on.candidates)
    if not 1 <= sites <= count:
        raise TooManySites(where="sites", asked=sites, candidates=count, fixed=0)


def _beside(
    cover: csr_array, served: NDArray[np.bool_], on: Ground
) -> tuple[csr_array, NDArray[np.int64]]:
    """Return the cover with one first column for all stations there are, and that it stays."""
    if not len(on.existing):
        return cover, np.zeros(0, dtype=np.int64)
    first = scipy.sparse.csr_array(served[:, None].astype(cover.dtype))
    return scipy.sparse.csr_array(scipy.sparse.hstack([first, cover], format="csr")), np.zeros(
        1, dtype=np.int64
    )


def _distances(on: Ground, sites: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distances with one first column for all stations there are."""
    _check_number(sites, on)
    table = on.reach.distances(on.places, on.candidates)
    if not len(on.existing):
        return table, np.zeros(0, dtype=np.int64)
    first = on.reach.nearest_m(on.places, on.existing)
    return np.column_stack((first, table)), np.zeros(1, dtype=np.int64)


def _more(found: Siting, fixed: NDArray[np.int64]) -> More:
    """Take the column of the stations there are off the answer."""
    chosen = found.chosen[len(fixed) :] - len(fixed)
    return More(
        problem=found.problem,
        chosen=chosen,
        objective=found.objective,
        bound=found.bound,
        status=found.status,
        gap=found.gap,
    )

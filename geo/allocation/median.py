"""p-median: the sites to which the way is shortest on the whole (Hakimi 1964).

Up to some thousand pairs the program is solved exactly. Beyond that a good choice (the best site
after the best, then exchanges, Teitz and Bart 1968) comes with a bound from Lagrangian relaxation,
which says how far from the best it can be at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from geo.allocation.choices import check_number, checked_fixed, checked_weights
from geo.allocation.errors import DemandOutOfReach
from geo.allocation.median_bound import lagrangian_bound
from geo.allocation.program import Program, solve
from geo.allocation.siting import Effort, Siting
from geo.allocation.verify import verify_median
from geo.errors import BadParameter

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EXACT_PAIRS: Final = 40_000
"""Up to so many pairs of place and site the exact program is solved."""

_PASSES: Final = 30


def least_distance(
    distance: ArrayLike,
    sites: int,
    *,
    weights: ArrayLike | None = None,
    fixed: ArrayLike = (),
    effort: Effort | None = None,
) -> Siting:
    """Find the sites with the least weighted sum of distances to the nearest one.

    Parameters
    ----------
    distance
        Shape (n, m), in metres or seconds, 0 or more; infinite where there is no way.
    sites
        How many in all, fixed ones among them.
    weights
        What each place counts; without weights each counts 1.
    fixed
        Row numbers of sites that exist and stay.
    effort
        Time limit and gap.

    Returns
    -------
    siting
        The objective is the weighted sum of distances. The status is "heuristic" beyond
        `EXACT_PAIRS` pairs, unless the bound proves the choice to within the gap.

    Raises
    ------
    DemandOutOfReach
        If so many sites cannot serve every place that counts.
    TooManySites
        If more sites are asked for than there are, or fewer than are fixed.
    BadParameter
        If a distance is negative or not a number.
    """
    effort = Effort() if effort is None else effort
    table = checked_distances(distance)
    heavy = checked_weights(weights, len(table))
    stay = checked_fixed(fixed, table.shape[1])
    check_number(sites, table.shape[1], stay)
    finite = _finite(table, heavy)
    first = _exchanged(finite, heavy, _greedy(finite, heavy, sites, stay), len(stay))
    if table.size <= EXACT_PAIRS:
        siting = _exact(finite, heavy, sites, stay, first, effort)
    else:
        siting = _bounded(finite, heavy, sites, stay, first, effort)
    _check_served(table, heavy, siting)
    verify_median(siting, table, heavy, sites, stay)
    return siting


def checked_distances(distance: ArrayLike) -> NDArray[np.float64]:
    """Return distances as a table of shape (n, m).

    Raises
    ------
    BadParameter
        If the shape is another, or a distance is negative or not a number.
    """
    table = np.asarray(distance, dtype=np.float64)
    if table.ndim != 2 or not table.size:  # noqa: PLR2004 - places and sites
        raise BadParameter(where="distance", value=table.shape, allowed="(n, m)")
    if not (table >= 0).all():
        raise BadParameter(where="distance", value="NaN or < 0", allowed=">= 0")
    return table


def _finite(table: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put a distance longer than all others together where there is no way."""
    known = table[np.isfinite(table)]
    far = 1.0 + float(known.max(initial=0.0)) * max(1, len(table))
    if (weights > 0).any():
        far *= max(1.0, float(weights.max() / weights[weights > 0].min()))
    return np.where(np.isfinite(table), table, far)


def _check_served(table: NDArray[np.float64], weights: NDArray[np.float64], siting: Siting) -> None:
    alone = np.flatnonzero(np.isinf(table[:, siting.chosen].min(axis=1)) & (weights > 0))
    if len(alone):
        raise DemandOutOfReach(where="places", count=len(alone), rows=alone[:100].tolist())


def _worth(
    table: NDArray[np.float64], weights: NDArray[np.float64], chosen: NDArray[np.int64]
) -> float:
    return float(weights @ table[:, chosen].min(axis=1))


def _exact(
    table: NDArray[np.float64],
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
    first: NDArray[np.int64],
    effort: Effort,
) -> Siting:
    outcome = solve(_program(table, weights, sites, fixed), effort, _start(table, first))
    chosen = np.flatnonzero(outcome.x[: table.shape[1]] > 0.5)  # noqa: PLR2004 - 0 or 1
    worth = _worth(table, weights, chosen)
    return Siting("p-median", chosen, worth, min(outcome.bound, worth), outcome.status)


def _bounded(
    table: NDArray[np.float64],
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
    first: NDArray[np.int64],
    effort: Effort,
) -> Siting:
    worth = _worth(table, weights, first)
    bound = min(lagrangian_bound(table, weights, sites, fixed, worth), worth)
    siting = Siting("p-median", first, worth, bound, "heuristic")
    if siting.gap <= effort.gap:
        return Siting("p-median", first, worth, bound, "optimal")
    return siting


def _program(
    table: NDArray[np.float64],
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
) -> Program:
    """Sites come first, then pairs: a place goes to one site, and only to one that stands."""
    places, count = table.shape
    pair = count + np.arange(places * count)
    site = np.tile(np.arange(count), places)
    place = np.repeat(np.arange(places), count)
    rows = np.concatenate((place, places + np.tile(np.arange(places * count), 2)))
    columns = np.concatenate((pair, pair, site))
    values = np.concatenate((np.ones(2 * len(pair)), -np.ones(len(pair))))
    number = 1 + places + places * count
    rows = np.concatenate((rows, np.full(count, number - 1)))
    columns = np.concatenate((columns, np.arange(count)))
    values = np.concatenate((values, np.ones(count)))
    low = np.zeros(count + len(pair))
    low[fixed] = 1.0
    equal = np.append(np.ones(places), np.full(len(pair), -np.inf))
    return Program(
        sense="least",
        cost=np.concatenate((np.zeros(count), (weights[:, None] * table).ravel())),
        low=low,
        high=np.ones(count + len(pair)),
        whole=np.arange(count + len(pair)) < count,
        matrix=scipy.sparse.csr_array((values, (rows, columns)), shape=(number, count + len(pair))),
        row_low=np.append(equal, sites),
        row_high=np.concatenate((np.ones(places), np.zeros(len(pair)), [sites])),
    )


def _start(table: NDArray[np.float64], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    stands = np.zeros(table.shape[1])
    stands[chosen] = 1.0
    served = np.zeros(table.shape)
    served[np.arange(len(table)), chosen[table[:, chosen].argmin(axis=1)]] = 1.0
    return np.concatenate((stands, served.ravel()))


def _greedy(
    table: NDArray[np.float64],
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Add the site that shortens the ways most, the first of equals."""
    chosen: list[int] = fixed.tolist()
    nearest = table[:, chosen].min(axis=1, initial=np.inf)
    while len(chosen) < sites:
        total = weights @ np.minimum(nearest[:, None], table)
        total[chosen] = np.inf
        chosen.append(int(np.argmin(total)))
        nearest = np.minimum(nearest, table[:, chosen[-1]])
    return np.array(chosen, dtype=np.int64)


def _exchanged(
    table: NDArray[np.float64],
    weights: NDArray[np.float64],
    chosen: NDArray[np.int64],
    fixed: int,
) -> NDArray[np.int64]:
    """Replace sites by better ones until no exchange of one for one helps, or long enough."""
    for _ in range(_PASSES):
        improved = False
        for place in range(fixed, len(chosen)):
            others = np.delete(chosen, place)
            nearest = table[:, others].min(axis=1, initial=np.inf)
            total = weights @ np.minimum(nearest[:, None], table)
            total[others] = np.inf
            best = int(np.argmin(total))
            if total[best] < total[chosen[place]] * (1 - 1e-12):
                chosen[place] = best
                improved = True
        if not improved:
            break
    return np.sort(chosen)

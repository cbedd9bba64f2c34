"""MCLP: the most that a given number of sites can serve (Church and ReVelle 1974)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

from geo.allocation.choices import check_number, checked_fixed, checked_weights
from geo.allocation.cover import merged
from geo.allocation.program import Program, solve
from geo.allocation.siting import Effort, Siting
from geo.allocation.verify import verify_max_covering

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

_PASSES = 30


def most_covered(
    cover: csr_array,
    sites: int,
    *,
    weights: ArrayLike | None = None,
    fixed: ArrayLike = (),
    effort: Effort | None = None,
) -> Siting:
    """Find the sites that together serve the most, and prove it.

    Parameters
    ----------
    cover
        Shape (n, m), 1 where a site serves a place.
    sites
        How many in all, fixed ones among them.
    weights
        What each place counts, for example its population; without weights each counts 1.
    fixed
        Row numbers of sites that exist and stay.
    effort
        Time limit and gap.

    Returns
    -------
    siting
        The objective is the weight served. The search starts from `quickly_covered`, so that there
        is an answer when the time is up.

    Raises
    ------
    TooManySites
        If more sites are asked for than there are, or fewer than are fixed.
    """
    effort = Effort() if effort is None else effort
    heavy = checked_weights(weights, cover.shape[0])
    first = quickly_covered(cover, sites, weights=heavy, fixed=fixed)
    stay = checked_fixed(fixed, cover.shape[1])
    rows, row_weights, _ = merged(cover, heavy)
    program = _program(rows, row_weights, sites, stay)
    outcome = solve(program, effort, _start(rows, first.chosen))
    chosen = np.flatnonzero(outcome.x[: cover.shape[1]] > 0.5)  # noqa: PLR2004 - 0 or 1
    worth = _served(cover, heavy, chosen)
    siting = Siting("mclp", chosen, worth, outcome.bound, outcome.status)
    verify_max_covering(siting, cover, heavy, sites, stay)
    return siting


def quickly_covered(
    cover: csr_array,
    sites: int,
    *,
    weights: ArrayLike | None = None,
    fixed: ArrayLike = (),
) -> Siting:
    """Find good sites without proof: the best site after the best, then exchanges.

    Parameters, objective and errors are those of `most_covered`. The bound is the weight that all
    candidates together serve; the status is "heuristic".
    """
    heavy = checked_weights(weights, cover.shape[0])
    stay = checked_fixed(fixed, cover.shape[1])
    check_number(sites, cover.shape[1], stay)
    by_site = scipy.sparse.csr_array(cover.T.astype(np.float64))
    chosen = _greedy(by_site, heavy, sites, stay)
    for _ in range(_PASSES):
        if not _exchange(by_site, heavy, chosen, len(stay)):
            break
    rows = np.sort(np.array(chosen, dtype=np.int64))
    bound = float(heavy[np.diff(cover.indptr) > 0].sum())
    siting = Siting("mclp", rows, _served(cover, heavy, rows), bound, "heuristic")
    verify_max_covering(siting, cover, heavy, sites, stay)
    return siting


def _program(
    cover: csr_array, weights: NDArray[np.float64], sites: int, fixed: NDArray[np.int64]
) -> Program:
    """Sites come first, then places: one is served at most as often as sites around it stand."""
    places, count = cover.shape
    low = np.zeros(count + places)
    low[fixed] = 1.0
    number = scipy.sparse.csr_array(np.ones((1, count)))
    matrix = scipy.sparse.block_array(
        [[cover, -scipy.sparse.eye_array(places)], [number, None]], format="csr"
    )
    return Program(
        sense="most",
        cost=np.concatenate((np.zeros(count), weights)),
        low=low,
        high=np.ones(count + places),
        whole=np.arange(count + places) < count,
        matrix=scipy.sparse.csr_array(matrix),
        row_low=np.append(np.zeros(places), sites),
        row_high=np.append(np.full(places, np.inf), sites),
    )


def _start(cover: csr_array, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    x = np.zeros(cover.shape[1])
    x[chosen] = 1.0
    return np.concatenate((x, np.minimum(cover @ x, 1.0)))


def _served(cover: csr_array, weights: NDArray[np.float64], chosen: NDArray[np.int64]) -> float:
    is_chosen = np.zeros(cover.shape[1])
    is_chosen[chosen] = 1.0
    return float(weights[cover @ is_chosen > 0].sum())


def _greedy(
    by_site: csr_array, weights: NDArray[np.float64], sites: int, fixed: NDArray[np.int64]
) -> list[int]:
    """Add the site that serves the most that is not served yet, the first of equals."""
    chosen: list[int] = fixed.tolist()
    open_weight = weights.copy()
    for site in chosen:
        open_weight[_places(by_site, site)] = 0.0
    while len(chosen) < sites:
        gain = by_site @ open_weight
        gain[chosen] = -1.0
        chosen.append(int(np.argmax(gain)))
        open_weight[_places(by_site, chosen[-1])] = 0.0
    return chosen


def _exchange(
    by_site: csr_array, weights: NDArray[np.float64], chosen: list[int], fixed: int
) -> bool:
    """Replace each site by a better one if there is; tell whether any was."""
    times = np.zeros(len(weights), dtype=np.int64)
    for site in chosen:
        times[_places(by_site, site)] += 1
    improved = False
    for place in range(fixed, len(chosen)):
        old = chosen[place]
        times[_places(by_site, old)] -= 1
        gain = by_site @ np.where(times == 0, weights, 0.0)
        worth = gain[old]
        gain[chosen] = -1.0
        best = int(np.argmax(gain))
        if gain[best] > worth + 1e-9:
            chosen[place] = best
            improved = True
        times[_places(by_site, chosen[place])] += 1
    return improved


def _places(by_site: csr_array, site: int) -> NDArray[np.integer]:
    return by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]

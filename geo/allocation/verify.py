"""Every solution is checked before it is given out, by arithmetic of its own.

Nothing here uses the solver, its program or the heuristics: only the problem as it was put and the
chosen sites.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.allocation.errors import SolutionRejected

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.allocation.siting import Siting

_CLOSE = 1e-6


def verify_covering(siting: Siting, cover: csr_array, fixed: NDArray[np.int64]) -> None:
    """Refuse sites that leave a place unserved or miscount themselves.

    Raises
    ------
    SolutionRejected
        Naming what is wrong.
    """
    _verify_sites(siting, cover.shape[1], fixed)
    unserved = set(range(cover.shape[0])) - _served_places(siting, cover)
    if unserved:
        raise SolutionRejected(where="places", found=len(unserved), expected=0)
    _verify_worth(siting, float(len(siting.chosen)), least=True)


def verify_max_covering(
    siting: Siting,
    cover: csr_array,
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
) -> None:
    """Refuse sites that are not as many as asked for or do not serve what they say.

    Raises
    ------
    SolutionRejected
        Naming what is wrong.
    """
    _verify_sites(siting, cover.shape[1], fixed, sites)
    worth = sum(weights[place] for place in _served_places(siting, cover))
    _verify_worth(siting, float(worth), least=False)


def verify_median(
    siting: Siting,
    distance: NDArray[np.float64],
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
) -> None:
    """Refuse sites that are not as many as asked for or whose weighted distance is another.

    Raises
    ------
    SolutionRejected
        Naming what is wrong.
    """
    _verify_sites(siting, distance.shape[1], fixed, sites)
    nearest = np.array([min(row[site] for site in siting.chosen) for row in distance])
    heavy = weights > 0
    _verify_worth(siting, float(weights[heavy] @ nearest[heavy]), least=True)


def verify_centre(
    siting: Siting, distance: NDArray[np.float64], sites: int, fixed: NDArray[np.int64]
) -> None:
    """Refuse sites that are not as many as asked for or whose farthest place is farther.

    Raises
    ------
    SolutionRejected
        Naming what is wrong.
    """
    _verify_sites(siting, distance.shape[1], fixed, sites)
    farthest = max(min(row[site] for site in siting.chosen) for row in distance)
    _verify_worth(siting, float(farthest), least=True)


def _served_places(siting: Siting, cover: csr_array) -> set[int]:
    by_site = cover.tocsc()
    ends = by_site.indptr
    return {
        int(place)
        for site in siting.chosen
        for place in by_site.indices[ends[site] : ends[site + 1]]
    }


def _verify_sites(
    siting: Siting, candidates: int, fixed: NDArray[np.int64], sites: int | None = None
) -> None:
    chosen = siting.chosen.tolist()
    if chosen != sorted(set(chosen)) or not set(chosen) <= set(range(candidates)):
        raise SolutionRejected(where="chosen", found=chosen, expected=f"0 to {candidates - 1}")
    if not set(fixed.tolist()) <= set(chosen):
        raise SolutionRejected(where="fixed", found=chosen, expected=fixed.tolist())
    if sites is not None and len(chosen) != sites:
        raise SolutionRejected(where="sites", found=len(chosen), expected=sites)


def _verify_worth(siting: Siting, worth: float, *, least: bool) -> None:
    slack = _CLOSE * max(1.0, abs(worth))
    if abs(siting.objective - worth) > slack:
        raise SolutionRejected(where="objective", found=siting.objective, expected=worth)
    ahead = siting.bound - worth if least else worth - siting.bound
    if ahead > slack:
        raise SolutionRejected(where="bound", found=siting.bound, expected=worth)

"""The parameters siting problems share: weights, how many sites, which are fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.allocation.errors import DemandOutOfReach, TooManySites
from geo.errors import BadParameter

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array


def checked_weights(weights: ArrayLike | None, count: int) -> NDArray[np.float64]:
    """Return what each place counts; without weights each counts 1.

    Raises
    ------
    BadParameter
        If there are not as many weights as places, or one is negative or not finite.
    """
    heavy = np.ones(count) if weights is None else np.asarray(weights, dtype=np.float64)
    if heavy.shape != (count,):
        raise BadParameter(where="weights", value=heavy.shape, allowed=(count,))
    if not (np.isfinite(heavy) & (heavy >= 0)).all():
        raise BadParameter(where="weights", value="NaN, inf or < 0", allowed=">= 0")
    return heavy


def checked_fixed(fixed: ArrayLike, count: int) -> NDArray[np.int64]:
    """Return the row numbers of sites that stay, ascending and each once.

    Raises
    ------
    BadParameter
        If one is no row number.
    """
    rows = np.unique(np.asarray(fixed, dtype=np.int64))
    if len(rows) and not (rows[0] >= 0 and rows[-1] < count):
        raise BadParameter(where="fixed", value=rows.tolist(), allowed=f"0 <= row < {count}")
    return rows


def check_number(sites: int, candidates: int, fixed: NDArray[np.int64]) -> None:
    """Refuse more sites than candidates, and fewer than are fixed.

    Raises
    ------
    TooManySites
        With the three numbers.
    """
    if not max(1, len(fixed)) <= sites <= candidates:
        raise TooManySites(where="sites", asked=sites, candidates=candidates, fixed=len(fixed))


def check_reach(cover: csr_array) -> None:
    """Refuse places that no candidate serves.

    Raises
    ------
    DemandOutOfReach
        With their row numbers.
    """
    alone = np.flatnonzero(np.diff(cover.indptr) == 0)
    if len(alone):
        raise DemandOutOfReach(where="places", count=len(alone), rows=alone[:100].tolist())

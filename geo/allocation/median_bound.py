"""A bound for the p-median: no choice of sites has a smaller sum of distances.

If every place may pay λ for not being served exactly once, sites can be judged one by one, and the
best of that easier problem is no worse than the best of the real one. The subgradient method
(Held, Wolfe and Crowder 1974) looks for payments that bring the two close together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS: Final = 300
_PATIENCE: Final = 12
_LEAST_SCALE: Final = 1e-3


def lagrangian_bound(
    distance: NDArray[np.float64],
    weights: NDArray[np.float64],
    sites: int,
    fixed: NDArray[np.int64],
    known: float,
) -> float:
    """Return a number that no choice of so many sites can go below.

    Parameters
    ----------
    distance
        Shape (n, m), finite.
    weights, sites, fixed
        The problem.
    known
        The worth of a choice already found, which sets the length of steps.
    """
    cost = weights[:, None] * distance
    # What the second nearest site would cost is a usual start.
    payment = np.partition(cost, min(1, cost.shape[1] - 1), axis=1)[:, min(1, cost.shape[1] - 1)]
    best, scale, waiting = -np.inf, 2.0, 0
    for _ in range(_STEPS):
        bound, served = _relaxed(cost, payment, sites, fixed)
        waiting = 0 if bound > best + 1e-9 * abs(known) else waiting + 1
        best = max(best, bound)
        if waiting == _PATIENCE:
            scale, waiting = scale / 2, 0
        missing = 1.0 - served
        square = float(missing @ missing)
        if square == 0 or scale < _LEAST_SCALE:
            break
        payment = np.maximum(payment + scale * (known - bound) / square * missing, 0.0)
    return float(best)


def _relaxed(
    cost: NDArray[np.float64], payment: NDArray[np.float64], sites: int, fixed: NDArray[np.int64]
) -> tuple[float, NDArray[np.float64]]:
    """Return the best of the easier problem and how often it serves each place."""
    saving = np.minimum(cost - payment[:, None], 0.0)
    worth = saving.sum(axis=0)
    first = worth.copy()
    first[fixed] = -np.inf
    chosen = np.argsort(first, kind="stable")[:sites]
    served = (saving[:, chosen] < 0).sum(axis=1).astype(np.float64)
    return float(payment.sum() + worth[chosen].sum()), served

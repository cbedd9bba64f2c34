"""Which places have another distance, station or class after an edit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Reading:
    """What is told of each place, shape (n,) each.

    ``distance_m`` is NaN for an unknown position and infinite where no station is reached;
    ``nearest_id`` is None then; ``label`` is the class of the distance, ``reason`` why there is
    none.
    """

    distance_m: NDArray[np.float64]
    nearest_id: NDArray[np.object_]
    label: NDArray[np.object_]
    reason: NDArray[np.object_]


def changes(before: Reading, after: Reading) -> NDArray[np.int64]:
    """Return the rows that differ in any way, those whose distance changed most first.

    A place that comes within reach, or falls out of it, comes before all others; of equal changes
    the first row comes first.
    """
    differs = (
        ~_same(before.distance_m, after.distance_m)
        | (before.nearest_id != after.nearest_id)
        | (before.label != after.label)
        | (before.reason != after.reason)
    )
    rows = np.flatnonzero(differs)
    amount = np.abs(difference_m(before, after)[rows])
    amount[np.isnan(amount)] = np.inf
    amount[_same(before.distance_m, after.distance_m)[rows]] = 0.0
    return rows[np.argsort(-amount, kind="stable")]


def difference_m(before: Reading, after: Reading) -> NDArray[np.float64]:
    """Return by how much each distance grew, in metres; NaN where one of the two is none."""
    finite = np.isfinite(before.distance_m) & np.isfinite(after.distance_m)
    grown = np.full(len(finite), np.nan)
    grown[finite] = after.distance_m[finite] - before.distance_m[finite]
    return grown


def class_changes(before: Reading, after: Reading) -> list[tuple[str, str, int]]:
    """Return how many places went from which class to which other, in the order of the classes."""
    pairs = Counter(zip(before.label.tolist(), after.label.tolist(), strict=True))
    return [(old, new, count) for (old, new), count in sorted(pairs.items()) if old != new]


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))

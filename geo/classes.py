"""Classes of values for maps and tables.

Class breaks sit on the thresholds of a plan. A plan says 小于 10 km, so a distance of exactly
10 km is not in the class "<10 km" but in the next one.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import BadParameter, EmptyInput
from geo.units import metres_from_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

UNKNOWN: Final = "unknown"
"""The class of a feature whose distance is not known."""


@dataclass(frozen=True)
class DistanceClass:
    """A class of distances: ``from_km`` ≤ distance < ``to_km``; the last class has no end."""

    label: str
    from_km: float
    to_km: float | None


def distance_classes(thresholds_km: Sequence[float]) -> tuple[DistanceClass, ...]:
    """Return the classes that thresholds make, nearest first.

    Parameters
    ----------
    thresholds_km
        Thresholds in kilometres: positive, finite, ascending, no two alike.

    Raises
    ------
    BadParameter
        If there is no threshold or they are not as described.

    Examples
    --------
    >>> [each.label for each in distance_classes([10, 30, 50])]
    ['<10 km', '10-30 km', '30-50 km', '>=50 km']
    """
    check_thresholds(thresholds_km)
    inner = [
        DistanceClass(f"{_km(low)}-{_km(high)} km", float(low), float(high))
        for low, high in itertools.pairwise(thresholds_km)
    ]
    first, last = float(thresholds_km[0]), float(thresholds_km[-1])
    return (
        DistanceClass(f"<{_km(first)} km", 0.0, first),
        *inner,
        DistanceClass(f">={_km(last)} km", last, None),
    )


def classify(distance_m: ArrayLike, thresholds_km: Sequence[float]) -> NDArray[np.object_]:
    """Return the label of each distance's class.

    Parameters
    ----------
    distance_m
        Distances in metres, shape (n,). NaN gives "unknown", infinity the last class.
    thresholds_km
        As in `distance_classes`. A distance equal to a threshold is in the class beyond it.

    Raises
    ------
    BadParameter
        If the thresholds are not as described.
    """
    labels = [each.label for each in distance_classes(thresholds_km)]
    distances = np.asarray(distance_m, dtype=np.float64)
    limits_m = [metres_from_km(km) for km in thresholds_km]
    # NaN sorts behind everything: it would land in the last class.
    position = np.searchsorted(limits_m, distances, side="right")
    position = np.where(np.isnan(distances), len(labels), position)
    return np.array([*labels, UNKNOWN], dtype=object)[position]


def check_thresholds(thresholds: Sequence[float]) -> None:
    """Refuse thresholds that are not positive, finite and strictly ascending, or are none at all.

    Raises
    ------
    BadParameter
        Naming the thresholds given.
    """
    ascending = all(low < high for low, high in itertools.pairwise(thresholds))
    usable = all(math.isfinite(each) and each > 0 for each in thresholds)
    if not thresholds or not ascending or not usable:
        raise BadParameter(
            where="thresholds_km", value=list(thresholds), allowed="0 < t1 < t2 < ..."
        )


def equal_breaks(values: ArrayLike, classes: int) -> NDArray[np.float64]:
    """Return the inner breaks of classes that are equally wide.

    Parameters
    ----------
    values
        Numbers; NaN and infinity do not count.
    classes
        How many classes, at least 1.

    Returns
    -------
    breaks
        Ascending, shape (classes - 1,); none if all values are the same. A value equal to a break
        belongs to the class above it.

    Raises
    ------
    EmptyInput
        If no value is finite.
    BadParameter
        If ``classes`` is below 1.
    """
    known = _known(values, classes)
    return np.unique(np.linspace(known.min(), known.max(), classes + 1))[1:-1]


def quantile_breaks(values: ArrayLike, classes: int) -> NDArray[np.float64]:
    """Return the inner breaks of classes that hold about equally many values.

    Parameters, edge rule and errors are those of `equal_breaks`. Quantiles are interpolated
    linearly (numpy's ``linear``); equal breaks are merged, so that heavy ties give fewer classes.
    """
    known = _known(values, classes)
    breaks = np.quantile(known, np.arange(1, classes) / classes)
    return np.unique(breaks[breaks > known.min()])


def _km(value: float) -> str:
    """Write a number of kilometres as short as it can be without becoming another number."""
    short = f"{value:g}"
    return short if float(short) == value else repr(float(value))


def _known(values: ArrayLike, classes: int) -> NDArray[np.float64]:
    if classes < 1:
        raise BadParameter(where="classes", value=classes, allowed=">= 1")
    array = np.asarray(values, dtype=np.float64)
    known = array[np.isfinite(array)]
    if not len(known):
        raise EmptyInput(where="values")
    return known

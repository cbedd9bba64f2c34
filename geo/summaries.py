"""Figures about a set of distances, as a plan's yearly targets ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.classes import DistanceClass, classify, distance_classes
from geo.units import metres_from_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_P90 = 0.9


def distance_summary(
    distance_m: NDArray[np.float64], thresholds_km: Sequence[float]
) -> dict[str, Any]:
    """Summarise distances by thresholds and classes.

    Parameters
    ----------
    distance_m
        Distances in metres, shape (n,). NaN stands for an unknown position: it is counted in
        ``count`` and ``without_position`` and nowhere else.
    thresholds_km
        As in `geo.classes.distance_classes`.

    Returns
    -------
    summary
        ``count``, ``without_position``, ``thresholds_km``; ``max_m``, ``p90_m``, ``mean_m``,
        ``median_m`` in metres (None if nothing is known); ``within``, one entry per threshold with
        the number and share of distances strictly below it and their mean; ``classes``, one entry
        per class with its number and share. Shares are of the known distances.

    Notes
    -----
    The 90th percentile interpolates linearly between the two nearest ranks (numpy's ``linear``,
    type 7 of Hyndman and Fan 1996).

    Raises
    ------
    BadParameter
        If the thresholds are not positive, finite and ascending.
    """
    known = distance_m[~np.isnan(distance_m)]
    labels = classify(known, thresholds_km)
    return {
        "count": len(distance_m),
        "without_position": len(distance_m) - len(known),
        "thresholds_km": [float(km) for km in thresholds_km],
        **_figures(known),
        "within": [_within(known, km) for km in thresholds_km],
        "classes": [_class(labels, each) for each in distance_classes(thresholds_km)],
    }


def _figures(known: NDArray[np.float64]) -> dict[str, float | None]:
    if not len(known):
        return dict.fromkeys(("max_m", "p90_m", "mean_m", "median_m"))
    return {
        "max_m": float(known.max()),
        "p90_m": float(np.quantile(known, _P90, method="linear")),
        "mean_m": float(known.mean()),
        "median_m": float(np.median(known)),
    }


def _within(known: NDArray[np.float64], threshold_km: float) -> dict[str, Any]:
    inside = known[known < metres_from_km(threshold_km)]
    return {
        "threshold_km": float(threshold_km),
        "comparator": "<",
        "count": len(inside),
        "share": _share(len(inside), len(known)),
        "mean_m": float(inside.mean()) if len(inside) else None,
    }


def _class(labels: NDArray[np.object_], each: DistanceClass) -> dict[str, Any]:
    count = int((labels == each.label).sum())
    return {
        "class": each.label,
        "from_km": each.from_km,
        "to_km": each.to_km,
        "count": count,
        "share": _share(count, len(labels)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

"""Distance classes as the page draws them: breaks on the plan's thresholds, hue at the target.

The twin of ``static/js/core/distance-scale.js``; a test feeds both the same figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, Literal

from layers.sheets import colours

if TYPE_CHECKING:
    from collections.abc import Sequence

Side = Literal["within", "beyond", "plain"]

_FINER_KM: Final = (2.0, 5.0, 10.0, 20.0)
"""Breaks used only where the near side of the target has no threshold of the plan's."""
_MOST_BREAKS: Final = 2
_CLOSED: Final = frozenset({"<=", "≤"})


@dataclass(frozen=True, kw_only=True)
class Class:
    """Values from ``low`` up to ``high`` (infinity in the last), and their colour."""

    low: float
    high: float
    side: Side
    colour: str


def distance_classes(
    thresholds_km: Sequence[float], target_km: float | None, distances_m: Sequence[float | None]
) -> list[Class]:
    """Return the classes near to far, in kilometres, without gaps.

    At most three lie on each side of the target. Where a run has more thresholds, the two that
    divide the distances most evenly are taken.

    Parameters
    ----------
    thresholds_km
        Thresholds of the run.
    target_km
        The plan's limit, if there is one.
    distances_m
        What is to be shown; None is unknown.
    """
    thresholds = sorted({float(each) for each in thresholds_km})
    if target_km is None:
        edges = [0.0, *thresholds[:5], math.inf]
        return _classes(edges, "plain", colours.QUANTITY)
    known = [each / 1_000 for each in distances_m if each is not None and not math.isnan(each)]
    inside = [km for km in thresholds if km < target_km]
    near = inside or [km for km in _FINER_KM if km < target_km]
    within = _most_even(near, [km for km in known if km < target_km])
    far = [km for km in thresholds if km > target_km]
    beyond = _most_even(far, [km for km in known if km >= target_km])
    return [
        *_side([0.0, *within, target_km], "within", colours.WITHIN),
        *_side([target_km, *beyond, math.inf], "beyond", colours.BEYOND),
    ]


def class_of(
    classes: Sequence[Class], distance_m: float | None, comparator: str = "<"
) -> int | None:
    """Return the place of a distance's class, None for a missing one.

    An edge belongs to the farther class when the plan says ``<``, to the nearer one when ``≤``.
    """
    if distance_m is None or math.isnan(distance_m):
        return None
    closed = comparator in _CLOSED
    for place, one in enumerate(classes):
        edge_m = one.high * 1_000
        if distance_m < edge_m or (closed and distance_m == edge_m):
            return place
    return len(classes) - 1


def _most_even(breaks: list[float], values: list[float]) -> list[float]:
    """Return the two breaks that divide the values most evenly; of equals, the larger ones."""
    if len(breaks) <= _MOST_BREAKS:
        return breaks
    best = max(combinations(breaks, 2), key=lambda pair: (_entropy(pair, values), pair))
    return list(best)


def _entropy(pair: tuple[float, ...], values: list[float]) -> float:
    low, high = pair
    below = sum(value < low for value in values)
    above = sum(value >= high for value in values)
    if not values:
        return 0.0
    shares = [count / len(values) for count in (below, above, len(values) - below - above)]
    return -sum(share * math.log(share) for share in shares if share > 0)


def _side(edges: list[float], side: Side, three: list[str]) -> list[Class]:
    return _classes(edges, side, colours.choose(three, len(edges) - 1))


def _classes(edges: list[float], side: Side, shades: list[str]) -> list[Class]:
    return [
        Class(low=low, high=high, side=side, colour=colour)
        for (low, high), colour in zip(pairwise(edges), shades, strict=False)
    ]

"""Classes of counts and of measured quantities as the page draws them.

Twins of ``static/js/core/quantity-scale.js`` and ``even-scale.js``; a test feeds both the same
figures.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from layers.sheets import colours
from layers.sheets.distance_classes import Class

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_VALUES: Final = 120
_WANTED: Final = 5
_MOST_EVEN: Final = 6
_DUST: Final = 0.999999
_DIGITS: Final = 12


def count_classes(values: Sequence[float]) -> list[Class]:
    """Return at most five classes of positive counts at natural breaks of their logarithm.

    The lower end belongs to a class; the last is open. Fisher's exact grouping: the sum of squared
    deviations within the classes is the least possible.
    """
    positive = sorted({value for value in values if value > 0})
    if not positive:
        return []
    step = math.ceil(len(positive) / _MOST_VALUES)
    starts = _natural_starts(positive[::step], min(_WANTED, len(positive)))
    edges = [*starts, math.inf]
    last = len(colours.QUANTITY) - 1
    shades = [
        colours.QUANTITY[_half_up(place * last / (len(starts) - 1)) if len(starts) > 1 else 3]
        for place in range(len(starts))
    ]
    return [
        Class(low=edges[place], high=edges[place + 1], side="plain", colour=shade)
        for place, shade in enumerate(shades)
    ]


def _natural_starts(values: list[float], count: int) -> list[float]:
    """Return the first value of each group; ``best[k][n]`` is the first n values in k groups."""
    logs = [math.log(value) for value in values]
    ends = range(len(logs))
    best = [[(_deviation(logs, 0, end), 0) for end in ends]]
    for group in range(1, count):
        best.append([_cheapest(logs, best[-1], group, end) for end in ends])
    starts: list[float] = []
    end = len(logs) - 1
    for group in reversed(range(count)):
        start = best[group][end][1]
        starts.insert(0, values[start])
        end = start - 1
    return starts


def _cheapest(
    logs: list[float], before: list[tuple[float, int]], group: int, end: int
) -> tuple[float, int]:
    costs = (
        (before[start - 1][0] + _deviation(logs, start, end), start)
        for start in range(group, end + 1)
    )
    return min(costs, default=(math.inf, end), key=lambda each: each[0])


def _deviation(logs: list[float], start: int, end: int) -> float:
    part = logs[start : end + 1]
    mean = sum(part) / len(part)
    return sum((value - mean) ** 2 for value in part)


def even_classes(values: Sequence[float]) -> list[Class]:
    """Return at most six classes of equal round width over any quantity; the last is closed."""
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return []
    low, high = min(known), max(known)
    width = _round_width((high - low) / _MOST_EVEN)
    first = math.floor(low / width)
    count = min(_MOST_EVEN, max(1, math.ceil(_clean(high / width)) - first))
    return [
        Class(
            low=_clean((first + place) * width),
            high=_clean((first + place + 1) * width),
            side="plain",
            colour=_shade(place, count),
        )
        for place in range(count)
    ]


def place_of(classes: Sequence[Class], value: float | None) -> int | None:
    """Return the place of a value's class; the last class includes its upper end."""
    if value is None or not math.isfinite(value):
        return None
    for place, one in enumerate(classes):
        is_last = place == len(classes) - 1
        if value >= one.low and (value < one.high or is_last):
            return place
    return None


def _round_width(least: float) -> float:
    if not least > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    steps = (step for step in (1, 2, 5, 10) if step * power >= least * _DUST)
    return next(steps, 10) * power


def _clean(value: float) -> float:
    """Return a value without the dust of binary fractions."""
    return float(f"{value:.{_DIGITS}g}")


def _shade(place: int, count: int) -> str:
    last = len(colours.QUANTITY) - 1
    return colours.QUANTITY[3 if count == 1 else _half_up(place * last / (count - 1))]


def _half_up(value: float) -> int:
    """Round as the page does: a half goes up."""
    return math.floor(value + 0.5)

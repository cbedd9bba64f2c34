"""Aims: what a clause asks of a figure, with the edge exactly as the clause words it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from geo.errors import BadParameter

Comparator = Literal["<", "<=", ">=", ">", "=", "about"]
Equal = Literal["at_least", "same"]
Status = Literal["met", "missed", "uncertain", "unknown"]

ABOUT_SHARE: Final = 0.05
"""How far a figure may lie from one that a clause calls "about" (左右), as a share of it."""

_EDGES: Final = {
    "<": "strictly_below",
    "<=": "at_most",
    ">=": "at_least",
    ">": "strictly_above",
    "about": "about",
}


@dataclass(frozen=True)
class Accepted:
    """The values that keep an aim: from ``low`` to ``high``, each end in it or not."""

    low: float
    high: float
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps the aim."""
        return not (self._below(value) or self._above(value))

    def status(self, low: float, high: float) -> Status:
        """Judge a value of which only the range is known.

        "met" if every value from ``low`` to ``high`` keeps the aim, "missed" if none does,
        "uncertain" between; "unknown" if an end is NaN.
        """
        if math.isnan(low) or math.isnan(high):
            return "unknown"
        if self.holds(low) and self.holds(high):
            return "met"
        return "missed" if self._below(high) or self._above(low) else "uncertain"

    def gap(self, value: float) -> float:
        """Return how far a value is from keeping the aim, 0 if it does or stands on its edge."""
        return max(self.low - value, value - self.high, 0.0)

    def _below(self, value: float) -> bool:
        return value < self.low or (value == self.low and not self.low_in)

    def _above(self, value: float) -> bool:
        return value > self.high or (value == self.high and not self.high_in)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A comparator with a value, in the unit of the figure it is held against.

    With ``value_high`` the aim is the closed range between the two. ``equal`` says how "=" is
    meant: a thing to be built is reached with "at_least" the value; a stated figure is the
    "same" within ``tolerance``, a share of the value. "about" allows `ABOUT_SHARE` on each side,
    both edges included.
    """

    comparator: Comparator
    value: float
    value_high: float | None = None
    equal: Equal = "same"
    tolerance: float = 0.0

    def __post_init__(self) -> None:  # noqa: D105
        ends = (self.value, self.value if self.value_high is None else self.value_high)
        if not all(map(math.isfinite, ends)) or ends[0] > ends[1] or not self.tolerance >= 0:
            raise BadParameter(where="aim", value=ends, allowed="finite, low <= high")

    @property
    def accepted(self) -> Accepted:
        """The values that keep this aim."""
        if self.value_high is not None:
            return Accepted(self.value, self.value_high)
        if self.comparator in {"<", "<="}:
            return Accepted(-math.inf, self.value, high_in=self.comparator == "<=")
        if self.comparator in {">=", ">"} or self.edge_rule == "at_least":
            return Accepted(self.value, math.inf, low_in=self.comparator != ">")
        allowed = abs(self.value) * (ABOUT_SHARE if self.comparator == "about" else self.tolerance)
        return Accepted(self.value - allowed, self.value + allowed)

    @property
    def edge_rule(self) -> str:
        """Which side of the edge counts, as the last part of a text key ``indicator.edge.…``."""
        if self.value_high is not None:
            return "range"
        if self.comparator == "=":
            return "at_least" if self.equal == "at_least" else "same"
        return _EDGES[self.comparator]

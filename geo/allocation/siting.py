"""What every siting problem answers, and what limits a search for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.errors import BadParameter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Status = Literal["optimal", "time_limit", "heuristic"]
"""Proven to within the gap asked for; best found when the time was up; not proven at all."""


@dataclass(frozen=True)
class Effort:
    """How long and how far a search goes: seconds, and the relative gap (≤) that is enough."""

    time_limit_s: float = 30.0
    gap: float = 1e-4

    def __post_init__(self) -> None:
        """Refuse limits that are not above 0 (seconds) or below 0 (gap).

        Raises
        ------
        BadParameter
            Naming the limit.
        """
        if not self.time_limit_s > 0:
            raise BadParameter(where="time_limit_s", value=self.time_limit_s, allowed="> 0 s")
        if not 0 <= self.gap < 1:
            raise BadParameter(where="gap", value=self.gap, allowed="0 <= gap < 1")


@dataclass(frozen=True, eq=False)
class Siting:
    """Chosen sites and how good they are known to be.

    ``chosen`` are the row numbers of the sites, ascending, fixed ones among them. ``objective`` is
    what they are worth in the problem's own terms, ``bound`` what no choice can better, and
    ``gap`` the difference of the two over the objective (0 if both are 0).
    """

    problem: str
    chosen: NDArray[np.int64]
    objective: float
    bound: float
    status: Status

    @property
    def gap(self) -> float:
        """The relative distance of objective and bound, 0 or more."""
        apart = abs(self.bound - self.objective)
        return apart / max(abs(self.objective), 1e-12) if apart else 0.0

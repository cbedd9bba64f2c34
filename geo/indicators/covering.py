"""How many new sites would bring places within reach: an upper bound by the greedy rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.distances import geodesic_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.indicators.aims import Aim

MOST_PLACES: Final = 2_000
"""Beyond this the table of all distances is not worth its memory for a first estimate."""


def sites_needed(places: NDArray[np.float64], aim: Aim) -> int | None:
    """Return how many sites, each at one of the places, bring every place within an aim.

    Parameters
    ----------
    places
        Longitude and latitude in degrees, shape (n, 2).
    aim
        On the distance in metres; a place must be able to serve itself.

    Returns
    -------
    count
        Found by always taking the place that serves most of those still waiting (the earliest of
        equals), so enough, though perhaps not the fewest; None above `MOST_PLACES` places or if a
        distance of 0 does not keep the aim.
    """
    if len(places) > MOST_PLACES or not aim.accepted.holds(0.0):
        return None
    lengths_m = geodesic_m(places[:, None, :], places[None, :, :])
    holds = np.vectorize(aim.accepted.holds, otypes=[bool])
    serves = holds(lengths_m) if len(places) else np.zeros((0, 0), dtype=bool)
    waiting = np.ones(len(places), dtype=bool)
    count = 0
    while waiting.any():
        best = int(np.argmax((serves & waiting).sum(axis=1)))
        waiting &= ~serves[best]
        count += 1
    return count

"""How much longer roads are than straight lines, and an estimate where there are no roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.crs import check_lonlat
from geo.distances import geodesic_m
from geo.errors import BadParameter
from geo.network.between import cost_of_pairs
from geo.network.errors import NothingToCalibrate
from geo.network.snapping import DEFAULT_MAX_SNAP_M, snap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from geo.network.network import Network

ESTIMATED: Final = "estimated_by_detour_factor"
"""The label every estimate carries; its words are ``method.estimated_by_detour_factor``."""

QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_SHORTEST_M: Final = 500.0


@dataclass(frozen=True)
class DetourFactor:
    """Ratios of road distance to straight distance over sampled pairs of places.

    ``median`` is the factor to use; ``quantiles`` maps shares to ratios; ``pairs`` is how many
    pairs the ratios come from, ``unreachable`` how many more had no way between them or
    lay too far from a road.
    """

    median: float
    quantiles: Mapping[float, float]
    pairs: int
    unreachable: int


@dataclass(frozen=True, eq=False)
class Estimate:
    """Distances that were not measured by road: straight lines times a factor, and a label."""

    distance_m: NDArray[np.float64]
    factor: float
    method: str = ESTIMATED


def calibrate_detour(
    network: Network,
    places: ArrayLike,
    pairs: int = 1_000,
    *,
    seed: int = 0,
    max_snap_m: float = DEFAULT_MAX_SNAP_M,
) -> DetourFactor:
    """Measure the detour between randomly drawn pairs of places.

    Parameters
    ----------
    network
        Roads that cars use.
    places
        Positions to draw from, shape (n, 2), longitude and latitude in degrees, such as townships.
    pairs
        How many pairs are drawn, at least 1. Those less than 500 m apart are passed over: their
        ratio says more about driveways than about roads.
    seed
        Start of the random draw; the same seed draws the same pairs.
    max_snap_m
        How far from a road in metres a place may be (≤).

    Raises
    ------
    NothingToCalibrate
        If no drawn pair is connected by road.
    BadParameter
        If the number of pairs is below 1.
    """
    if pairs < 1:
        raise BadParameter(where="pairs", value=pairs, allowed=">= 1")
    lonlat = check_lonlat(places, where="places")
    if not len(lonlat):
        raise NothingToCalibrate(where="places", pairs=0)
    drawn = np.random.default_rng(seed).integers(len(lonlat), size=(pairs, 2))
    start, end = lonlat[drawn[:, 0]], lonlat[drawn[:, 1]]
    straight_m = geodesic_m(start, end)
    apart = straight_m >= _SHORTEST_M
    start, end, straight_m = start[apart], end[apart], straight_m[apart]
    road_m = cost_of_pairs(
        network, snap(network, start, max_snap_m), snap(network, end, max_snap_m)
    )
    connected = np.isfinite(road_m)
    if not connected.any():
        raise NothingToCalibrate(where="places", pairs=len(road_m))
    ratio = road_m[connected] / straight_m[connected]
    return DetourFactor(
        median=float(np.median(ratio)),
        quantiles={share: float(np.quantile(ratio, share)) for share in QUANTILES},
        pairs=int(connected.sum()),
        unreachable=int((~connected).sum()),
    )


def estimate_by_detour(straight_m: ArrayLike, factor: float) -> Estimate:
    """Estimate road distances from straight ones, for where no road layer is loaded.

    Parameters
    ----------
    straight_m
        Straight distances in metres.
    factor
        The detour factor, 1 or more, such as the median of a calibration nearby.

    Raises
    ------
    BadParameter
        If the factor is below 1 or not finite.
    """
    if not 1 <= factor < np.inf:
        raise BadParameter(where="factor", value=factor, allowed=">= 1")
    return Estimate(np.asarray(straight_m, dtype=np.float64) * factor, float(factor))

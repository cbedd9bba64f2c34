"""The three datums of Chinese map data, and the way from each to the others.

GCJ-02 is WGS 84 with a smooth shift of some hundred metres that public map services in China must
apply; BD-09 is one service's further shift on top of it. Both ways here are the approximation in
public use, not an official definition: it reproduces the published maps to about a metre, and
what it undoes is its own forward formula, to better than a millimetre.

All functions take and return arrays of shape (n, 2), longitude and latitude in degrees, and change
nothing outside the rectangle 72.004°E to 137.8347°E, 0.8293°N to 55.8271°N, where no shift is
applied. (The rectangle also holds parts of China's neighbours; data from there is shifted too.)
The rule looks at the position handed in, so that within some 1.5 km of the rectangle's edge a way
there and back may not return to the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.crs import check_lonlat

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271

_A: Final = 6_378_245.0
"""Semi-major axis in metres of Krasovsky's ellipsoid, which the formula was written for."""
_ES: Final = 0.00669342162296594323
"""Its eccentricity squared."""

_ORIGIN: Final = np.array([105.0, 35.0])
_BD_WAVE: Final = np.pi * 3000.0 / 180.0
_BD_SHIFT: Final = np.array([0.0065, 0.006])

_CLOSE_DEG: Final = 1e-10
"""Residual at which the inverse stops: a hundredth of a millimetre on the ground."""
_MAX_STEPS: Final = 30


def wgs84_to_gcj02(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Shift WGS 84 (or CGCS2000) positions to GCJ-02.

    Raises
    ------
    BadCoordinates
        If a value is not finite or out of range.
    """
    return _inside_china(lonlat, _gcj02)


def gcj02_to_wgs84(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Return the WGS 84 positions whose GCJ-02 shift gives these, to better than 1 mm.

    Raises
    ------
    BadCoordinates
        If a value is not finite or out of range.
    """
    return _inside_china(lonlat, lambda inside: _undo(_gcj02, inside))


def gcj02_to_bd09(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Shift GCJ-02 positions to BD-09.

    Raises
    ------
    BadCoordinates
        If a value is not finite or out of range.
    """
    return _inside_china(lonlat, _bd09)


def bd09_to_gcj02(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Return the GCJ-02 positions whose BD-09 shift gives these, to better than 1 mm.

    Raises
    ------
    BadCoordinates
        If a value is not finite or out of range.
    """
    return _inside_china(lonlat, lambda inside: _undo(_bd09, inside))


def wgs84_to_bd09(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Shift WGS 84 positions to BD-09, through GCJ-02.

    Raises
    ------
    BadCoordinates
        If a value is not finite or out of range.
    """
    return _inside_china(lonlat, lambda inside: _bd09(_gcj02(inside)))


def bd09_to_wgs84(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Return the WGS 84 positions whose BD-09 shift gives these, to better than 1 mm.

    Raises
    ------
    BadCoordinates
        If a value is not finite or out of range.
    """
    return _inside_china(lonlat, lambda inside: _undo(_gcj02, _undo(_bd09, inside)))


def _inside_china(
    lonlat: ArrayLike, convert: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Convert the positions inside the rectangle and copy the others."""
    result = check_lonlat(lonlat).copy()
    lon, lat = result[:, 0], result[:, 1]
    inside = (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    result[inside] = convert(result[inside])
    return result


def _undo(
    forward: Callable[[NDArray[np.float64]], NDArray[np.float64]], shifted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Find what ``forward`` sends to ``shifted``: correct by the miss until there is none.

    The shift changes by less than a hundredth of the way moved, so every step gains at least two
    digits and four steps do.
    """
    found = shifted.copy()
    for _ in range(_MAX_STEPS):
        miss = forward(found) - shifted
        found -= miss
        if not np.abs(miss).max(initial=0.0) > _CLOSE_DEG:
            break
    return found


def _gcj02(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = (lonlat - _ORIGIN).T
    lat = np.radians(lonlat[:, 1])
    squeeze = 1.0 - _ES * np.sin(lat) ** 2
    along_parallel_m = np.radians(_A / np.sqrt(squeeze) * np.cos(lat))
    along_meridian_m = np.radians(_A * (1.0 - _ES) / (squeeze * np.sqrt(squeeze)))
    shift = (_east_m(x, y) / along_parallel_m, _north_m(x, y) / along_meridian_m)
    return lonlat + np.column_stack(shift)


def _east_m(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shift to the east in metres, x and y in degrees from 105°E 35°N."""
    trend = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    slow = 20.0 * _wave(x) + 40.0 * _wave(x / 3.0)
    slower = 150.0 * _wave(x / 12.0) + 300.0 * _wave(x / 30.0)
    return np.asarray(trend + (_ripple(x) + slow + slower) * 2.0 / 3.0)


def _north_m(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shift to the north in metres, x and y in degrees from 105°E 35°N."""
    trend = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    slow = 20.0 * _wave(y) + 40.0 * _wave(y / 3.0)
    slower = 160.0 * _wave(y / 12.0) + 320.0 * _wave(y / 30.0)
    return np.asarray(trend + (_ripple(x) + slow + slower) * 2.0 / 3.0)


def _ripple(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 20.0 * _wave(6.0 * x) + 20.0 * _wave(2.0 * x)


def _wave(half_turns: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sin(half_turns * np.pi))


def _bd09(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = lonlat.T
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_WAVE)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_WAVE)
    turned = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    return np.asarray(turned + _BD_SHIFT, dtype=np.float64)

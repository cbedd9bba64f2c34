"""Units: everything inside ``geo`` is in metres, square metres and degrees; people see others."""

from __future__ import annotations

from typing import Final

M_PER_KM: Final = 1_000.0
M2_PER_KM2: Final = 1_000_000.0
M2_PER_HECTARE: Final = 10_000.0
M2_PER_MU: Final = 10_000.0 / 15.0
"""Square metres in one mu (亩): fifteen of them make a hectare."""

_MICRONS: Final = 6


def metres_from_km(km: float) -> float:
    """Return kilometres as metres, rounded to a micron.

    Without the rounding 1.1 km becomes 1100.0000000000002 m, and a distance of exactly 1100 m
    falls on the wrong side of its threshold.
    """
    return round(km * M_PER_KM, _MICRONS)


def km_from_metres(metres: float) -> float:
    """Return metres as kilometres."""
    return metres / M_PER_KM

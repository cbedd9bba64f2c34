"""The reference systems that data about this part of China comes in, and their numbers.

EPSG numbers the zones of a family in a row, so a zone's code follows from the first. Zone n of 3°
has its central meridian at 3n°, zone n of 6° at 6n - 3°. With a zone prefix the easting carries the
zone's number in front of seven digits; a central meridian on its own leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import CRS, Proj, Transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONLAT: Final = "EPSG:4326"


@dataclass(frozen=True)
class Family:
    """Gauss-Krüger zones of one datum and width: codes of the first, with prefix and without."""

    datum: str
    width_deg: int
    first_zone: int
    first_prefixed: int
    first_plain: int
    weight: float


FAMILIES: Final = (
    Family("cgcs2000", 3, 25, 4513, 4534, 0.9),
    Family("cgcs2000", 6, 13, 4491, 4502, 0.85),
    Family("xian80", 3, 25, 2349, 2370, 0.6),
    Family("xian80", 6, 13, 2327, 2338, 0.55),
    Family("beijing54", 3, 25, 2401, 2422, 0.5),
    Family("beijing54", 6, 13, 21413, 21453, 0.45),
)
"""Since 2018 surveying has to use CGCS2000, so it outweighs the older datums."""

_ZONES: Final = {3: (36, 37, 38, 39), 6: (18, 19, 20)}
_COUNTS: Final = {3: 21, 6: 11}
"""How many zones of 3° and of 6° the country has."""
_PREFIX_M: Final = 1_000_000.0
_FALSE_EASTING_M: Final = 500_000.0
_REACH_M: Final = {3: 260_000.0, 6: 400_000.0}
_NORTHING_M: Final = (3_300_000.0, 4_800_000.0)


@dataclass(frozen=True)
class System:
    """A candidate: its code, datum, weight before any evidence, and the range of its numbers."""

    code: str
    datum: str
    weight: float
    kind: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    zone: int | None = None
    projection: str | None = None
    """The projection alone, for a look at where coordinates lie; None for degrees."""

    def could_hold(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> bool:
        """Tell whether nearly all coordinates are in the range of this system."""
        inside = (x >= self.x_range[0]) & (x <= self.x_range[1])
        inside &= (y >= self.y_range[0]) & (y <= self.y_range[1])
        return bool(inside.mean() > 0.9)  # noqa: PLR2004 - strays do not decide

    def roughly(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return longitude and latitude on the system's own datum, some 100 m off at most.

        The full way to WGS 84 has to be searched in a database, which takes a hundred times longer.
        """
        if self.projection is None:
            return np.column_stack((x, y))
        return np.column_stack(_projection(self.projection)(x, y, inverse=True))


@cache
def every() -> tuple[System, ...]:
    """Return every candidate."""
    degrees = ((70.0, 140.0), (0.0, 60.0))
    plain = [
        System("EPSG:4490", "cgcs2000", 1.0, "lonlat", *degrees),
        System("EPSG:4326", "wgs84", 0.97, "lonlat", *degrees),
        System("EPSG:4610", "xian80", 0.5, "lonlat", *degrees),
        System("EPSG:4214", "beijing54", 0.4, "lonlat", *degrees),
        System("EPSG:3857", "wgs84", 0.8, "mercator", (8.0e6, 1.55e7), (2.0e6, 7.0e6),
               projection="+proj=webmerc +datum=WGS84"),
        System("EPSG:32649", "wgs84", 0.4, "utm", (0.0, 1_000_000.0), _NORTHING_M, 49,
               "+proj=utm +zone=49 +datum=WGS84"),
        System("EPSG:32650", "wgs84", 0.35, "utm", (0.0, 1_000_000.0), _NORTHING_M, 50,
               "+proj=utm +zone=50 +datum=WGS84"),
    ]  # fmt: skip
    return (*plain, *(system for family in FAMILIES for system in _zones(family)))


def _zones(family: Family) -> list[System]:
    reach = _REACH_M[family.width_deg]
    found = []
    for zone in _ZONES[family.width_deg]:
        step = zone - family.first_zone
        for code, prefix in (
            (family.first_prefixed + step, zone * _PREFIX_M),
            (family.first_plain + step, 0.0),
        ):
            middle = prefix + _FALSE_EASTING_M
            found.append(
                System(
                    f"EPSG:{code}",
                    family.datum,
                    family.weight,
                    "prefixed" if prefix else "plain",
                    (middle - reach, middle + reach),
                    _NORTHING_M,
                    zone,
                    f"+proj=tmerc +lon_0={_meridian(family, zone)} +x_0={middle:.0f} +ellps=GRS80",
                )
            )
    return found


def zone_code(datum: str, meridian: float, false_easting: float) -> int | None:
    """Return the EPSG number of the zone with these numbers, of 3° before 6°; None without one."""
    for family in FAMILIES:
        zone = round(meridian / 3 if family.width_deg == 3 else (meridian + 3) / 6)  # noqa: PLR2004
        step, count = zone - family.first_zone, _COUNTS[family.width_deg]
        if family.datum != datum or not 0 <= step < count or _meridian(family, zone) != meridian:
            continue
        if false_easting == _FALSE_EASTING_M:
            return family.first_plain + step
        if false_easting == zone * _PREFIX_M + _FALSE_EASTING_M:
            return family.first_prefixed + step
    return None


def _meridian(family: Family, zone: int) -> int:
    return 3 * zone if family.width_deg == 3 else 6 * zone - 3  # noqa: PLR2004 - degrees


@cache
def _projection(text: str) -> Proj:
    return Proj(text)


_ALREADY_LONLAT: Final = frozenset({4326, 4490})
"""CGCS2000 is taken as equal to WGS 84."""


@cache
def is_lonlat(crs: CRS) -> bool:
    """Tell whether a system's coordinates are longitude and latitude as they stand."""
    return bool(crs.is_geographic and crs.to_epsg() in _ALREADY_LONLAT)


@cache
def _transformer(crs: CRS) -> Transformer:
    return Transformer.from_crs(crs, LONLAT, always_xy=True)


def to_lonlat(crs: CRS, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return coordinates of shape (n, 2) as longitude and latitude; infinite where impossible."""
    if is_lonlat(crs):
        return np.column_stack((x, y)).astype(np.float64)
    lon, lat = _transformer(crs).transform(x, y)
    return np.column_stack((lon, lat))

"""From the ground to the paper: the zone, the scale, and where a position lies on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import Transformer

from geo.crs import GEOD, LONLAT, gk_epsg, gk_zone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.sheets.paper import Box

_STEPS: Final = (
    1.0,
    1.1,
    1.2,
    1.3,
    1.4,
    1.5,
    1.6,
    1.8,
    2.0,
    2.2,
    2.5,
    2.8,
    3.0,
    3.5,
    4.0,
    4.5,
    5.0,
    6.0,
    7.0,
    8.0,
    9.0,
)
"""Scale denominators people can read, each times a power of ten."""
_SMALLEST: Final = 1_000.0
LEAST_DEG: Final = 0.002
"""What is smaller, such as a point, is shown with this much around it."""
_TRY_M: Final = 500.0
_ZONE_DEG: Final = 3


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A part of the ground on a part of the paper, at a round scale.

    The plane is the 3° Gauss-Krüger zone of CGCS2000 that holds the middle of the map. ``scale``
    holds exactly there, on the ground and not in the plane, so that the numeric scale and the
    scale bar are true for the latitude.
    """

    box: Box
    lon: float
    lat: float
    scale: float

    @property
    def epsg(self) -> int:
        """The EPSG code of the plane."""
        return gk_epsg(self.lon)

    @property
    def central_meridian(self) -> int:
        """The central meridian of the zone, in degrees."""
        return gk_zone(self.lon) * _ZONE_DEG

    @property
    def _plane(self) -> Transformer:
        return _plane_of(self.epsg)

    @cached_property
    def _middle(self) -> tuple[float, float]:
        east, north = self._plane.transform(self.lon, self.lat)
        return east, north

    @cached_property
    def _mm_per_plane_m(self) -> float:
        """Paper millimetres for a metre of the plane, at the middle of the map."""
        east, north = self._middle
        lons, lats = self._plane.transform(
            [east - _TRY_M, east + _TRY_M], [north, north], direction="INVERSE"
        )
        _, _, ground_m = GEOD.inv(lons[0], lats[0], lons[1], lats[1])
        return 1_000.0 / self.scale * float(ground_m) / (2 * _TRY_M)

    def to_paper(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return positions in degrees, shape (n, 2), as millimetres on the paper."""
        east, north = self._plane.transform(lonlat[:, 0], lonlat[:, 1])
        x = self.box.x + self.box.width / 2 + (east - self._middle[0]) * self._mm_per_plane_m
        y = self.box.y + self.box.height / 2 - (north - self._middle[1]) * self._mm_per_plane_m
        return np.column_stack([x, y])

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Return the position, in degrees, of a place on the paper."""
        east = self._middle[0] + (x - self.box.x - self.box.width / 2) / self._mm_per_plane_m
        north = self._middle[1] - (y - self.box.y - self.box.height / 2) / self._mm_per_plane_m
        lon, lat = self._plane.transform(east, north, direction="INVERSE")
        return lon, lat

    def draw(self, shape: Any) -> Any:  # noqa: ANN401 - a geometry or an array of them
        """Return a geometry in degrees, or an array of them, as it lies on the paper."""
        return shapely.transform(shape, self.to_paper)

    def reach(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north of what the map shows, in degrees."""
        along = np.linspace(0, 1, 9)
        xs = self.box.x + along * self.box.width
        ys = self.box.y + along * self.box.height
        edge = [(x, y) for x in xs for y in (self.box.y, self.box.bottom)]
        edge += [(x, y) for y in ys for x in (self.box.x, self.box.right)]
        places = np.array([self.to_lonlat(*at) for at in edge])
        (west, south), (east, north) = places.min(axis=0), places.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def north_deg(self) -> float:
        """Return by how many degrees true north is turned clockwise on the paper."""
        (x0, y0), (x1, y1) = self.to_paper(
            np.array([(self.lon, self.lat), (self.lon, self.lat + 0.01)])
        ).tolist()
        return float(np.degrees(np.arctan2(x1 - x0, y0 - y1)))


def fit(bounds: tuple[float, float, float, float], box: Box, margin: float = 0.04) -> Ground:
    """Return the ground that shows west, south, east, north at the largest round scale.

    ``margin`` is the part of the map left free on each side.
    """
    bounds = _with_room(bounds)
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    ground = Ground(box=box, lon=lon, lat=lat, scale=_SMALLEST)
    corners = ground.to_paper(_outline(bounds))
    low, high = corners.min(axis=0), corners.max(axis=0)
    # The middle of the drawing, not its middle in degrees, comes into the middle of the map.
    lon, lat = ground.to_lonlat(*((low + high) / 2).tolist())
    inner = box.inset(margin * min(box.width, box.height))
    least = _SMALLEST * float(((high - low) / (inner.width, inner.height)).max())
    scale = next(each for each in _scales() if each >= least)
    return Ground(box=box, lon=lon, lat=lat, scale=scale)


def _with_room(
    bounds: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """Return bounds that are not narrower than :data:`LEAST_DEG`: a point has no extent."""
    west, south, east, north = bounds
    wide, high = (max(0.0, LEAST_DEG - each) / 2 for each in (east - west, north - south))
    return west - wide, south - high, east + wide, north + high


@lru_cache(maxsize=32)
def _plane_of(epsg: int) -> Transformer:
    return Transformer.from_crs(LONLAT, f"EPSG:{epsg}", always_xy=True)


def _scales() -> list[float]:
    return [_SMALLEST * 10**power * step for power in range(7) for step in _STEPS]


def _outline(bounds: tuple[float, float, float, float]) -> NDArray[np.float64]:
    box = shapely.segmentize(shapely.box(*bounds), max((bounds[2] - bounds[0]) / 8, 1e-6))
    return shapely.get_coordinates(box)

"""The only place that chooses or changes a coordinate reference system.

Coordinates are longitude, latitude everywhere in ``geo``, whatever the order the EPSG registry
gives a system: EPSG:4490 and the Gauss-Krüger zones of CGCS2000 list north (latitude) first there,
and reading one order as the other raises no error. CGCS2000 and WGS 84 are taken as equal, which
is a declared equivalence (they differ by decimetres at most).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import CRS, Geod, Transformer

from geo.errors import BadCoordinates, BadParameter, EmptyInput, MissingCrs

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import ArrayLike, NDArray

LONLAT: Final = "EPSG:4326"
GEOD: Final = Geod(ellps="WGS84")
"""The ellipsoid all lengths and areas refer to; CGCS2000's differs by microns over 10 km."""

_ZONE_DEG: Final = 3.0
_FIRST_ZONE, _LAST_ZONE = 25, 45
_FIRST_EPSG_PREFIXED, _FIRST_EPSG_PLAIN = 4513, 4534
_MAX_LON, _MAX_LAT = 180.0, 90.0


def require_crs(frame: GeoDataFrame | GeoSeries, *, where: str | None = None) -> CRS:
    """Return the coordinate reference system of a frame.

    Raises
    ------
    MissingCrs
        If the frame has none. It is never guessed.
    """
    system: CRS | None = frame.crs
    if system is None:
        raise MissingCrs(where=where)
    return system


def to_lonlat(frame: GeoDataFrame, *, where: str | None = None) -> GeoDataFrame:
    """Return the frame in longitude and latitude (EPSG:4326), x being longitude.

    Parameters
    ----------
    frame
        Features in any declared system; missing and empty geometries pass through.
    where
        The name of the input, for the error.

    Raises
    ------
    MissingCrs
        If the frame declares no system.
    BadCoordinates
        If a coordinate is not finite or lies outside ±180° or ±90° after the conversion.
    """
    require_crs(frame, where=where)
    converted = frame.to_crs(LONLAT)
    check_lonlat(shapely.get_coordinates(converted.geometry.to_numpy()), where=where)
    return converted


def check_lonlat(lonlat: ArrayLike, *, where: str | None = None) -> NDArray[np.float64]:
    """Return positions as a float array of shape (n, 2), or refuse them.

    Raises
    ------
    BadCoordinates
        If the shape is another, a value is not finite, or a value is outside ±180° or ±90°.
    """
    array = np.asarray(lonlat, dtype=np.float64)
    if array.size == 0:
        return array.reshape(0, 2)
    if array.ndim != 2 or array.shape[1] != 2:  # noqa: PLR2004 - longitude and latitude
        raise BadCoordinates(where=where, count=len(np.atleast_1d(array)))
    # A comparison with NaN is false, so this refuses what is not finite as well.
    good = (np.abs(array[:, 0]) <= _MAX_LON) & (np.abs(array[:, 1]) <= _MAX_LAT)
    if not good.all():
        raise BadCoordinates(where=where, count=int((~good).sum()))
    return array


def lonlat_geometries(geoms: Any, *, where: str | None = None) -> NDArray[np.object_]:  # noqa: ANN401 - anything array-like
    """Return geometries as an array in longitude and latitude.

    A ``GeoDataFrame`` or ``GeoSeries`` must declare its system and is converted; a geometry, a
    list or an array carries none and is taken to be in longitude and latitude already.

    Raises
    ------
    MissingCrs
        If a frame or series declares no system.
    BadCoordinates
        If a coordinate is not finite or out of range.
    """
    if hasattr(geoms, "to_crs"):
        require_crs(geoms, where=where)
        array = np.asarray(geoms.geometry.to_crs(LONLAT).to_numpy(), dtype=object)
    else:
        array = np.atleast_1d(np.asarray(geoms, dtype=object))
    check_lonlat(shapely.get_coordinates(array), where=where)
    return array


def gk_zone(lon: float) -> int:
    """Return the number of the 3° Gauss-Krüger zone that holds a longitude.

    Zone n has its central meridian at 3n°; a longitude exactly between two zones belongs to the
    eastern one, so that 112.5°E is in zone 38 (central meridian 114°E).

    Raises
    ------
    BadParameter
        If the longitude is outside China's zones 25 to 45 (73.5°E to 136.5°E).
    """
    zone = math.floor(lon / _ZONE_DEG + 0.5) if math.isfinite(lon) else 0
    if not _FIRST_ZONE <= zone <= _LAST_ZONE:
        raise BadParameter(where="lon", value=lon, allowed="73.5 <= lon < 136.5")
    return zone


def gk_epsg(lon: float, *, zone_prefix: bool = False) -> int:
    """Return the EPSG code of the CGCS2000 3° Gauss-Krüger zone that holds a longitude.

    Parameters
    ----------
    lon
        Longitude in degrees east.
    zone_prefix
        Whether eastings carry the zone number in front (38 500 000 instead of 500 000 on the
        central meridian).

    Raises
    ------
    BadParameter
        If the longitude is outside China's zones.

    Examples
    --------
    >>> gk_epsg(112.4), gk_epsg(112.6), gk_epsg(112.4, zone_prefix=True)
    (4546, 4547, 4525)
    """
    first = _FIRST_EPSG_PREFIXED if zone_prefix else _FIRST_EPSG_PLAIN
    return first + gk_zone(lon) - _FIRST_ZONE


def working_crs(frame: GeoDataFrame | GeoSeries) -> CRS:
    """Return the plane system in metres that suits a frame.

    A frame inside one 3° zone gets that zone (no prefix). A frame that crosses a zone border gets
    a transverse Mercator on its own middle meridian. Both are for drawing and for splitting;
    lengths and areas that are reported come from the ellipsoid.

    Raises
    ------
    MissingCrs
        If the frame declares no system.
    EmptyInput
        If no feature has a geometry.
    BadParameter
        If the frame lies outside China's zones.
    """
    require_crs(frame)
    west, _, east, _ = frame.geometry.to_crs(LONLAT).total_bounds
    if not math.isfinite(west):
        raise EmptyInput(where="frame")
    if gk_zone(west) == gk_zone(east):
        return CRS.from_epsg(gk_epsg(west))
    middle = (west + east) / 2
    return CRS.from_proj4(f"+proj=tmerc +lat_0=0 +lon_0={middle:.6f} +k=1 +x_0=500000 +ellps=GRS80")


def metres_per_degree(lat: float) -> NDArray[np.float64]:
    """Return how long a degree of longitude and one of latitude are at a latitude, in metres.

    Degrees multiplied by these are a plane in which what is straight in longitude and latitude
    stays straight; over a county its distances are true to about 1 %.
    """
    squeeze = 1.0 - GEOD.es * math.sin(math.radians(lat)) ** 2
    parallel_m = GEOD.a / math.sqrt(squeeze) * math.cos(math.radians(lat))
    meridian_m = GEOD.a * (1.0 - GEOD.es) / squeeze**1.5
    return np.radians([parallel_m, meridian_m])


@lru_cache(maxsize=256)
def local_plane(lon: float, lat: float) -> tuple[Transformer, Transformer]:
    """Return the transformers to and from a plane in metres centred on a position.

    The projection is azimuthal equidistant: distances from the centre are exact, and between two
    points within r of it they are wrong by at most r²/6R² (1 : 100 000 at 50 km).
    """
    plane = CRS.from_proj4(f"+proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84 +units=m")
    forward = Transformer.from_crs(LONLAT, plane, always_xy=True)
    return forward, Transformer.from_crs(plane, LONLAT, always_xy=True)


def project(coordinates: NDArray[np.float64], transformer: Transformer) -> NDArray[np.float64]:
    """Return coordinates of shape (n, 2) sent through a transformer of `local_plane`."""
    return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

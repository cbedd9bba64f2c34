"""The coordinate reference systems that features can be asked for in, and their axis order.

Features are stored as longitude and latitude. CGCS2000 and WGS 84 are taken as equal, a declared
equivalence. Systems of the EPSG registry are served in the registry's order, as OGC API Features
Part 2 demands: latitude before longitude, northing before easting; only CRS84 and Web Mercator
begin with the east axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import CRS, Transformer

from layers.errors import BadQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Points = NDArray[np.float64]

_OGC = "http://www.opengis.net/def/crs/OGC/1.3/"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@dataclass(frozen=True, kw_only=True)
class System:
    """A coordinate reference system with the name by which clients ask for it.

    ``statement`` names the part of ``items.sql`` that writes a geometry in it; ``north_first``
    tells that its first axis is latitude or northing.
    """

    uri: str
    epsg: int
    statement: str
    north_first: bool

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are degrees."""
        return bool(CRS.from_epsg(self.epsg).is_geographic)


def _epsg(code: int, statement: str, *, north_first: bool = True) -> System:
    return System(uri=f"{_EPSG}{code}", epsg=code, statement=statement, north_first=north_first)


CRS84: Final = System(uri=f"{_OGC}CRS84", epsg=4326, statement="geometry_crs84", north_first=False)
SYSTEMS: Final = (
    CRS84,
    _epsg(4326, "geometry_lat_lon"),
    _epsg(4490, "geometry_lat_lon"),
    _epsg(4546, "geometry_projected"),
    _epsg(4547, "geometry_projected"),
    _epsg(4525, "geometry_projected"),
    _epsg(4526, "geometry_projected"),
    _epsg(3857, "geometry_mercator", north_first=False),
)
"""Every system, the one of storage first."""


def system(text: str, *, where: str) -> System:
    """Return the system of a URI, or of its short form ``[EPSG:4490]``.

    Raises
    ------
    BadQuery
        When it is not one of ``SYSTEMS``; ``where`` names the parameter.
    """
    short = text.strip("[]").upper()
    for one in SYSTEMS:
        if text == one.uri or short in _short_names(one):
            return one
    known = ", ".join(one.uri for one in SYSTEMS)
    raise BadQuery(where=where, reason="crs", value=text, known=known)


def _short_names(one: System) -> tuple[str, ...]:
    return ("CRS84", "OGC:CRS84") if one is CRS84 else (f"EPSG:{one.epsg}",)


@cache
def to_lonlat(one: System) -> Callable[[Points], Points]:
    """Return the conversion of an (n, 2) array in a system's own axis order to longitude, latitude.

    Positions outside the area where the system is defined become infinite.
    """
    # The datum is that of storage by declaration, so only the projection is undone.
    source = CRS.from_epsg(one.epsg)
    transformer = Transformer.from_crs(source, source.geodetic_crs, always_xy=True)

    def convert(points: Points) -> Points:
        east, north = points[:, ::-1].T if one.north_first else points.T
        return np.column_stack(transformer.transform(east, north))

    return convert

"""The reference systems that files can be in.

Files of vector data begin with the east axis whatever the registry says about a system, longitude
before latitude and easting before northing; that is how GeoPackage, Shapefile, FlatGeobuf and
GeoParquet define it. CGCS2000 and WGS 84 are taken as equal, as everywhere here.

GCJ-02 has no entry in any registry. It is written as an engineering system of that name, from which
no program derives positions by itself; without one, a map would put it half a kilometre off and say
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import CRS, Transformer

from geo.datum import wgs84_to_gcj02
from layers import systems
from layers.errors import BadQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from layers.export.content import Content

    Points = NDArray[np.float64]

_GCJ02_WKT: Final = (
    'ENGCRS["GCJ-02 (approximate)",EDATUM["GCJ-02"],CS[Cartesian,2],'
    'AXIS["longitude",east],AXIS["latitude",north],'
    'ANGLEUNIT["degree",0.0174532925199433]]'
)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A reference system as files use it: east axis first.

    ``label`` goes into file names and is empty for the system of storage. ``axes`` name the columns
    of a table without geometry, with their unit where it is not the degree.
    """

    id: str
    label: str
    axes: tuple[str, str]
    is_approximate: bool = False

    @property
    def crs(self) -> CRS:
        """Return the system as files state it."""
        return _crs(self.id)

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are degrees."""
        return self.axes[0].endswith("lon")

    @property
    def decimals(self) -> int:
        """Return how many digits are a centimetre or less."""
        return 7 if self.is_geographic else 3

    def move(self, points: Points) -> Points:
        """Return an (n, 2) array of longitude and latitude in this system, east first."""
        return _mover(self.id)(points)


def _degrees(name: str) -> Placement:
    label = "" if name == "CRS84" else name.lower().replace(":", "")
    return Placement(id=name, label=label, axes=("lon", "lat"))


def _metres(name: str) -> Placement:
    label = name.lower().replace(":", "")
    return Placement(id=name, label=label, axes=("easting_m", "northing_m"))


def _placement(system: systems.System) -> Placement:
    if system is systems.CRS84:
        return _degrees("CRS84")
    name = f"EPSG:{system.epsg}"
    return _degrees(name) if system.is_geographic else _metres(name)


GCJ02: Final = Placement(
    id="GCJ-02",
    label="gcj02-approximate",
    axes=("gcj02_lon", "gcj02_lat"),
    is_approximate=True,
)
PLACEMENTS: Final = (*(_placement(one) for one in systems.SYSTEMS), GCJ02)
"""Every system, that of storage first."""
CRS84: Final = PLACEMENTS[0]
WGS84_ONLY: Final = tuple(one for one in PLACEMENTS if one.id in {"CRS84", "EPSG:4326"})


def placement(text: str | None, *, where: str = "crs") -> Placement:
    """Return the system of a name: an URI, ``EPSG:4547``, ``CRS84`` or ``gcj02``; None is CRS84.

    Raises
    ------
    BadQuery
        When there is none of this name; ``where`` names the parameter.
    """
    if text is None:
        return CRS84
    if text.casefold().replace("-", "") == "gcj02":
        return GCJ02
    try:
        return PLACEMENTS[systems.SYSTEMS.index(systems.system(text, where=where))]
    except BadQuery:
        known = ", ".join(one.id for one in PLACEMENTS)
        raise BadQuery(where=where, reason="crs", value=text, known=known) from None


@cache
def _crs(name: str) -> CRS:
    if name == GCJ02.id:
        return CRS.from_wkt(_GCJ02_WKT)
    return CRS.from_user_input("OGC:CRS84" if name == "CRS84" else name)


@cache
def _mover(name: str) -> Callable[[Points], Points]:
    if name == GCJ02.id:
        return wgs84_to_gcj02
    if _crs(name).is_geographic:
        return lambda points: points
    # The datum is that of storage by declaration, so only the projection is carried out.
    transformer = Transformer.from_crs(_crs(name).geodetic_crs, _crs(name), always_xy=True)
    return lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def moved(wkb: pa.Array, wanted: Placement, *, to_multi: bool = False) -> pa.Array:
    """Return geometries in another system; ``to_multi`` makes a multi-part geometry of each."""
    import pyarrow as pa

    if wanted.crs.is_geographic and not to_multi:
        return wkb
    shapes = shapely.from_wkb(wkb.to_numpy(zero_copy_only=False))
    if not wanted.crs.is_geographic:
        shapes = shapely.transform(shapes, wanted.move)
    if to_multi:
        shapes = np.array([_multi(one) for one in shapes], dtype=object)
    return pa.array(shapely.to_wkb(shapes), pa.binary())


def _multi(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    if isinstance(shape, shapely.Point):
        return shapely.MultiPoint([shape])
    if isinstance(shape, shapely.LineString):
        return shapely.MultiLineString([shape])
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape


def placed(
    content: Content, wanted: Placement, *, to_multi: bool = False
) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a content with their geometries in a system."""
    import pyarrow as pa

    for batch in content.batches():
        last = batch.num_columns - 1
        wkb = moved(batch.column(last), wanted, to_multi=to_multi)
        columns = [*batch.columns[:last], wkb]
        yield pa.record_batch(columns, schema=content.schema)

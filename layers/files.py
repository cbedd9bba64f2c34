"""Vector files and tables of the user's own machine, read for analyses without a database.

Files that come in over the network are another matter: they are opened in a sandbox only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo import datum as datums
from geo.errors import BadCoordinates, BadParameter, MissingCrs
from layers import columns
from layers.errors import FileNotReadable, UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_Frame = TypeVar("_Frame", bound=pd.DataFrame)
Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]

TABLES = {".csv": ",", ".tsv": "\t"}
DRIVERS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".geojsonl": "GeoJSONSeq",
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".fgb": "FlatGeobuf",
    ".kml": "KML",
    ".gml": "GML",
}


def read(path: Path, *, crs: str | None = None, datum: Datum | None = None) -> gpd.GeoDataFrame:
    """Read a file as a frame in EPSG:4326 or its own reference system.

    Parameters
    ----------
    path
        A vector file, GeoParquet, or a CSV/TSV table with longitude and latitude columns in
        degrees.
    crs
        The reference system of a file that does not state one (``EPSG:4546``).
    datum
        ``gcj02`` or ``bd09`` for shifted coordinates, which are brought to WGS 84.

    Raises
    ------
    FileNotReadable
        When the file is missing, empty, damaged or of another kind than its name says.
    UnknownFormat
        When its name tells no format that is read here.
    MissingCrs
        When neither the file nor ``crs`` names a reference system.
    BadParameter
        When ``crs`` is no known reference system.
    """
    if not path.is_file():
        raise FileNotReadable(where=str(path), reason="missing")
    frame = _with_crs(_open(path), crs, where=str(path))
    if datum in {"gcj02", "bd09"}:
        frame = _unshifted(frame, datum)
    return frame


def numbers(text: str, *, where: str) -> list[float]:
    """Read numbers separated by commas.

    Raises
    ------
    BadParameter
        When one is not a number.
    """
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise BadParameter(where=where, value=text, allowed="1,2,3") from None


def named(frame: gpd.GeoDataFrame, wanted: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the frame with the wanted columns, taken from columns of known other names.

    An identifier (``id``, ``code``) that cannot be found becomes the row's number, counted from 1,
    a name that cannot be found the identifier; any other is left missing, for the analysis to
    complain about. Identifiers are text. Columns of coordinates beside point geometry are dropped:
    the geometry is what was read and converted.
    """
    asked = [column for column in wanted if column not in _COORDINATES]
    complete = columns.aliased(_without_coordinates(frame), asked)
    for column in asked:
        if column in _IDENTIFIERS and column not in complete.columns:
            complete[column] = range(1, len(frame) + 1)
        if column in _NAMES and column not in complete.columns:
            complete[column] = complete[_NAMES[column]]
        if column in _IDENTIFIERS:
            complete[column] = complete[column].astype(str)
    return complete


_IDENTIFIERS = ("id", "code")
_NAMES = {"name_zh": "code"}
_COORDINATES = ("lon", "lat")


def _without_coordinates(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    are_points = bool((frame.geom_type.dropna() == "Point").all())
    doubled = [name for name in _COORDINATES if are_points and name in frame.columns]
    return frame.drop(columns=doubled)


def _open(path: Path) -> gpd.GeoDataFrame:
    suffix = path.suffix.lower()
    if suffix in TABLES:
        return _table(path, TABLES[suffix])
    if suffix == ".parquet":
        return _guarded(path, lambda: gpd.read_parquet(path))
    if suffix not in DRIVERS:
        known = ", ".join(sorted([*TABLES, *DRIVERS, ".parquet"]))
        raise UnknownFormat(where=str(path), known=known)
    return _guarded(path, lambda: _vector(path, DRIVERS[suffix]))


def _vector(path: Path, driver: str) -> gpd.GeoDataFrame:
    found = pyogrio.read_info(path)["driver"]
    if found != driver:
        raise FileNotReadable(where=str(path), reason="kind", expected=driver, found=found)
    frame = pyogrio.read_dataframe(path, **_encoding(path))
    if not isinstance(frame, gpd.GeoDataFrame):
        raise FileNotReadable(where=str(path), reason="no_geometry")
    return frame


def _encoding(path: Path) -> dict[str, str]:
    """Return the encoding of a shapefile that states none: UTF-8 if it fits, else GB18030."""
    table = path.with_suffix(".dbf")
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or not table.exists():
        return {}
    return {"encoding": _text_encoding(table.read_bytes())}


def _text_encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _table(path: Path, separator: str) -> gpd.GeoDataFrame:
    content = path.read_bytes()
    encoding = "utf-8-sig" if _text_encoding(content) == "utf-8" else "gb18030"
    # Everything is read as text first: a code such as 140702001 is a name, not a number.
    table = _guarded(path, lambda: pd.read_csv(path, sep=separator, encoding=encoding, dtype=str))
    places = {name: _position_column(table, name, path) for name in _COORDINATES}
    degrees = {
        name: pd.to_numeric(table[column], errors="coerce") for name, column in places.items()
    }
    bad = degrees["lon"].isna() | degrees["lat"].isna()
    if bad.any():
        row = int(np.flatnonzero(bad)[0]) + 2
        raise BadCoordinates(where=f"{path}:{row}", count=int(bad.sum()))
    points = gpd.points_from_xy(degrees["lon"], degrees["lat"])
    return gpd.GeoDataFrame(_typed(table), geometry=points, crs="EPSG:4326")


def _position_column(table: pd.DataFrame, wanted: str, path: Path) -> str:
    found = columns.source_of(wanted, table.columns)
    if found is None:
        there = ", ".join(map(str, table.columns))
        raise FileNotReadable(where=str(path), reason="no_position", columns=there)
    return found


_NUMBERS = ("year", "piles")


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the columns that are numbers by their meaning as numbers."""
    meant = {alias.lower() for name in _NUMBERS for alias in columns.aliases()[name]}
    return table.assign(
        **{
            str(name): pd.to_numeric(table[name], errors="coerce").astype("Int64")
            for name in table.columns
            if str(name).lower() in meant
        }
    )


def _guarded(path: Path, reader: Callable[[], _Frame]) -> _Frame:
    try:
        return reader()
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        ValueError,
        OSError,
    ) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "damaged"
        raise FileNotReadable(where=str(path), reason="damaged", detail=reason) from error


def _with_crs(frame: gpd.GeoDataFrame, crs: str | None, *, where: str) -> gpd.GeoDataFrame:
    if frame.crs is not None:
        return frame
    if crs is None:
        likely = ", ".join(candidates(frame))
        raise MissingCrs(where=where, candidates=likely, reason="candidates" if likely else "none")
    try:
        return frame.set_crs(CRS.from_user_input(crs))
    except CRSError:
        raise BadParameter(where="--crs", value=crs, allowed="EPSG:4490, EPSG:4546, …") from None


def candidates(frame: gpd.GeoDataFrame) -> list[str]:
    """Return the reference systems that the size of the coordinates allows, likeliest first."""
    west, south, east, north = frame.total_bounds
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:  # noqa: PLR2004 - degrees
        return ["EPSG:4490", "EPSG:4326"]
    if 37_000_000 <= west <= east < 39_000_000:  # noqa: PLR2004 - zone prefix 37 or 38
        return ["EPSG:4525" if west < 38_000_000 else "EPSG:4526"]  # noqa: PLR2004
    if 200_000 <= west <= east <= 800_000 and 3_500_000 <= south <= north <= 4_700_000:  # noqa: PLR2004
        return ["EPSG:4546", "EPSG:4547"]
    return ["EPSG:3857"] if 1.2e7 <= west <= east <= 1.3e7 else []  # noqa: PLR2004


def _unshifted(frame: gpd.GeoDataFrame, datum: str) -> gpd.GeoDataFrame:
    convert = {"gcj02": datums.gcj02_to_wgs84, "bd09": datums.bd09_to_wgs84}[datum]
    moved = shapely.transform(frame.geometry.to_numpy(), convert)
    unshifted: gpd.GeoDataFrame = frame.assign(geometry=moved).set_geometry("geometry")
    return unshifted.set_crs(frame.crs)

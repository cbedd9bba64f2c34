"""Read points and their attributes from GeoJSON, GeoPackage and Shapefile."""

from __future__ import annotations

import json
import math
import re
import warnings
from typing import TYPE_CHECKING

from geo import crs
from layers.township_points.errors import PointsFileBroken, PointsFileUnknown, SeveralLayers

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

Point = tuple[float, float]
Rows = list[dict[str, str]]

_LONLAT_NAMES = re.compile(r"(urn:ogc:def:crs:)?(OGC:(1\.3|2)?:?CRS84|EPSG:.*:?(4326|4490))")


def read_geojson(path: Path) -> tuple[Rows, list[Point | None]]:
    """Read a GeoJSON FeatureCollection; features that are no points have no position.

    Raises
    ------
    PointsFileBroken
        When it is not GeoJSON, or declares a reference system other than longitude and latitude.
        Addresses in it are never followed.
    """
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        features = [feature for feature in document["features"] if isinstance(feature, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PointsFileBroken(where=path.name, reason="not_geojson") from error
    _check_crs(document.get("crs"), path)
    rows = [_texts(feature.get("properties")) for feature in features]
    return rows, [_position(feature.get("geometry")) for feature in features]


def read_with_gdal(path: Path, driver: str, layer: str | None) -> tuple[Rows, list[Point | None]]:
    """Read a GeoPackage or Shapefile whose signature has been checked.

    A Shapefile without ``.cpg`` is read as UTF-8, and as GB 18030 where it is not.

    Raises
    ------
    PointsFileUnknown
        When another driver than the expected one answers.
    PointsFileBroken, SeveralLayers, MissingCrs
        What is wrong with the content.
    """
    import pyogrio

    try:
        with warnings.catch_warnings():
            # GDAL remarks on what it repairs or passes over; what matters is an error.
            warnings.simplefilter("ignore", RuntimeWarning)
            chosen = _one_layer(path, layer)
            if pyogrio.read_info(path, layer=chosen)["driver"] != driver:
                raise PointsFileUnknown(where=path.name)
            frame = _read(path, chosen, driver)
    except pyogrio.errors.DataSourceError as error:
        raise PointsFileBroken(where=path.name, reason="damaged") from error
    return _unpacked(frame, path)


def _one_layer(path: Path, layer: str | None) -> str:
    import pyogrio

    known = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if layer in known:
        return str(layer)
    if layer is None and len(known) == 1:
        return known[0]
    raise SeveralLayers(where=path.name, layers=", ".join(known))


def _read(path: Path, layer: str, driver: str) -> GeoDataFrame:
    import pyogrio

    says_encoding = driver != "ESRI Shapefile" or any(path.parent.glob(f"{path.stem}.[cC][pP][gG]"))
    frame: GeoDataFrame
    try:
        encoding = None if says_encoding else "UTF-8"
        frame = pyogrio.read_dataframe(path, layer=layer, encoding=encoding)
    except UnicodeDecodeError:
        frame = pyogrio.read_dataframe(path, layer=layer, encoding="GB18030")
    return frame


def _unpacked(frame: GeoDataFrame, path: Path) -> tuple[Rows, list[Point | None]]:
    lonlat = crs.to_lonlat(frame, where=path.name)
    points = [
        (shape.x, shape.y) if shape is not None and shape.geom_type == "Point" else None
        for shape in lonlat.geometry
    ]
    table = frame.drop(columns=frame.geometry.name)
    return [_texts(row) for row in table.to_dict("records")], points


def _check_crs(declared: object, path: Path) -> None:
    if declared is None:
        return
    properties = declared.get("properties") if isinstance(declared, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or _LONLAT_NAMES.fullmatch(name) is None:
        raise PointsFileBroken(where=path.name, reason="crs")


def _position(geometry: object) -> Point | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    match geometry.get("coordinates"):
        case [int() | float() as lon, int() | float() as lat, *_]:
            return float(lon), float(lat)
        case _:
            return None


def _texts(properties: object) -> dict[str, str]:
    if not isinstance(properties, dict):
        return {}
    pairs = ((str(key), _text(value)) for key, value in properties.items())
    return {key: text for key, text in pairs if text}


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    text = str(value).strip()
    return "" if text in {"nan", "<NA>", "NaT"} else text

"""From a frame of road lines to arrays: which lines cars use, in which direction, how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.crs import lonlat_geometries
from geo.frames import LINES, Contract, check
from geo.network.errors import NoRoads
from geo.network.road_rules import RoadRules

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

ROADS: Final = Contract(name="roads", geometry_types=LINES)

_FORWARD_ONLY: Final = frozenset({"true", "yes", "1"})
_BACKWARD_ONLY: Final = frozenset({"reverse", "-1"})
_ROUND: Final = frozenset({"roundabout", "circular"})


@dataclass(frozen=True, eq=False)
class Ways:
    """Lines that cars use, as arrays; way i has the vertices ``first[i]`` to ``first[i + 1] - 1``.

    ``lonlat`` shape (v, 2) in degrees; ``first`` shape (w + 1,); ``forward`` and ``backward``: may
    be driven in and against the order of the vertices; ``speed_kmh``; ``row``: the position of the
    way's row in the layer, so that a route can be led back to its roads.
    """

    lonlat: NDArray[np.float64]
    first: NDArray[np.int64]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    speed_kmh: NDArray[np.float64]
    row: NDArray[np.int64]

    @property
    def way_of_vertex(self) -> NDArray[np.int64]:
        """The way of each vertex, shape (v,)."""
        return np.repeat(np.arange(len(self.row)), np.diff(self.first))


def ways_from_roads(roads: GeoDataFrame, rules: RoadRules | None = None) -> Ways:
    """Read the roads that cars use from a layer of lines.

    Parameters
    ----------
    roads
        Lines in any declared system. Every column is optional: ``class`` (or ``highway``),
        ``oneway`` (``true``/``yes``/``1``, ``reverse``/``-1``, anything else is both ways; where
        it is missing, roundabouts by ``junction`` and motorways are one-way), ``maxspeed_kmh``
        (or ``maxspeed`` in km/h), ``access``.
    rules
        Drivable classes, speeds and what closes a road.

    Raises
    ------
    NoRoads
        If no line is left; the error lists the classes there are.
    MissingCrs, EmptyInput, WrongGeometry
        If the layer cannot be read as lines.
    """
    rules = RoadRules() if rules is None else rules
    check(roads, ROADS)
    lines = lonlat_geometries(roads.geometry, where="roads")
    usable = ~(shapely.is_missing(lines) | shapely.is_empty(lines))
    rows = np.flatnonzero(usable & _is_open(roads, rules) & _is_drivable(roads, rules))
    if not len(rows):
        raise NoRoads(where="roads", count=len(roads), classes=_classes_found(roads))
    oneway = _texts(roads, "oneway")[rows]
    implied = _implied_oneway(roads)[rows] & (oneway == "")
    parts, part_of = shapely.get_parts(lines[rows], return_index=True)
    lonlat, way_of = shapely.get_coordinates(parts, return_index=True)
    sizes = np.bincount(way_of, minlength=len(parts))
    return Ways(
        lonlat=lonlat,
        first=np.concatenate(([0], np.cumsum(sizes))),
        forward=~np.isin(oneway, list(_BACKWARD_ONLY))[part_of],
        backward=~(np.isin(oneway, list(_FORWARD_ONLY)) | implied)[part_of],
        speed_kmh=_speed_kmh(roads, rules)[rows][part_of],
        row=rows[part_of],
    )


def class_column(roads: GeoDataFrame) -> str | None:
    """Return the name of the column that holds the class of a road, or None."""
    return next((name for name in ("class", "highway") if name in roads.columns), None)


def _texts(roads: GeoDataFrame, name: str | None) -> NDArray[np.object_]:
    """Return a column as trimmed lower-case texts; missing values and columns are empty."""
    if name not in roads.columns:
        return np.full(len(roads), "", dtype=object)
    texts = roads[name].astype("string").str.strip().str.lower()
    # A one-way column with gaps reads 1 as 1.0.
    return np.asarray(texts.str.removesuffix(".0").fillna("").to_numpy(), dtype=object)


def _is_open(roads: GeoDataFrame, rules: RoadRules) -> NDArray[np.bool_]:
    return ~np.isin(_texts(roads, "access"), list(rules.closed_access))


def _is_drivable(roads: GeoDataFrame, rules: RoadRules) -> NDArray[np.bool_]:
    name = class_column(roads)
    if name is None:
        return np.ones(len(roads), dtype=bool)
    return np.isin(_texts(roads, name), list(rules.speeds_kmh))


def _implied_oneway(roads: GeoDataFrame) -> NDArray[np.bool_]:
    is_round = np.isin(_texts(roads, "junction"), list(_ROUND))
    return np.asarray(is_round | (_texts(roads, class_column(roads)) == "motorway"))


def _speed_kmh(roads: GeoDataFrame, rules: RoadRules) -> NDArray[np.float64]:
    """Return the stated speed of each road, else that of its class."""
    import pandas as pd

    by_class = pd.Series(_texts(roads, class_column(roads))).map(dict(rules.speeds_kmh))
    usual = np.asarray(by_class.astype(float).fillna(rules.plain_kmh), dtype=np.float64)
    name = next((each for each in ("maxspeed_kmh", "maxspeed") if each in roads.columns), None)
    if name is None:
        return usual
    stated: Any = pd.to_numeric(roads[name], errors="coerce")
    kmh = stated.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(kmh) & (kmh > 0), kmh, usual)


def _classes_found(roads: GeoDataFrame) -> list[str]:
    return sorted({str(each) for each in _texts(roads, class_column(roads)) if each})

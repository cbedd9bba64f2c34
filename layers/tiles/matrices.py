"""Tile matrix sets: how the earth is cut into tiles, and their OGC definitions.

``WebMercatorQuad`` is the one all web maps know. ``CGCS2000Quad`` cuts longitude and latitude in
CGCS2000 as China's national map service does in its ``c`` sets: level 1 has two tiles of 180
degrees side by side, each further level halves them; level 0 does not exist.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from layers.errors import UnknownFeature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LAST_ZOOM: Final = 18
TILE_PIXELS: Final = 256
_PIXEL_M: Final = 0.00028
"""The standard's pixel, by which scale denominators are defined."""
_EARTH_RADIUS_M: Final = 6_378_137.0
_HALF_EQUATOR_M: Final = math.pi * _EARTH_RADIUS_M
_DEGREE_M: Final = _HALF_EQUATOR_M / 180
_WEB_MERCATOR: Final = 3857
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


class UnknownTile(UnknownFeature):
    """There is no such tile or tile matrix set."""

    code = "unknown_tile"


@dataclass(frozen=True, kw_only=True)
class Place:
    """The place of a tile: its level, its row from the north, its column from the west."""

    zoom: int
    row: int
    column: int


@dataclass(frozen=True, kw_only=True)
class MatrixSet:
    """One way of cutting the earth into square tiles.

    Tiles are cut from geometry in ``srid``: ``exact`` names the part of ``tiles.sql`` that brings a
    feature's own to it, ``column`` that of generalised shapes, which are stored in each system.
    ``west``, ``north`` and ``width`` (of all columns) are in the units of that system, of which one
    is ``unit_m`` metres at the equator. ``axes`` are those of the
    reference system, in its order.
    """

    id: str
    uri: str | None
    crs: str
    srid: int
    exact: str
    column: str
    first_zoom: int
    west: float
    north: float
    height: float
    unit_m: float
    axes: tuple[str, str]

    @property
    def width(self) -> float:
        """The width of all columns."""
        return -2 * self.west

    def columns(self, zoom: int) -> int:
        """Return how many columns a level has."""
        return int(2**zoom)

    def rows(self, zoom: int) -> int:
        """Return how many rows a level has."""
        return max(1, round(self.height / self.width * self.columns(zoom)))

    def side(self, zoom: int) -> float:
        """Return the length of a tile's side."""
        return self.width / self.columns(zoom)

    def require(self, place: Place) -> Place:
        """Return a place that is on this set.

        Raises
        ------
        UnknownTile
            When it is not.
        """
        is_level = self.first_zoom <= place.zoom <= LAST_ZOOM
        if (
            not is_level
            or not 0 <= place.row < self.rows(place.zoom)
            or not 0 <= place.column < self.columns(place.zoom)
        ):
            raise UnknownTile(where=f"{self.id}/{place.zoom}/{place.row}/{place.column}")
        return place

    def bounds(self, place: Place) -> dict[str, float]:
        """Return the edges of a tile in the units of its system."""
        side = self.side(place.zoom)
        west = self.west + place.column * side
        north = self.north - place.row * side
        return {"west": west, "south": north - side, "east": west + side, "north": north}

    def lonlat_bounds(self, place: Place, *, reach: float = 0.0) -> dict[str, float]:
        """Return the edges of a tile in degrees, ``reach`` sides beyond them.

        A side of either set runs along a meridian or a parallel, so these edges hold exactly what
        the tile holds.
        """
        edges, more = self.bounds(place), reach * self.side(place.zoom)
        return {
            "west_lon": self._lon(edges["west"] - more),
            "south_lat": self._lat(edges["south"] - more),
            "east_lon": self._lon(edges["east"] + more),
            "north_lat": self._lat(edges["north"] + more),
        }

    def _lon(self, x: float) -> float:
        return x * self.unit_m / _DEGREE_M

    def _lat(self, y: float) -> float:
        if self.srid == _WEB_MERCATOR:
            return math.degrees(math.atan(math.sinh(y / _EARTH_RADIUS_M)))
        return y

    def limits(self, box: Sequence[float]) -> list[dict[str, Any]]:
        """Return which tiles of each level touch a box of longitudes and latitudes."""
        west, south, east, north = box
        return [
            {
                "tileMatrix": str(zoom),
                "minTileRow": self._row(north, zoom),
                "maxTileRow": self._row(south, zoom),
                "minTileCol": self._column(west, zoom),
                "maxTileCol": self._column(east, zoom),
            }
            for zoom in range(self.first_zoom, LAST_ZOOM + 1)
        ]

    def _column(self, lon: float, zoom: int) -> int:
        found = math.floor((lon + 180) / 360 * self.columns(zoom))
        return min(max(found, 0), self.columns(zoom) - 1)

    def _row(self, lat: float, zoom: int) -> int:
        y = lat
        if self.srid == _WEB_MERCATOR:
            bounded = math.radians(min(max(lat, -85.0), 85.0))
            y = _EARTH_RADIUS_M * math.asinh(math.tan(bounded))
        found = math.floor((self.north - y) / self.side(zoom))
        return min(max(found, 0), self.rows(zoom) - 1)

    def definition(self, title: str) -> dict[str, Any]:
        """Return the OGC definition of this set (Two Dimensional Tile Matrix Set 2.0)."""
        named = {"uri": self.uri} if self.uri else {}
        return {
            "id": self.id,
            "title": title,
            **named,
            "crs": self.crs,
            "orderedAxes": list(self.axes),
            "tileMatrices": [self._matrix(z) for z in range(self.first_zoom, LAST_ZOOM + 1)],
        }

    def _matrix(self, zoom: int) -> dict[str, Any]:
        cell = self.side(zoom) / TILE_PIXELS
        corner = [self.west, self.north]
        return {
            "id": str(zoom),
            "scaleDenominator": cell * self.unit_m / _PIXEL_M,
            "cellSize": cell,
            "cornerOfOrigin": "topLeft",
            # In the order of the system's axes, which is not always that of its geometry here.
            "pointOfOrigin": corner[::-1] if self.axes[0] == "Lat" else corner,
            "tileWidth": TILE_PIXELS,
            "tileHeight": TILE_PIXELS,
            "matrixWidth": self.columns(zoom),
            "matrixHeight": self.rows(zoom),
        }


MATRIX_SETS: Final[Mapping[str, MatrixSet]] = {
    one.id: one
    for one in (
        MatrixSet(
            id="WebMercatorQuad",
            uri="http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
            crs=f"{_EPSG}3857",
            srid=_WEB_MERCATOR,
            exact="tile_exact_3857",
            column="geom_3857",
            first_zoom=0,
            west=-_HALF_EQUATOR_M,
            north=_HALF_EQUATOR_M,
            height=2 * _HALF_EQUATOR_M,
            unit_m=1.0,
            axes=("E", "N"),
        ),
        MatrixSet(
            id="CGCS2000Quad",
            uri=None,
            crs=f"{_EPSG}4490",
            srid=4326,
            exact="tile_exact_4326",
            column="geom",
            first_zoom=1,
            west=-180.0,
            north=90.0,
            height=180.0,
            unit_m=_DEGREE_M,
            axes=("Lat", "Lon"),
        ),
    )
}
"""Every tile matrix set by its id."""


def matrix_set(name: str) -> MatrixSet:
    """Return the tile matrix set of a name.

    Raises
    ------
    UnknownTile
        When there is none.
    """
    if name not in MATRIX_SETS:
        raise UnknownTile(where=name[:60], known=", ".join(MATRIX_SETS))
    return MATRIX_SETS[name]

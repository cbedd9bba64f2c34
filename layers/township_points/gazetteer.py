"""The official townships and their counties, prepared for look-ups by code, name and place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo import crs
from geo.errors import MissingColumn
from layers.township_points.columns import vocabulary
from layers.township_points.names import stem, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame

    from layers.township_points.gis_files import Point

COUNTY_DIGITS = 6


class Gazetteer:
    """The official list.

    Parameters
    ----------
    official
        Townships with ``code``, ``name_zh``, ``county_code``, ``lon``, ``lat`` (degrees, WGS 84).
    counties
        Polygons with ``adcode``, ``name_zh``, in any reference system.

    Raises
    ------
    MissingColumn, MissingCrs
        When a frame is not such a layer.
    """

    def __init__(self, official: GeoDataFrame, counties: GeoDataFrame) -> None:
        _require(official, "townships", ("code", "name_zh", "county_code", "lon", "lat"))
        _require(counties, "counties", ("adcode", "name_zh"))
        self.name_of = dict(zip(official["code"], official["name_zh"], strict=True))
        places = zip(official["lon"].tolist(), official["lat"].tolist(), strict=True)
        self.place_of: dict[str, Point] = dict(zip(official["code"], places, strict=True))
        self.county_of = dict(zip(official["code"], official["county_code"], strict=True))
        shapes = crs.to_lonlat(counties, where="counties").geometry
        self.area_of = dict(zip(counties["adcode"], shapes, strict=True))
        self._suffixes = vocabulary().suffixes
        self._counties = _index(zip(counties["adcode"], counties["name_zh"], strict=True))
        self._county_stems = _index(
            (code, stem(name, self._suffixes.county))
            for code, name in zip(counties["adcode"], counties["name_zh"], strict=True)
        )
        self._by_county: dict[str, list[str]] = defaultdict(list)
        for code, county in self.county_of.items():
            self._by_county[county].append(code)

    def same_name(self, code: str, name: str) -> bool:
        """Tell whether a name is that of a township, its ending aside."""
        return self._stem(self.name_of[code]) == self._stem(name)

    def county(self, text: str) -> str | None:
        """Return the code of the county that a code or name means; an old ending is no matter."""
        plain = tidy(text)
        if plain.isascii() and plain.isdigit():
            code = plain[:COUNTY_DIGITS]
            return code if code in self.area_of else None
        for index, key in (
            (self._counties, plain),
            (self._county_stems, stem(plain, self._suffixes.county)),
        ):
            if len(found := index.get(key, [])) == 1:
                return found[0]
        return None

    def county_at(self, point: Point) -> str | None:
        """Return the county a point lies in; on a common border the first of the layer."""
        here = shapely.Point(point)
        return next((code for code, area in self.area_of.items() if area.intersects(here)), None)

    def townships(self, county: str, name: str) -> list[str]:
        """Return the codes of a county's townships that bear a name.

        The full name decides; only where no township has it are endings left aside.
        """
        codes = self._by_county.get(county, [])
        exact = [code for code in codes if tidy(self.name_of[code]) == tidy(name)]
        return exact or [code for code in codes if self.same_name(code, name)]

    def outside_m(self, code: str, point: Point) -> float:
        """Return how far a point lies outside a township's county: metres, 0 inside.

        The nearest point of the border is found in degrees with longitude shortened, the distance
        to it measured on the ellipsoid.
        """
        area = self.area_of[self.county_of[code]]
        here = shapely.Point(point)
        if area.intersects(here):
            return 0.0
        shrink = np.array([np.cos(np.radians(point[1])), 1.0])
        line = shapely.shortest_line(
            shapely.transform(here, lambda degrees: degrees * shrink),
            shapely.transform(area, lambda degrees: degrees * shrink),
        )
        near = shapely.get_coordinates(line)[-1] / shrink
        return float(crs.GEOD.inv(*point, *near)[2])

    def _stem(self, name: str) -> str:
        return stem(name, self._suffixes.township)


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in pairs:
        found[tidy(name)].append(code)
    return dict(found)


def _require(frame: GeoDataFrame, where: str, columns: tuple[str, ...]) -> None:
    for column in columns:
        if column not in frame.columns:
            raise MissingColumn(where=where, column=column)

"""Keep what lies in the prefectures: points by county, lines cut at the border, areas whole.

A line is cut so that lengths inside the prefectures are right. An area that reaches across the
border stays whole, because its size decides how it is judged (a park of 6 000 m², half of it
outside, is still a park of 6 000 m²).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from geo import crs
from geo.errors import EmptyInput, MissingColumn

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


class Clip:
    """The counties of the prefectures, prepared for many look-ups.

    Parameters
    ----------
    counties
        Polygons with ``adcode`` and ``name_zh``, in any reference system.

    Raises
    ------
    MissingColumn, EmptyInput, MissingCrs
        When the frame is not such a layer.
    """

    def __init__(self, counties: GeoDataFrame) -> None:
        for column in ("adcode", "name_zh"):
            if column not in counties.columns:
                raise MissingColumn(where="counties", column=column)
        if counties.empty:
            raise EmptyInput(where="counties")
        crs.require_crs(counties)
        self.adcodes = counties["adcode"].astype(str).to_numpy(dtype=object)
        self.names = counties["name_zh"].astype(str).to_numpy(dtype=object)
        self.polygons = np.asarray(crs.to_lonlat(counties).geometry.to_numpy(), dtype=object)
        self.whole = shapely.union_all(self.polygons)
        self._tree = shapely.STRtree(self.polygons)
        shapely.prepare(self.polygons)
        shapely.prepare(self.whole)

    def points(self, frame: GeoDataFrame) -> GeoDataFrame:
        """Keep the points in a county (its border included) and name the county.

        Adds ``county_code`` and ``county_zh``. A point on the border of two counties belongs to
        the first in the order of the layer.
        """
        at, county = self.counties_of(frame)
        order = np.lexsort((county, at))
        at, first = np.unique(at[order], return_index=True)
        county = county[order][first]
        kept: GeoDataFrame = frame.iloc[at]
        return kept.assign(county_code=self.adcodes[county], county_zh=self.names[county])

    def lines(self, frame: GeoDataFrame) -> GeoDataFrame:
        """Keep the parts of lines inside the prefectures, each in its own direction."""
        return _cut(frame, self.whole)

    def areas(self, frame: GeoDataFrame) -> GeoDataFrame:
        """Keep whole every area that touches the prefectures."""
        kept: GeoDataFrame = frame[shapely.intersects(self.whole, frame.geometry.to_numpy())]
        return kept

    def counties_of(self, frame: GeoDataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return pairs of positions, in ``frame`` and in the counties, that touch each other."""
        at, county = self._tree.query(frame.geometry.to_numpy(), predicate="intersects")
        return at, county

    def lines_by_county(self, frame: GeoDataFrame) -> list[tuple[int, GeoDataFrame]]:
        """Cut lines at county borders: pairs of a county's position and its part of ``frame``."""
        at, county = self.counties_of(frame)
        return [
            (int(one), _cut(frame.iloc[np.sort(at[county == one])], self.polygons[one]))
            for one in np.unique(county)
        ]


def _cut(frame: GeoDataFrame, area: BaseGeometry) -> GeoDataFrame:
    lines = frame.geometry.to_numpy()
    reaches = shapely.intersects(area, lines)
    crosses = reaches & ~shapely.covers(area, lines)
    parts = np.asarray(lines, dtype=object).copy()
    parts[crosses] = [inside_part(line, area) for line in lines[crosses]]
    keep = reaches & ~shapely.is_empty(parts)
    return gpd.GeoDataFrame(
        frame[keep].drop(columns=frame.geometry.name), geometry=parts[keep], crs=frame.crs
    )


def inside_part(line: BaseGeometry, area: BaseGeometry) -> BaseGeometry:
    """Return what of a line lies in an area: one line, several, or an empty geometry.

    An overlay gives pieces in any order and direction; here they follow the line, because the
    direction of a one-way street is data.
    """
    overlay = shapely.intersection(line, area)
    pieces = [part for part in shapely.get_parts(overlay) if part.geom_type == "LineString"]
    if not pieces:
        return shapely.LineString()
    places = [
        (line.project(_near_start(piece)), line.project(_near_end(piece))) for piece in pieces
    ]
    along = sorted(
        (min(place), piece if place[0] <= place[1] else piece.reverse())
        for place, piece in zip(places, pieces, strict=True)
    )
    return along[0][1] if len(along) == 1 else shapely.MultiLineString([part for _, part in along])


def _near_start(piece: BaseGeometry) -> shapely.Point:
    # A point inside the first segment: the end points of a loop lie at two places of the line.
    return shapely.line_interpolate_point(
        shapely.LineString(piece.coords[:2]), 0.25, normalized=True
    )


def _near_end(piece: BaseGeometry) -> shapely.Point:
    return shapely.line_interpolate_point(
        shapely.LineString(piece.coords[-2:]), 0.75, normalized=True
    )

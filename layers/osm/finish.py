"""What can only be done when everything has been read: bus stops once each, streets whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from scipy.spatial import KDTree

from geo import geometry as measure
from layers.osm.spool import in_batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from layers.osm.gather import Gathered
    from layers.osm.spool import Spool

SAME_STOP_M = 15.0
"""Two bus stops at most this far apart (straight line) with the same name, or one of them without,
are one stop drawn twice: a sign and its platform. Stops facing each other across a street are
farther apart."""


def bus_stops(spool: Spool) -> Iterator[GeoDataFrame]:
    """Yield every bus stop once, in batches."""
    if spool.rows:
        frame = spool.everything()
        yield from in_batches(frame[~repeated(frame)])


def repeated(stops: GeoDataFrame) -> NDArray[np.bool_]:
    """Tell which stops repeat another one within :data:`SAME_STOP_M` (edge ``≤``).

    Of a group the first with a name stays, else the first. ``stops`` has ``name_zh`` and points in
    EPSG:4326.
    """
    names = stops["name_zh"].to_numpy(dtype=object, na_value=None)
    order = np.argsort([name is None for name in names], kind="stable")
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order))
    gone = np.zeros(len(stops), dtype=bool)
    for keeper, other in sorted(_pairs(stops, rank), key=lambda pair: rank[list(pair)].tolist()):
        if not gone[keeper] and names[other] in {None, names[keeper]}:
            gone[other] = True
    return gone


def _pairs(stops: GeoDataFrame, rank: NDArray[np.int_]) -> list[tuple[int, int]]:
    """Return the positions of stops close to each other, the one of lower rank first."""
    to_space = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    lonlat = shapely.get_coordinates(stops.geometry.to_numpy())
    space = np.column_stack(to_space.transform(lonlat[:, 0], lonlat[:, 1], np.zeros(len(lonlat))))
    pairs = KDTree(space).query_pairs(SAME_STOP_M)
    return [(a, b) if rank[a] < rank[b] else (b, a) for a, b in pairs]


def streets(gathered: Gathered) -> Iterator[GeoDataFrame]:
    """Yield the named streets, one batch a county: each name once, all its pieces together.

    ``id`` is county code and name, ``length_m`` the geodesic length of all pieces (both
    carriageways count), ``pieces`` how many unconnected lines there are.
    """
    clip = gathered.clip
    for code, county, spool in zip(clip.adcodes, clip.names, gathered.streets, strict=True):
        if spool.rows:
            frame = _streets_of(spool.everything()).assign(county_code=code, county_zh=county)
            yield frame.assign(id=f"{code}-" + frame["name_zh"])[[*STREET_COLUMNS, "geometry"]]


STREET_COLUMNS = ("id", "name_zh", "name_en", "county_code", "county_zh", "length_m", "pieces")


def _streets_of(roads: GeoDataFrame) -> GeoDataFrame:
    by_name = roads.groupby("name_zh", sort=True)
    lines = [whole_line(part.geometry.to_numpy()) for _, part in by_name]
    geometry = gpd.GeoSeries(lines, crs=roads.crs)
    return gpd.GeoDataFrame(
        {
            "name_zh": pd.Series(by_name.groups.keys(), dtype="str"),
            "name_en": pd.Series(by_name["name_en"].first().to_numpy(), dtype="str"),
            "length_m": measure.length_m(geometry),
            "pieces": [len(line.geoms) for line in lines],
        },
        geometry=geometry,
        crs=roads.crs,
    )


def whole_line(pieces: NDArray[np.object_]) -> shapely.MultiLineString:
    """Join lines where they meet end to end into as few as possible."""
    merged = shapely.line_merge(shapely.union_all(pieces))
    return shapely.MultiLineString(list(shapely.get_parts(merged)))

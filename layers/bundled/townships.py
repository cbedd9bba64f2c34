"""The official townships of the three prefectures with a position and a schematic area."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from layers.bundled import counties, geonames, schematic, sources

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from layers.types import LayerContent

ID = "townships"
GEONAMES: Final = "geonames"
SCHEMATIC: Final = "schematic"


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return one row per township, by ``code``.

    ``position`` tells where ``lon`` and ``lat`` (degrees) come from: the GeoNames place of that
    name in the county, or a schematic position inside the county. The areas of a county are the
    Voronoi cells of its positions; together they are the county.
    """
    copy: GeoDataFrame = _frame().copy()
    return copy


@cache
def _frame() -> GeoDataFrame:
    import pandas as pd
    from geopandas import GeoDataFrame

    county_frame = counties.frame().rename(columns={"name_zh": "county_zh"})
    area_of = county_frame.set_index("adcode").geometry
    listed = _positioned(sources.table("layers/townships.csv"))
    parts = [
        _county(area_of[code], part.sort_values("code"))
        for code, part in listed.groupby("county_code", sort=True)
    ]
    columns = ["adcode", "county_zh", "prefecture_code"]
    table = pd.concat(parts).merge(
        county_frame[columns].rename(columns={"adcode": "county_code"}),
        on="county_code",
        validate="m:1",
    )
    ordered = GeoDataFrame(table, geometry="geometry", crs="EPSG:4326").sort_values("code")
    return sources.arrange(ID, ordered)


def _positioned(listed: DataFrame) -> DataFrame:
    """Add ``lon`` and ``lat`` where the list names a GeoNames place, else leave them missing."""
    named = listed.dropna(subset=["geonameid"])
    found = geonames.positions_of(
        dict(zip(named["geonameid"], named["geonames_name"], strict=True))
    )
    lonlat = [found.get(place_id, (np.nan, np.nan)) for place_id in listed["geonameid"]]
    return listed.assign(lon=[lon for lon, _ in lonlat], lat=[lat for _, lat in lonlat])


def _county(area: BaseGeometry, part: DataFrame) -> DataFrame:
    """Fill the missing positions of one county and divide its area."""
    from geo.geometry import voronoi_cells

    known = part["lon"].notna().to_numpy()
    lonlat: NDArray[np.float64] = part[["lon", "lat"]].to_numpy(dtype=np.float64, copy=True)
    lonlat[~known] = schematic.spread(area, lonlat[known], int((~known).sum()))
    return part.assign(
        lon=lonlat[:, 0],
        lat=lonlat[:, 1],
        position=np.where(known, GEONAMES, SCHEMATIC),
        geometry=voronoi_cells(lonlat, area),
    )

"""A demonstration set of public charging stations that meets Jinzhong's quotas exactly."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from layers.bundled import charging_allocations, schematic, sources, station_rule, townships

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import Series
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

    from layers.bundled.station_rule import Rule, Share
    from layers.types import LayerContent

ID = "stations"


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return one row per station, by county, year and number.

    ``year`` is the first year in service. The first station of a township stands half-way between
    the township's position and the roomiest place of its area, the others at roomy places.
    """
    copy: GeoDataFrame = _frame().copy()
    return copy


@cache
def _frame() -> GeoDataFrame:
    from geopandas import GeoDataFrame

    rule = station_rule.read(sources.rule(ID))
    every = townships.frame()
    rows: list[dict[str, Any]] = []
    for _, quota in charging_allocations.frame().iterrows():
        rows += _county(rule, every[every["county_code"] == quota["adcode"]], quota)
    return sources.arrange(ID, GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326"))


def _county(rule: Rule, served: GeoDataFrame, quota: Series[Any]) -> Iterator[dict[str, Any]]:
    lonlat = served[["lon", "lat"]].to_numpy(dtype=np.float64)
    quotas = {year: int(quota[f"new_{year}"]) for year in rule.served_by}
    shares = station_rule.allot(rule, lonlat, quotas)
    sites = _sites(served, lonlat, shares)
    of_year: Counter[int] = Counter()
    of_township: Counter[int] = Counter()
    for share in shares:
        township = served.iloc[share.township]
        for piles in share.stations:
            of_year[share.year] += 1
            of_township[share.township] += 1
            number = of_township[share.township]
            yield {
                "id": f"{quota['adcode']}-{share.year}-{of_year[share.year]:03d}",
                "name_zh": rule.name_zh.format(township=township["name_zh"], number=number),
                "county_code": quota["adcode"],
                "township_code": township["code"],
                "year": share.year,
                "piles": piles,
                "geometry": sites[share.township][number - 1],
            }


def _sites(
    served: GeoDataFrame, lonlat: NDArray[np.float64], shares: list[Share]
) -> dict[int, list[Point]]:
    """Return for each township that has stations where they stand, in order of opening."""
    needed: Counter[int] = Counter()
    for share in shares:
        needed[share.township] += len(share.stations)
    areas = served.geometry.to_numpy()
    return {row: _inside(areas[row], lonlat[row], count) for row, count in needed.items()}


def _inside(area: BaseGeometry, position: NDArray[np.float64], count: int) -> list[Point]:
    roomy = schematic.spread(area, position.reshape(1, 2), count)
    half_way = ((position + roomy[0]) / 2).round(schematic.DECIMALS)
    # An area may be hollow half-way; the roomiest place itself is always inside.
    if shapely.contains_xy(area, *half_way):
        roomy[0] = half_way
    return [shapely.Point(lonlat) for lonlat in roomy]

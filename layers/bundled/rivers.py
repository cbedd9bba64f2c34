"""The rivers that the plans name, with a course where openly packaged data has one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from layers.bundled import counties, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from layers.types import LayerContent

ID = "rivers"
MAPPED: Final = "mapped"
AWAITED: Final = "awaited"
_WHOLE_NUMBERS: Final = {"plan_year": "Int64", "width_m": "Int64"}


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return one row per river or reach in the order of ``rivers.csv``.

    ``width_m`` is the least width of the protection line on each side, in metres, where a plan
    states one. A river without a known course has no geometry and ``position`` ``awaited``.
    """
    copy: GeoDataFrame = _frame().copy()
    return copy


@cache
def _frame() -> GeoDataFrame:
    from geopandas import GeoDataFrame

    listed = sources.table("layers/rivers.csv", **_WHOLE_NUMBERS)
    courses, areas = _courses(), _prefectures()
    geometry = [
        courses[line].intersection(areas[prefecture]) if line in courses else None
        for line, prefecture in zip(listed["line"], listed["prefecture_code"], strict=True)
    ]
    listed["position"] = np.where([course is None for course in geometry], AWAITED, MAPPED)
    return sources.arrange(ID, GeoDataFrame(listed, geometry=geometry, crs="EPSG:4326"))


def _courses() -> Mapping[str, BaseGeometry]:
    """Return the bundled courses by name, each longer than the reaches cut from it."""
    lines = sources.features("layers/rivers.geojson")
    return dict(zip(lines["line"], lines.geometry, strict=True))


def _prefectures() -> Mapping[str, BaseGeometry]:
    dissolved = counties.frame().dissolve("prefecture_code")
    return dict(zip(dissolved.index, dissolved.geometry, strict=True))

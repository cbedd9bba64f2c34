"""The core area of Shuozhou that the three-year action plan bounds by three streets and a river."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.geometry import area_m2, polygon_from_boundaries
from layers.bundled import sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from layers.types import LayerContent

ID = "shuozhou-core-area"
SIDES: Final = ("north", "south", "west", "east")
SCHEMATIC: Final = "schematic"
MAPPED: Final = "mapped"
_M2_PER_KM2 = 1e6
_DECIMALS = 3


@dataclass(frozen=True)
class Bounds:
    """The plan's words for the bounds: a name for each of :data:`SIDES`, and the county's code."""

    county_code: str
    names: Mapping[str, str]


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return the one area between the schematic lines."""
    lines = sources.features("layers/shuozhou-core-area.geojson").set_index("side").geometry
    return area_between(dict(lines), position=SCHEMATIC)


def area_between(lines: Mapping[str, BaseGeometry], *, position: str) -> GeoDataFrame:
    """Return the one area; ``area_km2`` is its ellipsoidal area, beside the stated one.

    Parameters
    ----------
    lines
        The line of each of :data:`SIDES`, EPSG:4326.
    position
        Where the lines come from.

    Raises
    ------
    BoundariesDoNotMeet
        When two neighbouring lines do not reach each other, or the four enclose nothing.
    """
    from geopandas import GeoDataFrame

    area = polygon_from_boundaries(*(lines[side] for side in SIDES))
    stated = _stated().assign(
        area_km2=round(area_m2(area) / _M2_PER_KM2, _DECIMALS), position=position
    )
    return sources.arrange(ID, GeoDataFrame(stated, geometry=[area], crs="EPSG:4326"))


def bounds() -> Bounds:
    """Return the names of the four lines as the plan has them, and the county they lie in."""
    row = _stated().iloc[0]
    names = {side: str(row[f"{side}_zh"]) for side in SIDES}
    return Bounds(county_code=str(row["county_code"]), names=names)


def _stated() -> DataFrame:
    return sources.table("layers/shuozhou-core-area.csv", stated_area_km2="float64")

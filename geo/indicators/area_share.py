"""Area share: how much of a zone is of a kind, such as forest, green space and water."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import shapely

from geo.crs import lonlat_geometries
from geo.frames import POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input
from geo.indicators.reach import Reach, measure_coverage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim
    from geo.indicators.base import Measured, NotMeasurable


@dataclass(frozen=True, kw_only=True)
class AreaShareParams:
    """An area share has no parameters: what is of the kind is the choice of the inputs."""


def measure(
    inputs: Mapping[str, GeoDataFrame], params: AreaShareParams, aim: Aim
) -> Measured | NotMeasurable:
    """Divide the area of the ``patches`` inside the ``zones`` by that of the zones.

    Patches that overlap count once. Two kinds, such as green space and water, are measured
    together by giving their patches in one frame. ``aim`` is on the share.
    """
    del params
    patches = lonlat_geometries(inputs["patches"])
    patches = patches[~(shapely.is_missing(patches) | shapely.is_empty(patches))]
    drawn = Reach(likely=patches, least=patches, most=patches)
    return measure_coverage(inputs["zones"], drawn, aim, INDICATOR.rule)


INDICATOR = Indicator(
    id="area-share",
    edition="1",
    dated=date(2021, 4, 1),
    source="City examination indicators 2021 (Ministry of Housing): area of a kind over the zone",
    unit="share",
    inputs=(
        Input(
            id="zones",
            contract=Contract(
                name="zones", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
        Input(
            id="patches",
            contract=Contract(name="patches", geometry_types=POLYGONS),
            may_be_empty=True,
        ),
    ),
    params=AreaShareParams,
    needs=("area",),
    compute=measure,
)

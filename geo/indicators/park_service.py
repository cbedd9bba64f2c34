"""Service-radius coverage of parks by size, over residential land.

City examination list of 2021: residential land within 500 m of a park of 5 000 m² or more, or
within 300 m of one from 2 000 up to 5 000 m², over all residential land. The radius counts from
the edge of the park, overlaps count once, parks outside the zones serve too, and one park drawn in
touching pieces is one park.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import geopandas
import numpy as np
import shapely

from geo.analyses.params import Param, param
from geo.crs import LONLAT, lonlat_geometries
from geo.errors import BadParameter
from geo.frames import POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input
from geo.indicators.parts import largest_error_m
from geo.indicators.reach import joined, measure_coverage, reach
from geo.measures import area_m2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.indicators.aims import Aim
    from geo.indicators.base import Measured, NotMeasurable


@dataclass(frozen=True, kw_only=True)
class ParkServiceParams:
    """Size limits in square metres (each belongs to the class above it) and radii in metres."""

    large_m2: float = param(Param(kind="number", unit="m2", minimum=1), default=5_000.0)
    small_m2: float = param(Param(kind="number", unit="m2", minimum=0), default=2_000.0)
    large_radius_m: float = param(
        Param(kind="number", unit="m", minimum=1, maximum=10_000), default=500.0
    )
    small_radius_m: float = param(
        Param(kind="number", unit="m", minimum=1, maximum=10_000), default=300.0
    )


def measure(
    inputs: Mapping[str, GeoDataFrame], params: ParkServiceParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the share of residential land within the service radius of parks.

    Parameters
    ----------
    inputs
        ``zones``, the residential land, polygons with ``id``; ``parks``, polygons.
    params
        See `ParkServiceParams`.
    aim
        On the share, 0 to 1.

    Raises
    ------
    BadParameter
        If the smaller size is not below the larger.
    """
    if not params.small_m2 < params.large_m2:
        raise BadParameter(where="small_m2", value=params.small_m2, allowed="< large_m2")
    parks = whole_parks(inputs["parks"])
    size_m2 = area_m2(parks)
    error_m = largest_error_m(inputs["parks"])
    large = size_m2 >= params.large_m2
    small = (size_m2 >= params.small_m2) & ~large
    within = joined(
        reach(_frame(parks[large]), params.large_radius_m, error_m),
        reach(_frame(parks[small]), params.small_radius_m, error_m),
    )
    return measure_coverage(inputs["zones"], within, aim, INDICATOR.rule)


def whole_parks(parks: GeoDataFrame) -> NDArray[np.object_]:
    """Return the parks as single polygons, pieces that touch along a line joined into one."""
    drawn = lonlat_geometries(parks)
    merged = shapely.get_parts(shapely.union_all(drawn[~shapely.is_missing(drawn)]))
    return np.asarray(merged[~shapely.is_empty(merged)], dtype=object)


def _frame(parks: NDArray[np.object_]) -> GeoDataFrame:
    return geopandas.GeoDataFrame(geometry=parks, crs=LONLAT)


INDICATOR = Indicator(
    id="park-service",
    edition="2021",
    dated=date(2021, 4, 1),
    source="City examination indicators 2021 (Ministry of Housing), park service radius",
    unit="share",
    inputs=(
        Input(
            id="zones",
            contract=Contract(
                name="zones", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
        Input(
            id="parks", contract=Contract(name="parks", geometry_types=POLYGONS), may_be_empty=True
        ),
    ),
    params=ParkServiceParams,
    needs=("area",),
    compute=measure,
)

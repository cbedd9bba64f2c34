"""Bus-stop coverage: which share of the built-up area lies within 500 m of a bus stop.

The indicator of the transit-city programme: the area within 500 m of stops, overlaps once, over
the built-up area of the central city.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.analyses.params import Param, param
from geo.frames import POINTS, POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input
from geo.indicators.parts import largest_error_m
from geo.indicators.reach import measure_coverage, reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim
    from geo.indicators.base import Measured, NotMeasurable


@dataclass(frozen=True, kw_only=True)
class BusStopParams:
    """The radius around a stop in metres."""

    radius_m: float = param(
        Param(kind="number", unit="m", minimum=1, maximum=10_000), default=500.0
    )


def measure(
    inputs: Mapping[str, GeoDataFrame], params: BusStopParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the share of the ``zones`` within the radius of ``stops``; ``aim`` on the share."""
    stops = inputs["stops"]
    within = reach(stops, params.radius_m, largest_error_m(stops))
    return measure_coverage(inputs["zones"], within, aim, INDICATOR.rule)


INDICATOR = Indicator(
    id="bus-stops",
    edition="2013",
    dated=date(2013, 6, 1),
    source="Transit city assessment indicators (Ministry of Transport), 500 m bus-stop coverage",
    unit="share",
    inputs=(
        Input(
            id="zones",
            contract=Contract(
                name="zones", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
        Input(
            id="stops", contract=Contract(name="stops", geometry_types=POINTS), may_be_empty=True
        ),
    ),
    params=BusStopParams,
    needs=("area",),
    compute=measure,
)

"""Greenway coverage: which share of residential land lies within 1 000 m of a greenway.

As in the list of the city examination of 2021: the residential land within 1 km of greenways over
all residential land of the built-up area.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.analyses.params import Param, param
from geo.frames import LINES, POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input
from geo.indicators.parts import largest_error_m
from geo.indicators.reach import measure_coverage, reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim
    from geo.indicators.base import Measured, NotMeasurable


@dataclass(frozen=True, kw_only=True)
class GreenwayParams:
    """The service radius of a greenway in metres."""

    radius_m: float = param(
        Param(kind="number", unit="m", minimum=1, maximum=10_000), default=1_000.0
    )


def measure(
    inputs: Mapping[str, GeoDataFrame], params: GreenwayParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the share of the ``zones`` within the radius of ``greenways``; ``aim`` on it."""
    greenways = inputs["greenways"]
    within = reach(greenways, params.radius_m, largest_error_m(greenways))
    return measure_coverage(inputs["zones"], within, aim, INDICATOR.rule)


INDICATOR = Indicator(
    id="greenways",
    edition="2021",
    dated=date(2021, 4, 1),
    source="City examination indicators 2021 (Ministry of Housing), greenway service radius",
    unit="share",
    inputs=(
        Input(
            id="zones",
            contract=Contract(
                name="zones", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
        Input(
            id="greenways",
            contract=Contract(name="greenways", geometry_types=LINES | POLYGONS),
            may_be_empty=True,
        ),
    ),
    params=GreenwayParams,
    needs=("area",),
    compute=measure,
)

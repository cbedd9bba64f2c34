"""Coverage of area: which share of zones lies within a distance of the sites.

Reading (c) of the charging distance, for urban core and edge; also green space within 300 m and
parks within 500 m of where people live.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.analyses.params import Param, param
from geo.frames import POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input
from geo.indicators.parts import largest_error_m
from geo.indicators.reach import measure_coverage, reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim
    from geo.indicators.base import Measured, NotMeasurable


@dataclass(frozen=True, kw_only=True)
class CoverageAreaParams:
    """The distance T in metres; the edge of a circle has no area, so "<" and "≤" are the same."""

    distance_m: float = param(Param(kind="number", unit="m", minimum=0.001, maximum=100_000))


def measure(
    inputs: Mapping[str, GeoDataFrame], params: CoverageAreaParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the share of the zones' area within the distance of a site, overlaps once.

    ``inputs`` are ``zones`` (polygons with ``id``) and ``sites``; ``aim`` is on the share.
    """
    sites = inputs["sites"]
    within = reach(sites, params.distance_m, largest_error_m(sites))
    return measure_coverage(inputs["zones"], within, aim, INDICATOR.rule)


INDICATOR = Indicator(
    id="coverage-area",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025, reading (c)",
    unit="share",
    inputs=(
        Input(
            id="zones",
            contract=Contract(
                name="zones", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
        Input(id="sites", contract=Contract(name="sites"), may_be_empty=True),
    ),
    params=CoverageAreaParams,
    needs=("area",),
    compute=measure,
)

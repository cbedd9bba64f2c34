"""Stated area: does an area drawn on the map have the size the plan states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.crs import lonlat_geometries
from geo.frames import POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, Uncertainty
from geo.indicators.parts import errors_m, judged
from geo.measures import area_m2, length_m
from geo.units import M2_PER_HECTARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim


@dataclass(frozen=True, kw_only=True)
class StatedAreaParams:
    """A stated area has no parameters: how close is close enough stands in the aim."""


def measure(inputs: Mapping[str, GeoDataFrame], params: StatedAreaParams, aim: Aim) -> Measured:
    """Measure the area of ``areas`` on the ellipsoid, overlaps once.

    A boundary that may be off by e metres on a perimeter of p metres leaves the area open by
    p · e. ``aim`` is on square metres; parts are the single areas, whose status is that of the
    whole.
    """
    del params
    areas = inputs["areas"]
    drawn = lonlat_geometries(areas)
    whole = shapely.union_all(drawn[~shapely.is_missing(drawn)])
    value = float(area_m2(whole))
    error_m2 = _perimeter_m(whole) * float(errors_m(areas).max(initial=0.0))
    status = aim.accepted.status(value - error_m2, value + error_m2)
    gap = aim.accepted.gap(value)
    parts = judged(areas, np.nan_to_num(area_m2(drawn)), aim, error_m2)
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="data_error", error=error_m2, unit="m2"),
        parts=parts.assign(status=status),
        numerator=value,
        shortfall=(
            (Need(what="area", amount=gap / M2_PER_HECTARE, unit="ha"),)
            if value < aim.accepted.low
            else ()
        ),
        figures={"difference_m2": value - aim.value},
    )


def _perimeter_m(area: shapely.Geometry) -> float:
    rings = shapely.get_parts(shapely.boundary(np.array([area], dtype=object)))
    return float(length_m(rings).sum())


INDICATOR = Indicator(
    id="stated-area",
    edition="1",
    dated=date(2021, 4, 19),
    source="Shuozhou core area (2021), 30.02 km2; ellipsoidal area: Karney 2013",
    unit="m2",
    inputs=(
        Input(
            id="areas",
            contract=Contract(
                name="areas", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
    ),
    params=StatedAreaParams,
    needs=("area",),
    compute=measure,
)

"""Per person: an amount, an area or a length over the number of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.analyses.params import Param, param
from geo.crs import lonlat_geometries
from geo.errors import BadParameter
from geo.frames import Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable
from geo.indicators.parts import amounts
from geo.indicators.reach import surface_m2
from geo.measures import length_m
from geo.units import M2_PER_HECTARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim

_UNITS: Final = {"amount": "count/person", "area": "m2/person", "length": "m/person"}
_NEEDS: Final = {
    "amount": ("things", 1.0, "count"),
    "area": ("area", M2_PER_HECTARE, "ha"),
    "length": ("line", 1.0, "m"),
}


@dataclass(frozen=True, kw_only=True)
class PerCapitaParams:
    """What is divided: the column "amount", the "area" (overlaps once) or the "length"."""

    of: str = param(Param(kind="text", pattern="amount|area|length"), default="amount")


def measure(
    inputs: Mapping[str, GeoDataFrame], params: PerCapitaParams, aim: Aim
) -> Measured | NotMeasurable:
    """Divide what there is of ``things`` by the people of ``people`` (column ``amount``).

    ``aim`` is on the figure for one person (m², m or pieces); a figure for 10 000 people is
    converted before. A place whose number of people is not known leaves no denominator.

    Raises
    ------
    BadParameter
        If an amount of the things is not known.
    """
    people = amounts(inputs["people"])
    if np.isnan(people).any() or not people.sum() > 0:
        return NotMeasurable(needs=("people",), reason="no_denominator")
    numerator, denominator = _sum(inputs["things"], params.of), float(people.sum())
    value = numerator / denominator
    what, scale, unit = _NEEDS[params.of]
    lacking = max(aim.accepted.low - value, 0.0) * denominator / scale
    return INDICATOR.outcome(
        aim,
        value,
        aim.accepted.status(value, value),
        unit=_UNITS[params.of],
        numerator=numerator,
        denominator=denominator,
        shortfall=(Need(what=what, amount=lacking, unit=unit),) if lacking > 0 else (),
    )


def _sum(things: GeoDataFrame, of: str) -> float:
    if of == "amount":
        counted = amounts(things)
        if np.isnan(counted).any():
            raise BadParameter(where="amount", value="NaN", allowed="a number in every row")
        return float(counted.sum())
    drawn = lonlat_geometries(things)
    drawn = drawn[~shapely.is_missing(drawn)]
    return float(length_m(drawn).sum()) if of == "length" else surface_m2(shapely.union_all(drawn))


INDICATOR = Indicator(
    id="per-capita",
    edition="2010",
    dated=date(2010, 12, 1),
    source="GB/T 50563-2010, park area and greenway length for each person",
    unit="count/person",
    inputs=(
        Input(
            id="things",
            contract=Contract(
                name="things", columns=(Column(name="amount", kind="number", required=False),)
            ),
            may_be_empty=True,
            drawn=False,
        ),
        Input(
            id="people",
            contract=Contract(
                name="people", columns=(Column(name="amount", kind="number", unit="people"),)
            ),
            drawn=False,
        ),
    ),
    params=PerCapitaParams,
    needs=("things", "area", "line"),
    compute=measure,
)

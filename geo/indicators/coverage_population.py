"""Coverage of people: which share of the population lives within a distance of a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.distances import nearest_known
from geo.frames import Column, Contract
from geo.indicators.aims import Aim
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable, Uncertainty
from geo.indicators.parts import amounts, judged, largest_error_m, whole_microns
from geo.positions import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame


@dataclass(frozen=True, kw_only=True)
class CoveragePopulationParams:
    """The distance T in metres and whether a place exactly at T is left out ("<") or in ("<=")."""

    distance_m: float = param(Param(kind="number", unit="m", minimum=0.001))
    comparator: str = param(Param(kind="text", pattern="<|<="), default="<=")


def measure(
    inputs: Mapping[str, GeoDataFrame], params: CoveragePopulationParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the share of people whose place lies within the distance.

    ``inputs`` are ``places`` with ``id`` and ``amount`` (people) and ``sites``. A place without a
    position or a known number does not count. ``aim`` is on the share; parts are places with
    their distance in metres.
    """
    places, sites = inputs["places"], inputs["sites"]
    found = nearest_known(positions(places, where="places"), positions(sites, where="sites"))
    distance_m = whole_microns(found.distance_m)
    people = np.where(np.isnan(distance_m), 0.0, np.nan_to_num(amounts(places)))
    if not people.sum() > 0:
        return NotMeasurable(needs=("places",), reason="no_denominator")
    near = Aim(comparator="<" if params.comparator == "<" else "<=", value=params.distance_m)
    error_m = largest_error_m(places) + largest_error_m(sites)
    parts = judged(places, distance_m, near, error_m)
    inside = parts["value"].map(near.accepted.holds).to_numpy(dtype=bool)
    surely = (parts["status"] == "met").to_numpy(dtype=bool)
    perhaps = (parts["status"] == "uncertain").to_numpy(dtype=bool)
    total = float(people.sum())
    low, value, high = (
        float(people[who].sum() / total) for who in (surely, inside, surely | perhaps)
    )
    status = aim.accepted.status(low, high)
    missing = aim.accepted.gap(value) * total
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="data_error", error=error_m, unit="m"),
        parts=parts,
        numerator=float(people[inside].sum()),
        denominator=total,
        shortfall=(Need(what="people", amount=missing, unit="people"),) if missing > 0 else (),
    )


INDICATOR = Indicator(
    id="coverage-population",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025, reading (c), weighted by people",
    unit="share",
    inputs=(
        Input(
            id="places",
            contract=Contract(
                name="places",
                columns=(
                    Column(name="id", kind="text"),
                    Column(name="amount", kind="number", unit="people"),
                ),
            ),
            drawn=False,
        ),
        Input(id="sites", contract=Contract(name="sites")),
    ),
    params=CoveragePopulationParams,
    needs=("people",),
    compute=measure,
)

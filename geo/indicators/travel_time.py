"""Travel time: how long people take to the nearest facility, by a declared mode and speed.

The circles of 5, 10 and 15 minutes (GB 50180-2018, TD/T 1062-2021) and the 30 and 60 minute
circles of the plans name no speed. The time here is the straight distance, lengthened by a detour
factor, at a stated speed: 60 m/min and 5 km/h differ by 39 %, so the speed is always shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.distances import NO_SITE, nearest_known
from geo.frames import Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable, Uncertainty
from geo.indicators.parts import all_of, amounts, errors_m, judged, whole_microns
from geo.positions import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim

_DECIMALS = 9
_M_PER_MIN_AT_1_KMH = 1_000.0 / 60.0


@dataclass(frozen=True, kw_only=True)
class TravelTimeParams:
    """The mode, its speed in km/h, and the detour factor that a straight distance is given."""

    mode: str = param(Param(kind="text", pattern="walk|cycle|drive"), default="walk")
    speed_kmh: float = param(
        Param(kind="number", unit="km/h", minimum=0.1, maximum=400), default=5.0
    )
    detour: float = param(Param(kind="number", minimum=1, maximum=5), default=1.0)


def measure(
    inputs: Mapping[str, GeoDataFrame], params: TravelTimeParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the minutes from each place to its nearest facility.

    Parameters
    ----------
    inputs
        ``origins`` with ``id`` and perhaps ``amount`` (people); ``facilities``.
    params
        See `TravelTimeParams`.
    aim
        On the minutes; it is kept if the place with the longest way keeps it.

    Returns
    -------
    measured
        ``numerator`` and ``denominator`` count the people (or places) inside and in all.
    """
    origins, facilities = inputs["origins"], inputs["facilities"]
    start = positions(origins, where="origins")
    found = nearest_known(start, positions(facilities, where="facilities"))
    if (found.index == NO_SITE).all():
        return NotMeasurable(needs=("origins",), reason="geometry_awaited")
    pace = params.detour / (params.speed_kmh * _M_PER_MIN_AT_1_KMH)
    minutes = np.round(whole_microns(found.distance_m) * pace, _DECIMALS)
    off = np.where(found.index == NO_SITE, 0.0, errors_m(facilities)[found.index])
    error = (errors_m(origins) + off) * pace
    parts = judged(origins, minutes, aim, error)
    people = np.where(np.isnan(minutes), 0.0, np.nan_to_num(amounts(origins)))
    inside = np.array([aim.accepted.holds(each) for each in minutes.tolist()], dtype=bool)
    value, status = float(np.nanmax(minutes)), all_of(parts["status"])
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="data_error", error=float(error.max()), unit="min"),
        parts=parts,
        numerator=float(people[inside & ~np.isnan(minutes)].sum()),
        denominator=float(people.sum()),
        shortfall=_shortfall(parts, aim),
        figures={"speed_kmh": params.speed_kmh, "detour": params.detour},
    )


def _shortfall(parts: GeoDataFrame, aim: Aim) -> tuple[Need, ...]:
    known = parts[parts["value"].notna()]
    late = known[~known["value"].map(aim.accepted.holds)]
    if not len(late):
        return ()
    return (
        Need(what="places", amount=float(len(late)), unit="count"),
        Need(what="too_long", amount=float(late["gap"].max()), unit="min"),
    )


INDICATOR = Indicator(
    id="travel-time",
    edition="2021",
    dated=date(2021, 6, 9),
    source="TD/T 1062-2021, GB 50180-2018 (circles); straight distance at a stated speed",
    unit="min",
    inputs=(
        Input(
            id="origins",
            contract=Contract(
                name="origins",
                columns=(
                    Column(name="id", kind="text"),
                    Column(name="amount", kind="number", required=False, unit="people"),
                ),
            ),
            drawn=False,
        ),
        Input(id="facilities", contract=Contract(name="facilities")),
    ),
    params=TravelTimeParams,
    needs=("places", "too_long"),
    compute=measure,
)

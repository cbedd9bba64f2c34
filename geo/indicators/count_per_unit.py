"""Count per unit: what the sites of each unit amount to, and which unit lacks how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.frames import Column, Contract
from geo.indicators.assign import amount_per_unit
from geo.indicators.base import Indicator, Input, Measured, Need, Uncertainty
from geo.indicators.parts import all_of, judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim


@dataclass(frozen=True, kw_only=True)
class CountPerUnitParams:
    """Whether the aim holds for "each" unit or for their "average"."""

    over: str = param(Param(kind="text", pattern="each|average"), default="each")


def measure(inputs: Mapping[str, GeoDataFrame], params: CountPerUnitParams, aim: Aim) -> Measured:
    """Add up the sites of each unit and hold the sums, or their mean, against the aim.

    Parameters
    ----------
    inputs
        ``units`` with ``id``; ``sites`` with ``unit_id`` or a position, and perhaps ``amount``.
    params
        See `CountPerUnitParams`.
    aim
        On the amount of a unit.

    Returns
    -------
    measured
        ``value`` is the least of the units' amounts, or the mean; ``shortfall`` the units below
        the aim, and what all of them lack (for an average: what the total lacks).
    """
    units = inputs["units"]
    amount, unknown = amount_per_unit(units, inputs["sites"])
    parts = judged(units, amount, aim, at_least=unknown)
    average = params.over == "average"
    value = float(amount.mean() if average else amount.min())
    mean_high = np.inf if unknown.any() else value
    status = aim.accepted.status(value, mean_high) if average else all_of(parts["status"])
    gap = aim.accepted.gap(value)
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="lower_bound"),
        parts=parts,
        numerator=float(amount.sum()),
        denominator=float(len(units)),
        shortfall=_shortfall(parts, gap * len(units) if average else None),
        figures={"least": float(amount.min()), "mean": float(amount.mean())},
    )


def _shortfall(parts: GeoDataFrame, lacking: float | None) -> tuple[Need, ...]:
    """List what is lacking: in all for an average, else the sum of what the units lack."""
    short = parts["gap"] > 0
    total = float(parts.loc[short, "gap"].sum()) if lacking is None else lacking
    if not total > 0:
        return ()
    needs = (Need(what="things", amount=total, unit="count"),)
    return (*needs, Need(what="units", amount=float(short.sum()), unit="count"))


INDICATOR = Indicator(
    id="count-per-unit",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025: least figures for a county, township, village",
    unit="count",
    inputs=(
        Input(
            id="units",
            contract=Contract(name="units", columns=(Column(name="id", kind="text"),)),
            drawn=False,
        ),
        Input(id="sites", contract=Contract(name="sites"), may_be_empty=True, drawn=False),
    ),
    params=CountPerUnitParams,
    needs=("things", "units"),
    compute=measure,
)

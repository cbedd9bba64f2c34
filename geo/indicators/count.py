"""Count: how many there are of a thing, or what they amount to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.frames import Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, Uncertainty
from geo.indicators.parts import amounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim


@dataclass(frozen=True, kw_only=True)
class CountParams:
    """Whether the records hold everything ("complete") or begin too late ("lower_bound")."""

    records: str = param(Param(kind="text", pattern="complete|lower_bound"), default="complete")


def measure(inputs: Mapping[str, GeoDataFrame], params: CountParams, aim: Aim) -> Measured:
    """Add up the amounts of ``features`` (the column ``amount``, else 1 each).

    No feature counts as 0. A feature whose amount is not known, or records that begin too late,
    make the sum a lower bound: it can show that an aim is kept, but not that it is missed. ``aim``
    is on the sum.
    """
    amount = amounts(inputs["features"])
    value = float(np.nansum(amount))
    partial = params.records == "lower_bound" or bool(np.isnan(amount).any())
    status = aim.accepted.status(value, np.inf if partial else value)
    gap = aim.accepted.gap(value)
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="lower_bound"),
        numerator=value,
        shortfall=(
            (Need(what="things", amount=gap, unit="count"),) if value < aim.accepted.low else ()
        ),
        figures={"features": float(len(amount)), "unknown": float(np.isnan(amount).sum())},
    )


INDICATOR = Indicator(
    id="count",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025, annex: piles by county and year",
    unit="count",
    inputs=(
        Input(
            id="features",
            contract=Contract(
                name="features", columns=(Column(name="amount", kind="number", required=False),)
            ),
            may_be_empty=True,
            drawn=False,
        ),
    ),
    params=CountParams,
    needs=("things",),
    compute=measure,
)

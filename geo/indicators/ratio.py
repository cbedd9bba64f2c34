"""Ratio: one amount over another, such as public piles over electric vehicles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.frames import Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable, Uncertainty
from geo.indicators.parts import amounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim


@dataclass(frozen=True, kw_only=True)
class RatioParams:
    """A ratio has no parameters: what counts above and below is the choice of the inputs."""


def measure(
    inputs: Mapping[str, GeoDataFrame], params: RatioParams, aim: Aim
) -> Measured | NotMeasurable:
    """Divide the amounts of ``above`` by those of ``below`` (``amount``, else 1 each).

    An amount above that is not known makes the ratio a lower bound; one below leaves the figure
    without a denominator. ``aim`` is on the ratio.
    """
    del params
    above, below = amounts(inputs["above"]), amounts(inputs["below"])
    if np.isnan(below).any() or not below.sum() > 0:
        return NotMeasurable(needs=("below",), reason="no_denominator")
    numerator, denominator = float(np.nansum(above)), float(below.sum())
    value = numerator / denominator
    status = aim.accepted.status(value, np.inf if np.isnan(above).any() else value)
    lacking = max(aim.accepted.low - value, 0.0) * denominator
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="lower_bound"),
        numerator=numerator,
        denominator=denominator,
        shortfall=(Need(what="things", amount=lacking, unit="count"),) if lacking > 0 else (),
    )


def _role(name: str, *, may_be_empty: bool) -> Input:
    columns = (Column(name="amount", kind="number", required=False),)
    return Input(
        id=name,
        contract=Contract(name=name, columns=columns),
        may_be_empty=may_be_empty,
        drawn=False,
    )


INDICATOR = Indicator(
    id="ratio",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025: piles over vehicles",
    unit="ratio",
    inputs=(_role("above", may_be_empty=True), _role("below", may_be_empty=False)),
    params=RatioParams,
    needs=("things",),
    compute=measure,
)

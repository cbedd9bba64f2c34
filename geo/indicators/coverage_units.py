"""Coverage of units: how many counties, townships or villages have a site, or which share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.frames import Column, Contract
from geo.indicators.aims import Aim
from geo.indicators.assign import amount_per_unit
from geo.indicators.base import Indicator, Input, Measured, Need, Uncertainty
from geo.indicators.parts import judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class CoverageUnitsParams:
    """What makes a unit covered, and what is told of them.

    ``least`` is how much its sites must amount to (≥). ``figure`` is the "count" of covered units
    or their "share" of all.
    """

    least: float = param(Param(kind="number", minimum=0.000001), default=1.0)
    figure: str = param(Param(kind="text", pattern="count|share"), default="count")


def measure(inputs: Mapping[str, GeoDataFrame], params: CoverageUnitsParams, aim: Aim) -> Measured:
    """Count the units that have enough sites.

    Parameters
    ----------
    inputs
        ``units`` with ``id``; ``sites`` with ``unit_id`` or a position, and perhaps ``amount``.
        With ``earlier`` sites only units that were not covered by those count: units newly
        covered. ``denominator`` is then the number of units not covered before.
    params
        See `CoverageUnitsParams`.
    aim
        On the count, or on the share from 0 to 1. If further units are asked for than are left,
        covering all of them keeps the aim.

    Returns
    -------
    measured
        One part per unit with the amount of its sites, held against ``least``.
    """
    units = inputs["units"]
    amount, unknown = amount_per_unit(units, inputs["sites"])
    enough = Aim(comparator=">=", value=params.least)
    parts = judged(units, amount, enough, at_least=unknown)
    countable = ~_covered_by(units, inputs.get("earlier"), params.least)
    covered = int(((parts["status"] == "met") & countable).sum())
    possible = int(((parts["status"] == "uncertain") & countable).sum())
    scale = 1.0 / len(units) if params.figure == "share" else 1.0
    left = int((parts["status"] != "met").sum())
    gap = min(aim.accepted.gap(covered * scale), left * scale)
    status = aim.accepted.status(covered * scale, (covered + possible) * scale)
    if not left and aim.accepted.high == np.inf:
        status = "met"
    return INDICATOR.outcome(
        aim,
        covered * scale,
        status,
        Uncertainty(kind="lower_bound"),
        unit=params.figure,
        parts=parts,
        gap=gap,
        numerator=float(covered),
        denominator=float(countable.sum()),
        shortfall=_shortfall(gap / scale),
        figures={"units": float(len(units)), "left": float(left)},
    )


def _covered_by(
    units: GeoDataFrame, earlier: GeoDataFrame | None, least: float
) -> NDArray[np.bool_]:
    if earlier is None:
        return np.zeros(len(units), dtype=bool)
    return amount_per_unit(units, earlier)[0] >= least


def _shortfall(missing: float) -> tuple[Need, ...]:
    # Shares times a number of units are whole only up to rounding.
    count = float(np.ceil(round(missing, 6)))
    return (Need(what="units", amount=count, unit="count"),) if count > 0 else ()


INDICATOR = Indicator(
    id="coverage-units",
    edition="1",
    dated=date(2023, 12, 27),
    source="Jinzhong charging plan 2023-2025: units with a public pile or station",
    unit="count",
    inputs=(
        Input(
            id="units",
            contract=Contract(name="units", columns=(Column(name="id", kind="text"),)),
            drawn=False,
        ),
        Input(id="sites", contract=Contract(name="sites"), may_be_empty=True, drawn=False),
        Input(
            id="earlier",
            contract=Contract(name="earlier"),
            optional=True,
            may_be_empty=True,
            drawn=False,
        ),
    ),
    params=CoverageUnitsParams,
    needs=("units",),
    compute=measure,
)

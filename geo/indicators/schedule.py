"""Schedule progress: what was due by the end of a year, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geo.analyses.params import Param, param
from geo.frames import Column, Contract
from geo.indicators.aims import Aim
from geo.indicators.base import Indicator, Input, Measured, Need
from geo.indicators.parts import amounts, judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame


@dataclass(frozen=True, kw_only=True)
class ScheduleParams:
    """The year by whose end progress is measured."""

    year: int = param(Param(kind="integer", minimum=1900, maximum=2100))


def measure(inputs: Mapping[str, GeoDataFrame], params: ScheduleParams, aim: Aim) -> Measured:
    """Add up what is done by the end of a year.

    Parameters
    ----------
    inputs
        ``items`` with ``id``, ``due`` (year), ``done`` (year, missing if not done) and perhaps
        ``amount``, such as kilometres.
    params
        See `ScheduleParams`.
    aim
        On the amount done.

    Returns
    -------
    measured
        ``denominator`` is what was due by then. One part per item due by then, with 1 if it is
        done by then and 0 if not; an item done early counts in the value, but is no part.
    """
    items = inputs["items"]
    amount = np.nan_to_num(amounts(items))
    done = (items["done"] <= params.year).fillna(value=False).to_numpy(dtype=bool)
    due = (items["due"] <= params.year).fillna(value=False).to_numpy(dtype=bool)
    value = float(amount[done].sum())
    parts = judged(items[due], done[due], Aim(comparator=">=", value=1.0))
    overdue = float((due & ~done).sum())
    return INDICATOR.outcome(
        aim,
        value,
        aim.accepted.status(value, value),
        parts=parts,
        numerator=value,
        denominator=float(amount[due].sum()),
        shortfall=_shortfall(max(aim.accepted.low - value, 0.0), overdue),
        figures={"overdue": overdue},
    )


def _shortfall(lacking: float, overdue: float) -> tuple[Need, ...]:
    needs = (Need(what="things", amount=lacking, unit="count"),) if lacking > 0 else ()
    return (*needs, Need(what="overdue", amount=overdue, unit="count")) if overdue else needs


INDICATOR = Indicator(
    id="schedule",
    edition="1",
    dated=date(2024, 1, 1),
    source="Jinzhong happy rivers list by year and task table (2024)",
    unit="count",
    inputs=(
        Input(
            id="items",
            contract=Contract(
                name="items",
                columns=(
                    Column(name="id", kind="text"),
                    Column(name="due", kind="integer"),
                    Column(name="done", kind="integer"),
                    Column(name="amount", kind="number", required=False),
                ),
            ),
            drawn=False,
        ),
    ),
    params=ScheduleParams,
    needs=("things", "overdue"),
    compute=measure,
)

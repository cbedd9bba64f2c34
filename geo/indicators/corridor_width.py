"""Corridor width: do ecological corridors keep a net width without interruption.

City examination list of 2021: the length of the corridors between clusters that are continuous at
a net width of 100 m or more, over the length of all that are required.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo.analyses.params import Param, param
from geo.crs import LONLAT, lonlat_geometries
from geo.frames import POLYGONS, Column, Contract
from geo.indicators.aims import Aim
from geo.indicators.base import Indicator, Input, Measured, Need, Uncertainty
from geo.indicators.narrowing import RESOLUTION_M, Narrowing, narrowing
from geo.indicators.parts import all_of, errors_m, judged
from geo.measures import length_m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.indicators.aims import Status


@dataclass(frozen=True, kw_only=True)
class CorridorWidthParams:
    """What is told: the narrowest "width" of any corridor, or the "share" that keeps the width.

    ``net_width_m`` is the width asked for when the share is told; a width is held against the aim.
    """

    figure: str = param(Param(kind="text", pattern="width|share"), default="width")
    net_width_m: float = param(Param(kind="number", unit="m", minimum=1), default=100.0)


def measure(inputs: Mapping[str, GeoDataFrame], params: CorridorWidthParams, aim: Aim) -> Measured:
    """Measure the bottleneck of each corridor and find its pinch points.

    Parameters
    ----------
    inputs
        ``corridors``, polygons with ``id``.
    params
        See `CorridorWidthParams`.
    aim
        On the width in metres, or on the share of corridor length.

    Returns
    -------
    measured
        Parts are the corridors with their bottleneck width and, with the id of the corridor and a
        number, the pinch points. A corridor in pieces has the width 0. Lengths are the longer
        sides of the least rectangle around a corridor.
    """
    corridors = inputs["corridors"][inputs["corridors"].geometry.notna()]
    wanted = aim if params.figure == "width" else Aim(comparator=">=", value=params.net_width_m)
    found = [narrowing(area, wanted.value) for area in lonlat_geometries(corridors)]
    width_m = np.array([each.width_m for each in found])
    error_m = 2.0 * errors_m(corridors) + RESOLUTION_M
    parts = judged(corridors, width_m, wanted, error_m)
    length = np.array([_length_m(area) for area in lonlat_geometries(corridors)])
    value, status = _figure(params, parts, length, aim)
    pinches = _pinches(parts, found)
    total = float(length.sum())
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="data_error", error=float(error_m.max()), unit="m"),
        unit="m" if params.figure == "width" else "share",
        parts=_together(parts, pinches),
        numerator=float(length[(parts["gap"] == 0).to_numpy()].sum()),
        denominator=total,
        shortfall=_shortfall(parts, pinches),
        figures={
            "pinches": float(len(pinches)),
            "open_share": float(np.average([each.open_share for each in found], weights=length)),
        },
    )


def _figure(
    params: CorridorWidthParams, parts: GeoDataFrame, length: NDArray[np.float64], aim: Aim
) -> tuple[float, Status]:
    if params.figure == "width":
        return float(parts["value"].min()), all_of(parts["status"])

    def share(which: pd.Series[bool]) -> float:
        return float(length[which.to_numpy(dtype=bool)].sum() / length.sum())

    low, high = share(parts["status"] == "met"), share(parts["status"] != "missed")
    return share(parts["gap"] == 0), aim.accepted.status(low, high)


def _length_m(area: shapely.Geometry) -> float:
    """Return the longer side of the least rectangle around an area, in metres."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))
    sides = shapely.linestrings(np.stack((corners[:2], corners[1:3])))
    return float(length_m(sides).max())


def _pinches(parts: GeoDataFrame, found: Sequence[Narrowing]) -> GeoDataFrame:
    rows = [
        row | {"id": f"{row['id']}:{number}", "geometry": piece}
        for row, each in zip(parts.drop(columns="geometry").to_dict("records"), found, strict=True)
        if row["status"] != "met"
        for number, piece in enumerate(each.pinches, 1)
    ]
    columns = list(parts.columns)
    return geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=LONLAT)


def _together(parts: GeoDataFrame, pinches: GeoDataFrame) -> GeoDataFrame:
    if not len(pinches):
        return parts
    return geopandas.GeoDataFrame(pd.concat([parts, pinches], ignore_index=True), crs=LONLAT)


def _shortfall(parts: GeoDataFrame, pinches: GeoDataFrame) -> tuple[Need, ...]:
    narrow = parts[parts["gap"] > 0]
    if not len(narrow):
        return ()
    return (
        Need(what="corridors", amount=float(len(narrow)), unit="count"),
        Need(what="widening", amount=float(narrow["gap"].max()), unit="m"),
        Need(what="pinches", amount=float(len(pinches)), unit="count"),
    )


INDICATOR = Indicator(
    id="corridor-width",
    edition="2021",
    dated=date(2021, 4, 1),
    source="City examination indicators 2021 (Ministry of Housing), ecological corridors",
    unit="m",
    inputs=(
        Input(
            id="corridors",
            contract=Contract(
                name="corridors",
                columns=(Column(name="id", kind="text"),),
                geometry_types=POLYGONS,
            ),
        ),
    ),
    params=CorridorWidthParams,
    needs=("corridors", "widening", "pinches"),
    compute=measure,
)

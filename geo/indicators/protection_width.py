"""River protection width: how wide the protected strip is, for each reach and each bank.

The Taiyuan plan asks for 100 m or more along the Fen and 50 m along its tributaries, from the
water's edge. Widths are read on transects from the reference line that is given: shores of a
water surface, or a centre line, which then makes the strip look wider by half the river.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import shapely

from geo.analyses.params import Param, param
from geo.buffers import buffer_m
from geo.crs import LONLAT, lonlat_geometries
from geo.frames import LINES, POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable, Uncertainty
from geo.indicators.parts import all_of, errors_m, judged, largest_error_m
from geo.indicators.transects import Transects, banks, widths_m

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geo.indicators.aims import Aim

_DRAWING_SHARE = 0.002
"""A drawn zone keeps its width to this share: its outline to half of it, reading it the rest."""


@dataclass(frozen=True, kw_only=True)
class ProtectionWidthParams:
    """Distance between transects, and how far they look beyond the width asked for."""

    step_m: float = param(Param(kind="number", unit="m", minimum=5, maximum=1_000), default=50.0)
    look: float = param(Param(kind="number", minimum=1, maximum=20), default=2.0)


@dataclass(frozen=True, kw_only=True)
class _Bank:
    reach: int
    side: str
    transects: Transects
    width_m: Any


def measure(
    inputs: Mapping[str, GeoDataFrame], params: ProtectionWidthParams, aim: Aim
) -> Measured | NotMeasurable:
    """Measure the least width of the strip along each bank.

    Parameters
    ----------
    inputs
        ``reaches``, lines or water surfaces with ``id``; ``zones``, the protected strip as
        polygons, each for all reaches or, with ``reach_id``, for its own; perhaps ``obstacles``,
        such as buildings, at which the strip ends.
    params
        See `ProtectionWidthParams`. A width is told up to ``look`` times that of the aim.
    aim
        On the width of one bank in metres.

    Returns
    -------
    measured
        One part per reach and bank with its least width, and one without a value for a reach
        without a course. ``numerator`` and ``denominator`` are metres of bank: wide enough, all.
    """
    reaches = inputs["reaches"]
    found = list(_banks(inputs, params, params.look * aim.value))
    if not found:
        return NotMeasurable(needs=("zones",), reason="geometry_awaited")
    parts = _parts(inputs, found, aim)
    length = np.concatenate([each.transects.length_m for each in found])
    wide = np.concatenate([_holds(each, aim) for each in found])
    value, status = float(np.nanmin(parts["value"])), all_of(parts["status"])
    blocked = _encroaching(inputs, aim.value)
    return INDICATOR.outcome(
        aim,
        value,
        status,
        Uncertainty(kind="data_error", error=float(parts["error"].max()), unit="m"),
        parts=parts,
        numerator=float(length[wide].sum()),
        denominator=float(length.sum()),
        shortfall=_shortfall(float(length[~wide].sum()), float(parts["gap"].max()), blocked),
        figures={
            "transects": float(len(length)),
            "encroachments": float(blocked),
            "reaches_without_course": float(reaches.geometry.isna().sum()),
        },
    )


def _banks(
    inputs: Mapping[str, GeoDataFrame], params: ProtectionWidthParams, reach_out_m: float
) -> Iterator[_Bank]:
    courses = lonlat_geometries(inputs["reaches"])
    blocks = inputs.get("obstacles")
    obstacles = None if blocks is None else shapely.union_all(lonlat_geometries(blocks))
    for row, reach_id in enumerate(inputs["reaches"]["id"]):
        zone = _zone(inputs["zones"], reach_id)
        if shapely.is_missing(courses[row]) or zone.is_empty:
            continue
        for side, transects in banks(courses[row], params.step_m, reach_out_m).items():
            width_m = widths_m(transects, zone, obstacles, reach_out_m)
            yield _Bank(reach=row, side=side, transects=transects, width_m=width_m)


def _zone(zones: GeoDataFrame, reach_id: str) -> BaseGeometry:
    own = zones[zones["reach_id"] == reach_id] if "reach_id" in zones.columns else zones
    drawn = lonlat_geometries(own)
    return shapely.union_all(drawn[~shapely.is_missing(drawn)])


def _holds(bank: _Bank, aim: Aim) -> Any:  # noqa: ANN401 - an array of truth
    allowed = _DRAWING_SHARE * aim.value
    return np.array(
        [aim.accepted.gap(each) <= allowed for each in bank.width_m.tolist()], dtype=bool
    )


def _parts(inputs: Mapping[str, GeoDataFrame], found: list[_Bank], aim: Aim) -> GeoDataFrame:
    reaches = inputs["reaches"].reset_index(drop=True)
    named = reaches["name"] if "name" in reaches.columns else reaches["id"]
    measured = {each.reach for each in found}
    without = [row for row in range(len(reaches)) if row not in measured]
    rows = [each.reach for each in found] + without
    ids = [f"{reaches['id'][each.reach]}:{each.side}" for each in found]
    values = [float(each.width_m.min()) for each in found] + [np.nan] * len(without)
    frame = geopandas.GeoDataFrame(
        {
            "id": ids + [str(reaches["id"][row]) for row in without],
            "name": [named[row] for row in rows],
        },
        geometry=lonlat_geometries(reaches)[rows],
        crs=LONLAT,
    )
    off = errors_m(reaches)[rows] + largest_error_m(inputs["zones"])
    return judged(frame, values, aim, off + _DRAWING_SHARE * aim.value)


def _encroaching(inputs: Mapping[str, GeoDataFrame], width_m: float) -> int:
    """Count the obstacles within the width asked for."""
    if "obstacles" not in inputs:
        return 0
    courses = lonlat_geometries(inputs["reaches"])
    strip = shapely.union_all(
        [buffer_m(each, width_m) for each in courses[~shapely.is_missing(courses)]]
    )
    return int(shapely.intersects(lonlat_geometries(inputs["obstacles"]), strip).sum())


def _shortfall(narrow_m: float, widest_gap_m: float, blocked: int) -> tuple[Need, ...]:
    needs = []
    if narrow_m > 0:
        needs.append(Need(what="bank", amount=narrow_m, unit="m"))
        needs.append(Need(what="widening", amount=widest_gap_m, unit="m"))
    if blocked:
        needs.append(Need(what="encroachments", amount=float(blocked), unit="count"))
    return tuple(needs)


INDICATOR = Indicator(
    id="protection-width",
    edition="1",
    dated=date(2023, 3, 13),
    source="Taiyuan ecology plan 14th FYP, river protection lines of 100 m and 50 m",
    unit="m",
    inputs=(
        Input(
            id="reaches",
            contract=Contract(
                name="reaches",
                columns=(Column(name="id", kind="text"),),
                geometry_types=LINES | POLYGONS,
            ),
        ),
        Input(
            id="zones",
            contract=Contract(
                name="zones",
                columns=(Column(name="reach_id", kind="text", required=False),),
                geometry_types=POLYGONS,
            ),
        ),
        Input(id="obstacles", contract=Contract(name="obstacles"), optional=True),
    ),
    params=ProtectionWidthParams,
    needs=("bank", "widening", "encroachments"),
    compute=measure,
)

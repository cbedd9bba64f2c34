"""Fields that state an area or a length, compared with the geometry in every usual unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo import measures as measuring
from layers.inspection import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from layers.inspection.findings import Findings, Where
    from layers.inspection.geometry import Shapes

_SAMPLE: Final = 300
_CLOSE: Final = 0.05
"""Projected and rounded areas differ from those on the ellipsoid by less than this share."""
_AGREE: Final = 0.8


def check(table: pa.Table, shapes: Shapes, findings: Findings, where: Where) -> None:
    """Tell in which unit a field agrees with the geometry, or that it agrees in none.

    Parameters
    ----------
    table
        The attributes.
    shapes
        In longitude and latitude.
    findings, where
        Where to tell.
    """
    dimensions = shapely.get_dimensions(shapes.geometries)
    for kind, wanted, measure in (
        ("area", 2, measuring.area_m2),
        ("length", 1, measuring.length_m),
    ):
        usable = np.flatnonzero((dimensions == wanted) & shapes.placed)
        if len(usable):
            for name in vocabulary.every("measures", kind, table.column_names):
                at = where.at(field=name)
                _compare(table.column(name), usable, shapes, (kind, measure), findings, at)


def _compare(
    column: pa.ChunkedArray,
    usable: NDArray[np.int64],
    shapes: Shapes,
    what: tuple[str, Callable[..., NDArray[np.float64]]],
    findings: Findings,
    at: Where,
) -> None:
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        return
    stated = np.array(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)
    places = usable[np.isfinite(stated[usable]) & (stated[usable] > 0)]
    places = places[:: max(1, len(places) // _SAMPLE)]
    if not len(places):
        return
    kind, measure = what
    measured = measure(shapes.geometries[places])
    ratios = measured / stated[places]
    unit, agreeing = _best_unit(ratios, vocabulary.tables()[f"{kind}_units"])
    plain = shapely.area if kind == "area" else shapely.length
    in_degrees = np.abs(plain(shapes.geometries[places]) / stated[places] - 1.0) < _CLOSE
    if in_degrees.sum() > agreeing.sum():
        unit, agreeing = "degrees", in_degrees
    if agreeing.mean() >= _AGREE:
        findings.info(f"{kind}_agrees", at, unit=unit)
    worst = np.flatnonzero(~agreeing)
    if len(worst):
        first = int(worst[0])
        findings.warn(
            f"{kind}_differs",
            at.at(row=int(shapes.rows[places[first]])),
            stated=round(float(stated[places[first]]), 3),
            measured=round(float(measured[first]), 3),
            count=len(worst),
            of=len(places),
        )


def _best_unit(
    ratios: NDArray[np.float64], units: dict[str, float]
) -> tuple[str, NDArray[np.bool_]]:
    best = ("", np.zeros(len(ratios), dtype=bool))
    for unit, size in units.items():
        agreeing = np.abs(ratios / size - 1.0) < _CLOSE
        if agreeing.sum() > best[1].sum():
            best = (unit, agreeing)
    return best

"""Density: length of lines over an area, such as the road network of a built-up area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

from geo.crs import lonlat_geometries
from geo.frames import LINES, POLYGONS, Column, Contract
from geo.indicators.base import Indicator, Input, Measured, Need, NotMeasurable, Uncertainty
from geo.indicators.parts import judged
from geo.measures import area_m2, length_m
from geo.units import M2_PER_KM2, M_PER_KM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.indicators.aims import Aim


@dataclass(frozen=True, kw_only=True)
class DensityParams:
    """A density has no parameters: which classes of line count is the choice of the inputs."""


def measure(
    inputs: Mapping[str, GeoDataFrame], params: DensityParams, aim: Aim
) -> Measured | NotMeasurable:
    """Divide the length of ``lines`` inside ``zones`` by the area of the zones.

    Parameters
    ----------
    inputs
        ``lines``, where ``paired`` (true or false) marks those that are drawn for one direction
        only: they count half, as one of two carriageways of a road, which counts once.
        ``zones``, polygons with ``id`` that do not overlap.
    params
        None.
    aim
        On kilometres a square kilometre.

    Returns
    -------
    measured
        ``numerator`` in km, ``denominator`` in km²; one part per zone. Some lines of one direction
        are streets of their own; so the figure may be higher, up to that with all of them whole.
    """
    del params
    areas = lonlat_geometries(inputs["zones"])
    area_km2 = np.nan_to_num(area_m2(areas)) / M2_PER_KM2
    if not area_km2.sum() > 0:
        return NotMeasurable(needs=("zones",), reason="no_denominator")
    lines = lonlat_geometries(inputs["lines"])
    paired = _paired(inputs["lines"])
    whole_km = lengths_inside_m(areas, lines) / M_PER_KM
    inside_km = whole_km - lengths_inside_m(areas, lines[paired]) / M_PER_KM / 2
    own = np.divide(inside_km, area_km2, out=np.full(len(areas), np.nan), where=area_km2 > 0)
    value = float(inside_km.sum() / area_km2.sum())
    lacking_m = max(aim.accepted.low - value, 0.0) * float(area_km2.sum()) * M_PER_KM
    most = float(whole_km.sum() / area_km2.sum())
    return INDICATOR.outcome(
        aim,
        value,
        aim.accepted.status(value, most),
        Uncertainty(kind="data_error", error=most - value, unit=INDICATOR.unit),
        parts=judged(inputs["zones"], own, aim),
        numerator=float(inside_km.sum()),
        denominator=float(area_km2.sum()),
        shortfall=(Need(what="line", amount=lacking_m, unit="m"),) if lacking_m > 0 else (),
    )


def _paired(lines: GeoDataFrame) -> NDArray[np.bool_]:
    if "paired" not in lines.columns:
        return np.zeros(len(lines), dtype=bool)
    return np.asarray(lines["paired"].to_numpy(), dtype=bool)


def lengths_inside_m(areas: NDArray[np.object_], lines: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the length of lines inside each area, in metres along the ellipsoid."""
    area_row, line_row = STRtree(lines).query(areas, predicate="intersects")
    pieces = shapely.intersection(areas[area_row], lines[line_row])
    simple, piece_of = shapely.get_parts(pieces, return_index=True)
    # Where a line only touches an area, the cut is a point.
    linear = shapely.get_dimensions(simple) == 1
    metres = length_m(simple[linear])
    return np.bincount(area_row[piece_of[linear]], metres, len(areas)).astype(np.float64)


INDICATOR = Indicator(
    id="density",
    edition="2018",
    dated=date(2019, 3, 1),
    source="GB/T 51328-2018, network density: centre lines over the area of built-up land",
    unit="km/km2",
    inputs=(
        Input(
            id="zones",
            contract=Contract(
                name="zones", columns=(Column(name="id", kind="text"),), geometry_types=POLYGONS
            ),
        ),
        Input(id="lines", contract=Contract(name="lines", geometry_types=LINES), may_be_empty=True),
    ),
    params=DensityParams,
    needs=("line",),
    compute=measure,
)

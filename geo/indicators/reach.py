"""How much of an area lies within reach of facilities: the core of every coverage indicator."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

from geo.buffers import buffer_m
from geo.crs import lonlat_geometries
from geo.indicators.base import Measured, Need, NotMeasurable, Uncertainty, doubtful
from geo.indicators.parts import judged
from geo.measures import area_m2
from geo.units import M2_PER_HECTARE

if TYPE_CHECKING:
    from collections.abc import Callable

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.indicators.aims import Aim

    Zones = NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What lies within reach, and what would if every position were off to the worse or better."""

    likely: Zones
    least: Zones
    most: Zones


def reach(sites: GeoDataFrame, radius_m: float, error_m: float) -> Reach:
    """Return the areas within a radius of sites, geodesically, each site by itself.

    Parameters
    ----------
    sites
        Points, lines or areas in any declared system; an area counts from its edge.
    radius_m
        Radius in metres, above 0.
    error_m
        How far a position may be off, in metres; 0 makes the three alike.
    """
    likely = _around(sites, radius_m)
    if not error_m > 0:
        return Reach(likely=likely, least=likely, most=likely)
    least = _around(sites, radius_m - error_m) if radius_m > error_m else likely[:0]
    return Reach(likely=likely, least=least, most=_around(sites, radius_m + error_m))


def covered_m2(zones: Zones, within: Zones) -> NDArray[np.float64]:
    """Return how much of each zone lies in the areas together, in square metres.

    Overlaps count once; a zone without a geometry gives 0.
    """
    covered = np.zeros(len(zones))
    if not len(within):
        return covered
    zone_row, within_row = STRtree(within).query(zones, predicate="intersects")
    # The query answers zone by zone, so each zone's areas stand together.
    starts = np.flatnonzero(np.diff(zone_row, prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(zone_row)]):
        row = zone_row[start]
        joined = shapely.union_all(within[within_row[start:end]])
        covered[row] = surface_m2(shapely.intersection(zones[row], joined))
    return covered


def surface_m2(geometry: object) -> float:
    """Return the area of a geometry in square metres, leaving out its points and lines."""
    parts = shapely.get_parts(np.atleast_1d(np.asarray(geometry, dtype=object)))
    parts = shapely.get_parts(parts)
    return float(area_m2(parts[shapely.get_dimensions(parts) == 2]).sum())  # noqa: PLR2004 - surfaces


def measure_coverage(
    zones: GeoDataFrame, reached: Reach, aim: Aim, method: str
) -> Measured | NotMeasurable:
    """Measure the share of an area within reach.

    Parameters
    ----------
    zones
        Polygons with ``id``; zones that overlap each other count each for itself.
    reached
        From `reach`, or several of them joined.
    aim
        On the share, 0 to 1.
    method
        The rule that is measured.

    Returns
    -------
    measured
        ``numerator`` and ``denominator`` in square metres, one part per zone with its own share.
        If positions may be off, the share is also worked out with every radius shortened and
        lengthened by the error.
    """
    areas = lonlat_geometries(zones)
    whole_m2 = np.nan_to_num(area_m2(areas))
    if not whole_m2.sum() > 0:
        return NotMeasurable(needs=("zones",), reason="no_denominator")
    inside_m2 = covered_m2(areas, reached.likely)
    total_m2, value = float(whole_m2.sum()), _share(inside_m2, whole_m2)
    low, high = value, value
    if reached.least is not reached.likely:
        low = _share(covered_m2(areas, reached.least), whole_m2)
        high = _share(covered_m2(areas, reached.most), whole_m2)
    status = aim.accepted.status(low, high)
    doubt = Uncertainty(kind="data_error", error=max(value - low, high - value), unit="share")
    own = np.divide(inside_m2, whole_m2, out=np.full(len(areas), np.nan), where=whole_m2 > 0)
    return Measured(
        method=method,
        value=value,
        unit="share",
        status=status,
        gap=aim.accepted.gap(value),
        edge_rule=aim.edge_rule,
        parts=judged(zones, np.minimum(own, 1.0), aim),
        numerator=float(inside_m2.sum()),
        denominator=total_m2,
        uncertainty=doubtful(status, doubt),
        shortfall=_shortfall(aim.accepted.gap(value) * total_m2),
    )


def joined(*several: Reach) -> Reach:
    """Return several reaches as one."""

    def gather(pick: Callable[[Reach], Zones]) -> Zones:
        return np.concatenate([pick(each) for each in several])

    likely = gather(lambda each: each.likely)
    if all(each.least is each.likely for each in several):
        return Reach(likely=likely, least=likely, most=likely)
    least, most = gather(lambda each: each.least), gather(lambda each: each.most)
    return Reach(likely=likely, least=least, most=most)


def _around(sites: GeoDataFrame, radius_m: float) -> Zones:
    zones = lonlat_geometries(buffer_m(sites.geometry, radius_m))
    known: Zones = zones[~(shapely.is_missing(zones) | shapely.is_empty(zones))]
    return known


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> float:
    return min(float(part.sum() / whole.sum()), 1.0)


def _shortfall(missing_m2: float) -> tuple[Need, ...]:
    if not missing_m2 > 0:
        return ()
    return (Need(what="area", amount=missing_m2 / M2_PER_HECTARE, unit="ha"),)

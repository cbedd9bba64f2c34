"""The core area of Shuozhou between the streets and the river that its plan names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import shapely

from geo.errors import BoundariesDoNotMeet, NothingEnclosed
from layers.bundled import shuozhou_core_area as bundled
from layers.osm import boundary_streets
from layers.plan_layers import descriptions
from layers.types import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from layers.osm import BoundaryLines
    from layers.types import LayerContent

ID: Final = bundled.ID
BOUNDING: Final = ("streets", "rivers")
"""The layers of an extract that may hold the bounds."""

AGREES_WITHIN: Final = 0.1
"""Drawn and stated area agree up to this share of the stated one (edge ``≤``)."""


def content(
    lines: Sequence[LayerContent], counties: GeoDataFrame
) -> tuple[LayerContent | None, list[Finding]]:
    """Return the layer, or nothing when its bounds are not all known, and what was noticed.

    Parameters
    ----------
    lines
        The extract's layers of lines with names: ``streets`` and ``rivers``, as far as it has any.
        The river's coarse course is no bound: it is farther off than the streets are wide.
    counties
        Polygons with ``adcode`` in EPSG:4326; names count only in the plan's county, because
        street names repeat from town to town.
    """
    found = _bounds(lines, counties)
    if found.missing:
        names = ", ".join(found.missing[side] for side in bundled.SIDES if side in found.missing)
        return None, [_finding("info", "core_area_lines_missing", missing=names)]
    try:
        area = bundled.area_between(found.lines, position=bundled.MAPPED)
    except NothingEnclosed:
        return None, [_finding("warning", "core_area_not_enclosed")]
    except BoundariesDoNotMeet as error:
        return None, [_gap(error)]
    layer = descriptions.content(descriptions.describe(ID), lambda: [area], lines)
    return layer, _compared(area)


def _bounds(lines: Sequence[LayerContent], counties: GeoDataFrame) -> BoundaryLines:
    plan = bundled.bounds()
    within = counties.loc[counties["adcode"].astype(str) == plan.county_code].union_all()
    near = shapely.box(*within.bounds) if not within.is_empty else within
    # A province has more streets than should be in memory at once; one county has not.
    frames = [
        batch[batch["name_zh"].notna() & shapely.intersects(near, batch.geometry.to_numpy())]
        for layer in lines
        for batch in layer.batches()
    ]
    return boundary_streets(frames, plan.names, within)


def _finding(level: Literal["info", "warning"], code: str, **facts: object) -> Finding:
    return Finding(level=level, code=code, where=ID, facts=facts)


def _gap(error: BoundariesDoNotMeet) -> Finding:
    names = bundled.bounds().names
    first, second = (names[str(error.facts[which])] for which in ("first", "second"))
    gap_m, tolerance_m = error.facts["gap_m"], error.facts["tolerance_m"]
    facts = {"first": first, "second": second, "gap_m": gap_m, "tolerance_m": tolerance_m}
    return _finding("warning", "core_area_gap", **facts)


def _compared(area: GeoDataFrame) -> list[Finding]:
    row = area.iloc[0]
    drawn_km2, stated_km2 = float(row["area_km2"]), float(row["stated_area_km2"])
    if abs(drawn_km2 - stated_km2) <= AGREES_WITHIN * stated_km2:
        return []
    return [_finding("warning", "core_area_differs", drawn_km2=drawn_km2, stated_km2=stated_km2)]

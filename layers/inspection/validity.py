"""Invalid geometry: the reason and the place, and the repair with what it changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers.inspection.findings import MOST_OF_A_KIND
from layers.inspection.geometry import Repaired
from layers.inspection.portions import in_portions
from layers.inspection.repair import make_valid

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from layers.inspection.findings import Findings, Where
    from layers.inspection.geometry import Shapes
    from layers.sandbox.limits import Limits

_REASON: Final = re.compile(r"(?P<reason>[^\[]+)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")


def check(shapes: Shapes, limits: Limits, findings: Findings, where: Where) -> int:
    """Repair invalid geometry, tell of each, keep out what cannot be repaired; return how many.

    A repair is taken when it has the dimension of the original.
    """
    placed = np.flatnonzero(shapes.placed)
    invalid = placed[~in_portions(shapely.is_valid, shapes.geometries[placed])]
    if not len(invalid):
        return 0
    originals = shapes.geometries[invalid]
    repaired = make_valid(originals.tolist(), limits)
    for place, original, made in zip(invalid.tolist(), originals, repaired, strict=True):
        kept = _same_dimension(original, made) if made is not None else None
        _report(original, kept, _place(original, shapes, place, where), findings, made is None)
        if kept is None:
            shapes.refuse(np.array([place]), "geometry_not_repairable")
            shapes.geometries[place] = None
        else:
            shapes.geometries[place] = kept
            if len(shapes.repaired) < MOST_OF_A_KIND:
                row = int(shapes.rows[place])
                shapes.repaired[row] = Repaired(before=original, after=kept)
    return len(invalid)


def _same_dimension(original: BaseGeometry, made: BaseGeometry) -> BaseGeometry | None:
    """Return the parts of a repair that have the dimension of the original; None without any."""
    wanted = shapely.get_dimensions(original)
    if shapely.get_dimensions(made) < wanted or made.is_empty:
        return None
    if made.geom_type != "GeometryCollection":
        return made
    parts = [part for part in shapely.get_parts(made) if shapely.get_dimensions(part) == wanted]
    joined: BaseGeometry = shapely.union_all(parts)
    return joined


def _place(original: BaseGeometry, shapes: Shapes, place: int, where: Where) -> Where:
    coordinate = reason(original)[1]
    row = int(shapes.rows[place])
    return where.at(row=row, coordinate=coordinate)


def reason(geometry: BaseGeometry) -> tuple[str, tuple[float, float] | None]:
    """Return why a geometry is invalid, in the words of GEOS, and where."""
    found = _REASON.match(shapely.is_valid_reason(geometry))
    if found is None or found["x"] is None:
        return (found["reason"].strip() if found else ""), None
    return found["reason"].strip(), (float(found["x"]), float(found["y"]))


def _report(
    original: BaseGeometry,
    kept: BaseGeometry | None,
    at: Where,
    findings: Findings,
    took_too_long: bool,  # noqa: FBT001 - one of two reasons
) -> None:
    why = reason(original)[0]
    if kept is None:
        cause = "time" if took_too_long else "nothing_left"
        findings.error("geometry_not_repairable", at, reason=why, cause=cause)
        return
    before, after = float(shapely.area(original)), float(shapely.area(kept))
    facts = {
        "reason": why,
        "type_before": original.geom_type,
        "type_after": kept.geom_type,
        "parts_after": int(shapely.get_num_geometries(kept)),
        "area_change": round(after - before, 6),
        "area_unit": "file_units",
    }
    findings.warn("geometry_invalid", at, **facts)

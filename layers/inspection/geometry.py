"""From stored geometry to shapes: what is missing, broken, endless or too large is named here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import shapely

from layers.inspection import curves, wkb_depth
from layers.inspection.portions import in_portions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from layers.inspection.findings import Findings, Where
    from layers.sandbox.limits import Limits

_CHUNK: Final = 50_000
_MAX_LON, _MAX_LAT = 180.0, 90.0


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """An invalid geometry as it stands in the file, and what it was repaired to."""

    before: BaseGeometry
    after: BaseGeometry


@dataclass(kw_only=True)
class Shapes:
    """The geometries of a layer, flat, and which rows cannot be used.

    ``rows`` is how people count them; ``reasons`` gives the code of the finding that keeps a row
    out, by its position; ``repaired`` the first few repairs, by row.
    """

    geometries: NDArray[np.object_]
    rows: NDArray[np.int64]
    reasons: dict[int, str] = field(default_factory=dict)
    had_z: int = 0
    repaired: dict[int, Repaired] = field(default_factory=dict)

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which rows are not kept out; some of them may have no geometry."""
        usable = np.ones(len(self.geometries), dtype=bool)
        usable[list(self.reasons)] = False
        return usable

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Which usable rows have a geometry that is not empty."""
        placed: NDArray[np.bool_] = (
            self.usable & ~shapely.is_missing(self.geometries) & ~shapely.is_empty(self.geometries)
        )
        return placed

    def refuse(self, places: NDArray[np.int64], code: str) -> None:
        """Keep rows out."""
        self.reasons.update(dict.fromkeys(places.tolist(), code))


def parse(
    wkb: pa.ChunkedArray | pa.Array,
    rows: NDArray[np.int64],
    limits: Limits,
    findings: Findings,
    where: Where,
) -> Shapes:
    """Return the shapes of stored geometry.

    Parameters
    ----------
    wkb
        Well-known binary; null for a missing geometry, empty bytes for one that could not be read
        and was reported.
    rows
        How people count the rows.
    limits, findings, where
        What is allowed, and where to tell of it.

    Raises
    ------
    LimitExceeded
        When there are more vertices, or geometry nests deeper, than is allowed.
    """
    array = wkb.combine_chunks() if isinstance(wkb, pa.ChunkedArray) else wkb
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.nulls(0, pa.binary())
    limits.check("geometry_nesting", wkb_depth.deepest(array), where=where.layer)
    shapes = Shapes(
        geometries=np.full(len(array), None, dtype=object),
        rows=rows,
    )
    vertices = 0
    for start in range(0, len(array), _CHUNK):
        part = slice(start, min(start + _CHUNK, len(array)))
        _parse_part(array.slice(start, _CHUNK), part, shapes, findings, where)
        vertices += _count(part, shapes, limits, where)
        limits.check("vertices", vertices, where=where.layer)
    _report_missing(shapes, findings, where)
    _refuse_endless(shapes, limits, findings, where)
    return shapes


def _parse_part(
    array: pa.Array, part: slice, shapes: Shapes, findings: Findings, where: Where
) -> None:
    raw = np.array([value or None for value in array.to_pylist()], dtype=object)
    found = _shapes(raw, part.start, shapes, findings, where)
    stored = np.array([value is not None for value in raw], dtype=bool)
    unread = stored & shapely.is_missing(found) & shapes.usable[part]
    for place in np.flatnonzero(unread).tolist():
        found[place] = _closed(raw[place], part.start + place, shapes, findings, where)
    told = array.is_valid().to_numpy(zero_copy_only=False) & ~stored
    shapes.refuse(np.flatnonzero(told) + part.start, "position_unreadable")
    flat = shapely.has_z(found) | shapely.has_m(found)
    shapes.had_z += int(flat.sum())
    shapes.geometries[part] = shapely.force_2d(found) if flat.any() else found


def _shapes(
    raw: NDArray[np.object_], start: int, shapes: Shapes, findings: Findings, where: Where
) -> NDArray[np.object_]:
    """Parse binary; arcs become short straight segments, other curves are kept out."""
    try:
        return in_portions(_read, raw)
    except NotImplementedError:
        found = np.full(len(raw), None, dtype=object)
    straightened = 0
    for place, content in enumerate(raw):
        try:
            found[place] = shapely.from_wkb(content, on_invalid="ignore")
        except NotImplementedError:
            found[place] = curves.straightened(content)
            if found[place] is not None:
                straightened += 1
                continue
            shapes.refuse(np.array([start + place]), "geometry_curved")
            at = where.at(row=int(shapes.rows[start + place]))
            findings.error("geometry_curved", at)
    if straightened:
        findings.info("geometry_curves_straightened", where, count=straightened)
    return found


def _read(raw: NDArray[np.object_]) -> NDArray[np.object_]:
    return np.asarray(shapely.from_wkb(raw, on_invalid="ignore"), dtype=object)


def _closed(
    raw: bytes, place: int, shapes: Shapes, findings: Findings, where: Where
) -> shapely.Geometry | None:
    """Close rings that are open; what cannot be read even so is kept out."""
    at = where.at(row=int(shapes.rows[place]))
    try:
        fixed = shapely.from_wkb(raw, on_invalid="fix")
    except shapely.errors.GEOSException:
        fixed = None
    if fixed is None:
        shapes.refuse(np.array([place]), "geometry_unreadable")
        findings.error("geometry_unreadable", at)
        return None
    first = shapely.get_coordinates(fixed)[0]
    findings.warn("ring_unclosed", at.at(coordinate=(float(first[0]), float(first[1]))))
    return fixed


def _count(part: slice, shapes: Shapes, limits: Limits, where: Where) -> int:
    geometries = shapes.geometries[part]
    counts = shapely.get_num_coordinates(geometries)
    worst = {
        "feature_vertices": counts,
        "feature_parts": shapely.get_num_geometries(geometries),
        "feature_rings": shapely.get_num_interior_rings(geometries),
    }
    for name, found in worst.items():
        if len(found):
            place = int(np.argmax(found))
            row = shapes.rows[part.start + place]
            limits.check(name, int(found[place]), where=f"{where.layer} #{row}")
    return int(counts.sum())


def _report_missing(shapes: Shapes, findings: Findings, where: Where) -> None:
    missing = shapely.is_missing(shapes.geometries) & shapes.usable
    empty = ~missing & shapely.is_empty(shapes.geometries)
    _warn_rows("geometry_missing", shapes.rows[missing], findings, where)
    _warn_rows("geometry_empty", shapes.rows[empty], findings, where)
    shapes.geometries[shapely.is_empty(shapes.geometries)] = None


def _warn_rows(code: str, rows: NDArray[np.int64], findings: Findings, where: Where) -> None:
    findings.each(
        "warning", code, where, len(rows), lambda number: (where.at(row=int(rows[number])), {})
    )


def _refuse_endless(shapes: Shapes, limits: Limits, findings: Findings, where: Where) -> None:
    """Keep out what has a coordinate that is no number or beyond all reference systems."""
    for part in _parts(shapes, -limits.coordinate, limits.coordinate):
        coordinates, owners = shapely.get_coordinates(shapes.geometries[part], return_index=True)
        finite = np.isfinite(coordinates).all(axis=1)
        with np.errstate(invalid="ignore"):
            giant = finite & (np.abs(coordinates) > limits.coordinate).any(axis=1)
        for code, which in (("coordinate_not_finite", ~finite), ("coordinate_giant", giant)):
            places, first = np.unique(owners[which] + part.start, return_index=True)
            for place, vertex in zip(places.tolist(), first.tolist(), strict=True):
                x, y = coordinates[which][vertex].tolist()
                at = None if code == "coordinate_not_finite" else (x, y)
                findings.error(code, where.at(row=int(shapes.rows[place]), coordinate=at))
            shapes.refuse(places, code)
            shapes.geometries[places] = None


def _parts(
    shapes: Shapes, least: tuple[float, float] | float, most: tuple[float, float] | float
) -> Iterator[slice]:
    """Yield the portions of the geometries in which a coordinate is out of bounds."""
    for start in range(0, len(shapes.geometries), _CHUNK):
        part = slice(start, start + _CHUNK)
        x, y = shapely.get_coordinates(shapes.geometries[part]).T
        if not len(x):
            continue
        with np.errstate(invalid="ignore"):
            inside = (np.array([x.min(), y.min()]) >= least) & (
                np.array([x.max(), y.max()]) <= most
            )
        # What is no number is in no order to the bounds, so it counts as outside.
        if not inside.all():
            yield part


def refuse_unplaced(shapes: Shapes, findings: Findings, where: Where) -> None:
    """Keep out what its reference system does not bring to a longitude and latitude."""
    for part in _parts(shapes, (-_MAX_LON, -_MAX_LAT), (_MAX_LON, _MAX_LAT)):
        coordinates, owners = shapely.get_coordinates(shapes.geometries[part], return_index=True)
        with np.errstate(invalid="ignore"):
            on_earth = (np.abs(coordinates) <= (_MAX_LON, _MAX_LAT)).all(axis=1)
        places = np.unique(owners[~on_earth] + part.start)
        for place in places.tolist():
            findings.error("coordinate_not_on_earth", where.at(row=int(shapes.rows[place])))
        shapes.refuse(places, "coordinate_not_on_earth")
        shapes.geometries[places] = None


def sample(geometries: NDArray[np.object_], most: int) -> NDArray[np.float64]:
    """Return vertices of geometries taken evenly from all, of about so many geometries."""
    found: NDArray[np.float64] = shapely.get_coordinates(
        geometries[:: max(1, len(geometries) // most)]
    )
    return found

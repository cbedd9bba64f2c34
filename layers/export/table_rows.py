"""Features as rows of a table: attributes, then where each is, as text or as a point in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.measures import area_m2, length_m
from layers.export.content import Attribute, titled, unused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.export.positions import Placement

    Shapes = NDArray[np.object_]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_AREAS: Final = frozenset({"Polygon", "MultiPolygon"})
_LINES: Final = frozenset({"LineString", "MultiLineString"})
_WKT: Final = "wkt"


def is_formula(value: object) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return isinstance(value, str) and value.startswith(_FORMULA_STARTS)


def has_wkt(content: Content, wishes: Wishes) -> bool:
    """Tell whether shapes are written as text: where asked for, or where a point loses them."""
    if wishes.shape == "auto":
        return bool(content.kinds - {"Point"})
    return wishes.shape == _WKT and bool(content.kinds)


def axes(content: Content, wishes: Wishes) -> list[Attribute]:
    """Return the columns that tell where features are and how large.

    A position is left out where the attributes hold it already. Area and length are those on the
    ellipsoid, whatever the reference system.
    """
    names = [one.name for one in content.attributes]
    found = [_shape_column(names, wishes.placement)] if has_wkt(content, wishes) else []
    found += [
        Attribute(
            name=unused(name, names),
            type="number",
            title=titled(f"export.column.{name}"),
            unit=unit,
        )
        for name, kinds, unit in (("area_m2", _AREAS, "m²"), ("length_m", _LINES, "m"))
        if content.kinds & kinds
    ]
    return found if has_wkt(content, wishes) else [*found, *_position(content, names, wishes)]


def _number(name: str, title: dict[str, str], unit: str | None) -> Attribute:
    return Attribute(name=name, type="number", title=title, unit=unit)


def _shape_column(names: list[str], placement: Placement) -> Attribute:
    """Return the column of text; its name tells the system where coordinates are no degrees."""
    name = _WKT if not placement.label or _is_wgs84(placement) else f"{_WKT}_{_short(placement)}"
    return Attribute(name=unused(name, names), type="string", title={}, unit=None)


def _is_wgs84(placement: Placement) -> bool:
    return placement.is_geographic and not placement.is_approximate


def _short(placement: Placement) -> str:
    return "gcj02" if placement.is_approximate else placement.label


def _position(content: Content, names: list[str], wishes: Wishes) -> list[Attribute]:
    placement = wishes.placement
    if set(placement.axes) <= set(names) or not content.kinds:
        return []
    unit = None if placement.is_geographic else "m"
    return [_number(unused(axis, names), {}, unit) for axis in placement.axes]


def rows(content: Content, wishes: Wishes) -> Iterator[list[Any]]:
    """Yield each feature as a list of plain values, in the order of attributes and :func:`axes`.

    The position of a point is its own, of another shape a point on it.
    """
    wanted = axes(content, wishes)
    for batch in content.batches():
        columns = [column.to_pylist() for column in batch.columns[:-1]]
        if wanted:
            shapes = shapely.from_wkb(batch.columns[-1].to_numpy(zero_copy_only=False))
            columns += _places(content, wishes, shapes, len(wanted))
        yield from (list(row) for row in zip(*columns, strict=True))


def _places(content: Content, wishes: Wishes, shapes: Shapes, count: int) -> list[list[Any]]:
    found: list[list[Any]] = []
    is_text = has_wkt(content, wishes)
    if is_text:
        found.append(_texts(shapes, wishes.placement))
    if content.kinds & _AREAS:
        found.append(_measured(shapes, area_m2, dimension=2, decimals=1))
    if content.kinds & _LINES:
        found.append(_measured(shapes, length_m, dimension=1, decimals=2))
    return found if is_text or len(found) == count else [*found, *_points(shapes, wishes.placement)]


def _texts(shapes: Shapes, placement: Placement) -> list[Any]:
    """Return shapes as well-known text, to the centimetre."""
    there = ~shapely.is_missing(shapes)
    moved = shapes.copy()
    moved[there] = shapely.transform(shapes[there], placement.move)
    told: list[Any] = shapely.to_wkt(moved, rounding_precision=placement.decimals).tolist()
    return told


def _measured(shapes: Shapes, measure: Any, *, dimension: int, decimals: int) -> list[Any]:  # noqa: ANN401
    """Return areas or lengths, None for what has neither."""
    has_one = ~shapely.is_missing(shapes) & (shapely.get_dimensions(shapes) == dimension)
    told: list[Any] = [None] * len(shapes)
    values = np.round(measure(shapes[has_one]), decimals)
    for place, value in zip(np.flatnonzero(has_one).tolist(), values.tolist(), strict=True):
        told[place] = value
    return told


def _points(shapes: Shapes, placement: Placement) -> list[list[float | None]]:
    inside = shapely.point_on_surface(shapes)
    points = np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])
    known = ~np.isnan(points[:, 0])
    points[known] = np.round(placement.move(points[known]), placement.decimals)
    return [[None if np.isnan(one) else float(one) for one in axis] for axis in points.T]

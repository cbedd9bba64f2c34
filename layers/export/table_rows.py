"""Features as rows of a table without geometry: attributes, then a position in each shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from layers.export.content import Attribute, unused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.export.content import Content
    from layers.export.positions import Placement

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_formula(value: object) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return isinstance(value, str) and value.startswith(_FORMULA_STARTS)


def axes(content: Content, placement: Placement) -> list[Attribute]:
    """Return the columns of the position; none where the attributes hold it already."""
    names = [one.name for one in content.attributes]
    if set(placement.axes) <= set(names) or not content.kinds:
        return []
    unit = None if placement.is_geographic else "m"
    return [
        Attribute(name=unused(axis, names), type="number", title={}, unit=unit)
        for axis in placement.axes
    ]


def rows(content: Content, placement: Placement) -> Iterator[list[Any]]:
    """Yield each feature as a list of plain values, in the order of attributes and :func:`axes`.

    The position of a point is its own, of another shape a point on it.
    """
    has_axes = bool(axes(content, placement))
    for batch in content.batches():
        columns = [column.to_pylist() for column in batch.columns[:-1]]
        if has_axes:
            columns += _positions(batch.columns[-1].to_numpy(zero_copy_only=False), placement)
        yield from (list(row) for row in zip(*columns, strict=True))


def _positions(wkb: Any, placement: Placement) -> list[list[float | None]]:  # noqa: ANN401 - bytes
    shapes = shapely.point_on_surface(shapely.from_wkb(wkb))
    points = np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])
    known = ~np.isnan(points[:, 0])
    points[known] = np.round(placement.move(points[known]), placement.decimals)
    return [[None if np.isnan(one) else float(one) for one in axis] for axis in points.T]

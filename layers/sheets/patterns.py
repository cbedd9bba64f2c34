"""Fills with a pattern: lines for what is missed, dots for what is not known.

The same signs as on the screen (``static/js/map/patterns.js``), drawn as lines and discs so that
they stay sharp at any size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from layers.sheets import colours
from layers.sheets.canvas import Pen

if TYPE_CHECKING:
    from layers.sheets.canvas import Canvas

Look = Literal["fill", "hatch", "dots", "line", "point", "schematic"]

_HATCH_MM = 1.85
_DOT_MM = 1.6


def fill(canvas: Canvas, shape: shapely.Geometry, colour: str, look: Look, unit: float) -> None:
    """Fill the areas of a shape in a colour, with the pattern that its meaning asks for."""
    if look in {"fill", "hatch"}:
        canvas.fill(shape, colour)
    if look == "hatch":
        _hatch(canvas, shape, colours.hatch_ink(colour), unit)
    if look == "dots":
        canvas.fill(shape, colours.PAPER)
        _dots(canvas, shape, colour, unit)


def _hatch(canvas: Canvas, shape: shapely.Geometry, colour: str, unit: float) -> None:
    """Draw lines rising to the right; they lie on one grid, so neighbours' lines meet."""
    left, top, right, bottom = shapely.bounds(shape)
    step = _HATCH_MM * unit
    step *= 2**0.5  # along an axis; the lines themselves then lie ``_HATCH_MM`` apart
    first, last = (left + top) // step, (right + bottom) // step
    sums = np.arange(first, last + 2) * step
    low, high = left - step, right + step
    lines = [((low, total - low), (high, total - high)) for total in sums.tolist()]
    with canvas.clipped(shape):
        canvas.stroke(shapely.MultiLineString(lines), Pen(colour=colour, width_mm=0.3 * unit), 0.55)


def _dots(canvas: Canvas, shape: shapely.Geometry, colour: str, unit: float) -> None:
    left, top, right, bottom = shapely.bounds(shape)
    step = _DOT_MM * unit
    rows = range(int(top // step), int(bottom // step) + 2)
    columns = range(int(left // step) - 1, int(right // step) + 2)
    net = [(column * step + row % 2 * step / 2, row * step) for row in rows for column in columns]
    near = shapely.buffer(shape, step)
    shapely.prepare(near)
    places = [each for each in net if shapely.intersects_xy(near, *each)]
    with canvas.clipped(shape):
        canvas.dots(places, 0.33 * unit, colour)

"""The scale bar, true for the latitude in the middle of the map, and the arrow to the north."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers import texts
from layers.sheets import colours
from layers.sheets.canvas import Pen, Type
from layers.sheets.paper import Box

if TYPE_CHECKING:
    from layers.sheets.canvas import Canvas
    from layers.sheets.ground import Ground
    from layers.texts import Language

_ROUND: Final = (1.0, 2.0, 4.0, 8.0)
"""Leading figures whose quarter is round too."""
_FIELDS: Final = 4
_KM: Final = 1_000.0


def bar_length_m(scale: float, room_mm: float) -> float:
    """Return the longest round distance that fits, in metres on the ground."""
    most = room_mm * scale / 1_000.0
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in _ROUND if step * power <= most))


def bar_length_mm(ground: Ground, length_m: float) -> float:
    """Return how long a distance is on the paper in the middle of the map, in millimetres."""
    return length_m * 1_000.0 / ground.scale


def draw_bar(canvas: Canvas, ground: Ground, box: Box, unit: float, language: Language) -> float:
    """Draw numeric scale and bar from the upper left corner of a box; return their height."""
    kind = Type(points=8.5 * unit, bold=True)
    number = texts.text("sheet.scale", language, number=f"{ground.scale:,.0f}")
    canvas.text(box.x, box.y + 2 * unit, number, kind)
    small = Type(points=6.3 * unit, colour=colours.INK_2)
    last_km = texts.text("sheet.km", language)
    room = box.width - canvas.width(f"000{last_km}", small) - 2 * unit
    length_m = bar_length_m(ground.scale, room)
    top, left = box.y + 8.4 * unit, box.x + 1.5 * unit
    _draw_fields(
        canvas, Box(x=left, y=top, width=bar_length_mm(ground, length_m), height=1.3 * unit)
    )
    for part in (0, 1, 2, 4):
        x = left + bar_length_mm(ground, length_m) * part / _FIELDS
        said = f"{length_m * part / _FIELDS / _KM:g}"
        canvas.text(x, top - 1.9 * unit, said, small, "middle")
        if part == _FIELDS:
            shift = canvas.width(said, small) / 2 + 0.8 * unit
            canvas.text(x + shift, top - 1.9 * unit, last_km, small)
    return 11.0 * unit


def _draw_fields(canvas: Canvas, box: Box) -> None:
    width = box.width / _FIELDS
    for field in range(_FIELDS):
        part = Box(x=box.x + field * width, y=box.y, width=width, height=box.height)
        canvas.fill_box(part, colours.WHITE if field % 2 else colours.INK)
    canvas.stroke_box(box, Pen(colour=colours.INK, width_mm=0.15))


def draw_north(canvas: Canvas, ground: Ground, unit: float, language: Language) -> Box:
    """Draw an arrow to true north in the upper right corner; return the room it takes."""
    size = 5.0 * unit
    x, y = ground.box.right - size * 1.5, ground.box.y + size * 2.1
    turn = np.radians(ground.north_deg())
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    room = Box(x=x - size, y=ground.box.y, width=size * 2.5, height=size * 3.3)
    back = shapely.box(room.x, room.y, room.right, room.bottom)
    canvas.fill(back, colours.WHITE, 0.8)
    left = [(0.0, -1.25), (-0.45, 0.85), (0.0, 0.45)]
    right = [(0.0, -1.25), (0.45, 0.85), (0.0, 0.45)]
    pen = Pen(colour=colours.INK, width_mm=0.2 * unit)
    for points, colour in ((left, colours.INK), (right, colours.WHITE)):
        half = shapely.Polygon((np.array(points) * size @ spin.T + (x, y)).tolist())
        canvas.fill(half, colour)
        canvas.stroke(half, pen)
    letter = Type(points=9 * unit, bold=True, halo=colours.WHITE)
    tip = np.array([0.0, -1.62]) * size @ spin.T + (x, y)
    x, y = tip.tolist()
    canvas.text(x, y, texts.text("sheet.north", language), letter, "middle")
    return room

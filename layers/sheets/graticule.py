"""The net of meridians and parallels, and their labels outside the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from layers.sheets import colours
from layers.sheets.canvas import Pen, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.sheets.canvas import Canvas
    from layers.sheets.ground import Ground

Axis = Literal["lon", "lat"]

_STEPS_MIN: Final = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600)
"""Minutes of arc between two lines."""
_MOST_LINES: Final = 6
_SAMPLES: Final = 25
_TICK_MM: Final = 1.2


@dataclass(frozen=True, kw_only=True)
class Line:
    """A meridian or parallel on the paper."""

    axis: Axis
    minutes: int
    course: shapely.Geometry


def lines(ground: Ground) -> list[Line]:
    """Return the meridians and parallels that cross the map, at most six of each."""
    west, south, east, north = ground.reach()
    step = step_minutes(max(east - west, (north - south) * 1.2))
    spans: tuple[tuple[Axis, float, float, float, float], ...] = (
        ("lon", west, east, south, north),
        ("lat", south, north, west, east),
    )
    return [
        Line(axis=axis, minutes=minutes, course=_course(ground, axis, minutes, begin, end))
        for axis, low, high, begin, end in spans
        for minutes in _multiples(low, high, step)
    ]


def step_minutes(span_deg: float) -> int:
    """Return how many minutes of arc lie between two lines."""
    fitting = (step for step in _STEPS_MIN if span_deg * 60 / step <= _MOST_LINES)
    return next(fitting, _STEPS_MIN[-1])


def _multiples(low: float, high: float, step: int) -> range:
    first = int(np.ceil(low * 60 / step)) * step
    return range(first, int(np.floor(high * 60)) + 1, step)


def _course(ground: Ground, axis: str, minutes: int, begin: float, end: float) -> shapely.Geometry:
    along = np.linspace(begin - 0.05, end + 0.05, _SAMPLES)
    fixed = np.full(_SAMPLES, minutes / 60)
    places = [fixed, along] if axis == "lon" else [along, fixed]
    box = ground.box
    frame = shapely.box(box.x, box.y, box.right, box.bottom)
    return shapely.LineString(ground.to_paper(np.column_stack(places))).intersection(frame)


def draw_net(canvas: Canvas, net: list[Line], unit: float) -> None:
    """Draw the lines themselves, to lie under what the map is about."""
    pen = Pen(colour=colours.GRATICULE, width_mm=0.12 * unit)
    for line in net:
        canvas.stroke(line.course, pen)


def draw_edge(canvas: Canvas, ground: Ground, net: list[Line], unit: float) -> None:
    """Draw ticks and labels along the frame."""
    pen = Pen(colour=colours.INK, width_mm=0.18 * unit)
    kind = Type(points=5.8 * unit, colour=colours.INK_2)
    offset = kind.mm * 0.85
    for x, y, outwards, line in _ends(ground, net):
        tip = _TICK_MM * unit
        canvas.polyline([(x, y), (x - outwards[0] * tip, y - outwards[1] * tip)], pen)
        where = x + outwards[0] * offset, y + outwards[1] * offset
        canvas.text(*where, label(line), kind, "middle", turned=line.axis == "lat")


def _ends(ground: Ground, net: list[Line]) -> Iterator[tuple[float, float, tuple[int, int], Line]]:
    """Yield where meridians leave at top and bottom, and parallels left and right."""
    box = ground.box
    sides = {
        "lon": ((box.y, 1, (0, -1)), (box.bottom, 1, (0, 1))),
        "lat": ((box.x, 0, (-1, 0)), (box.right, 0, (1, 0))),
    }
    for line in net:
        for edge, along, outwards in sides[line.axis]:
            for x, y in shapely.get_coordinates(line.course).tolist():
                if abs((x, y)[along] - edge) < 1e-6:  # noqa: PLR2004 - on the frame itself
                    yield x, y, outwards, line


def label(line: Line) -> str:
    """Return degrees and minutes of a line with its hemisphere."""
    degrees, minutes = divmod(line.minutes, 60)
    side = "E" if line.axis == "lon" else "N"
    return f"{degrees}°{minutes:02d}′{side}" if minutes else f"{degrees}°{side}"

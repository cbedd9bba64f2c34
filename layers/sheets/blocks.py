"""The words around the map: title, legend, figures, imprint, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from layers.sheets import colours, map_drawing
from layers.sheets.canvas import Pen, Type
from layers.sheets.paper import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.sheets.canvas import Canvas
    from layers.sheets.subject import Entry, Legend, Source
    from layers.sheets.words import Words

_LEADING: Final = 1.42
"""From line to line, in sizes of the type."""
_SWATCH: Final = (8.0, 4.2)
_ROW_MM: Final = 5.5


def draw_title(canvas: Canvas, box: Box, title: str, subtitle: str, unit: float) -> None:
    """Write the title as large as it fits one line, and the answer under it."""
    kind = fitted(canvas, title, Type(points=19 * unit, bold=True), box.width)
    canvas.text(box.x, box.y + 4.2 * unit, title, kind)
    below = Type(points=10 * unit, colour=colours.INK_2)
    line = fitted(canvas, subtitle, below, box.width, least=0.75)
    lines = canvas.wrap(subtitle, line, box.width)[:2]
    for place, text in enumerate(lines):
        y = box.y + (11.6 if len(lines) == 1 else 10.6) * unit + place * line.mm * 1.25
        canvas.text(box.x, y, text, line)


def fitted(canvas: Canvas, text: str, kind: Type, width: float, least: float = 0.4) -> Type:
    """Return the type made smaller until a text fits, down to a part of its size."""
    wide = canvas.width(text, kind)
    shrink = max(least, min(1.0, width / wide if wide else 1.0))
    return Type(points=kind.points * shrink, colour=kind.colour, bold=kind.bold, halo=kind.halo)


def draw_heading(canvas: Canvas, box: Box, text: str, unit: float) -> Box:
    """Write the heading of a block over a hairline; return what is left of the box."""
    canvas.text(box.x, box.y + 2.0 * unit, text, Type(points=9.5 * unit, bold=True))
    y = box.y + 4.9 * unit
    pen = Pen(colour=colours.INK, width_mm=0.22 * unit)
    canvas.polyline([(box.x, y), (box.right, y)], pen)
    return rest(box, 6.9 * unit)


def rest(box: Box, used: float) -> Box:
    """Return what is left of a box below what was used."""
    return Box(x=box.x, y=box.y + used, width=box.width, height=box.height - used)


def draw_lines(
    canvas: Canvas, box: Box, lines: Sequence[str], kind: Type, *, gap: float = 0.0
) -> Box:
    """Write texts, each wrapped to the width; return what is left of the box."""
    step = kind.mm * _LEADING
    for text in lines:
        for line in canvas.wrap(text, kind, box.width):
            canvas.text(box.x, box.y + step / 2, line, kind)
            box = rest(box, step)
        box = rest(box, gap)
    return box


def height_of(
    canvas: Canvas, lines: Sequence[str], kind: Type, width: float, gap: float = 0.0
) -> float:
    """Return how high texts become when they are wrapped."""
    count = sum(len(canvas.wrap(text, kind, width)) for text in lines)
    return count * kind.mm * _LEADING + gap * len(lines)


def draw_legend(canvas: Canvas, box: Box, legend: Legend, words: Words, unit: float) -> Box:
    """Draw the legend: the classes of the map in the same signs, then notes."""
    box = draw_heading(canvas, box, words("page.legend.title"), unit)
    if legend.title != legend.classes[0].label:
        title = Type(points=7.6 * unit, colour=colours.INK_2)
        box = rest(draw_lines(canvas, box, [legend.title], title), 0.9 * unit)
    for entry in [*legend.classes, *legend.signs]:
        box = _draw_entry(canvas, box, entry, words, unit)
    note = Type(points=6.6 * unit, colour=colours.INK_2)
    return draw_lines(canvas, rest(box, 0.8 * unit), legend.notes, note, gap=0.5 * unit)


def legend_height(canvas: Canvas, legend: Legend, width: float, unit: float) -> float:
    """Return how much room a legend of one-line entries takes."""
    note = Type(points=6.6 * unit)
    notes = height_of(canvas, legend.notes, note, width, gap=0.5 * unit)
    title = Type(points=7.6 * unit)
    head = 0.0
    if legend.title != legend.classes[0].label:
        head = height_of(canvas, [legend.title], title, width) + 0.9 * unit
    entries = len(legend.classes) + len(legend.signs)
    return 6.9 * unit + head + entries * _ROW_MM * unit + 0.8 * unit + notes


def _draw_entry(canvas: Canvas, box: Box, entry: Entry, words: Words, unit: float) -> Box:
    width, height = _SWATCH[0] * unit, _SWATCH[1] * unit
    swatch = Box(x=box.x, y=box.y, width=width, height=height)
    middle = box.y + height / 2
    _draw_swatch(canvas, swatch, entry, unit)
    count = "" if entry.count is None else words("sheet.legend.count", count=f"{entry.count:,}")
    small = Type(points=7 * unit, colour=colours.INK_2)
    canvas.text(box.right, middle, count, small, "right")
    tag = f"  {words('sheet.legend.tag', quality=entry.tag)}" if entry.tag else ""
    room = box.width - width - 3 * unit - canvas.width(count, small)
    label = Type(points=8 * unit)
    kind = fitted(canvas, entry.label + tag, label, room, least=0.7)
    lines = canvas.wrap(entry.label + tag, kind, room)
    for place, line in enumerate(lines):
        canvas.text(swatch.right + 1.8 * unit, middle + place * kind.mm * 1.25, line, kind)
    return rest(box, _ROW_MM * unit + (len(lines) - 1) * kind.mm * 1.25)


def _draw_swatch(canvas: Canvas, box: Box, entry: Entry, unit: float) -> None:
    area = shapely.box(box.x, box.y, box.right, box.bottom)
    middle = box.y + box.height / 2
    if entry.look == "point":
        map_drawing.draw_point(canvas, box.x + box.width / 2, middle, entry.colour, unit * 1.15)
    elif entry.look == "line":
        line = shapely.LineString([(box.x, middle), (box.right, middle)])
        map_drawing.draw_sign(canvas, line, entry, unit)
    else:
        map_drawing.draw_sign(canvas, area, entry, unit)
        if entry.look != "schematic":
            canvas.stroke_box(box, Pen(colour=colours.BOUNDARY, width_mm=0.18 * unit))


def source_lines(sources: Sequence[Source], words: Words) -> list[str]:
    """Return where everything on a sheet comes from, a line each."""
    return [
        words(
            "sheet.source",
            title=one.title,
            quality=words.quality(one.quality),
            version=one.version,
            source=one.source,
            licence=one.licence,
            date=one.date,
        )
        for one in dict.fromkeys(sources)
    ]


def review_line(review_number: str | None, words: Words) -> str:
    """Return the map review number, or that there is none and what follows from that."""
    if review_number:
        return words("sheet.review", number=review_number)
    return words("sheet.review_absent")

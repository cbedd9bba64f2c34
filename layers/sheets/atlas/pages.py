"""The pages of an atlas, drawn one at a time."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.sheets import blocks, colours, map_drawing, scale_bar
from layers.sheets.canvas import Pen, Type
from layers.sheets.ground import fit
from layers.sheets.layout import layout
from layers.sheets.map_drawing import Scene
from layers.sheets.paper import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.sheets.atlas.chapters import Chapter
    from layers.sheets.atlas.units import Missed, Page
    from layers.sheets.canvas import Canvas
    from layers.sheets.layout import Layout
    from layers.sheets.paper import Paper
    from layers.sheets.sheet import Imprint
    from layers.sheets.words import Words

_PANEL_MM: Final = 84.0
_COVER_PANEL_MM: Final = 66.0
_FOOT_MM: Final = 13.5
_ROW_MM: Final = 5.0
_INDEX_COLUMNS: Final = 3
INDEX_ROWS: Final = 30
"""Units in one column of the index."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the index; ``is_missed`` says that something is missed there."""

    name: str
    place: str
    said: str
    is_missed: bool
    page: int


def draw_unit(
    canvas: Canvas, paper: Paper, chapter: Chapter, page: Page, told: Imprint, words: Words
) -> None:
    """Draw the page of one township or county."""
    unit = paper.unit
    places = layout(paper, _PANEL_MM * unit, _FOOT_MM * unit)
    title = words("sheet.atlas.unit", name=page.name, place=page.place) if page.place else page.name
    blocks.draw_title(canvas, places.title, title, page.said, unit)
    ground = fit(page.bounds, places.map, margin=0.2)
    scene = Scene(
        ground=ground,
        subject=chapter.subject,
        counties=chapter.counties,
        words=words,
        unit=unit,
        emphasis=page.emphasis,
    )
    map_drawing.draw(canvas, scene)
    box = blocks.draw_heading(canvas, places.panel, words("sheet.figures"), unit)
    box = blocks.rest(_draw_rows(canvas, box, page.figures, unit), 3.0 * unit)
    legend = chapter.subject.legend
    legend = dataclasses.replace(legend, notes=[words("sheet.atlas.pale"), *legend.notes])
    high = blocks.legend_height(canvas, legend, box.width, unit)
    _draw_missed(canvas, _above(box, places.panel.bottom - high), page.missed, words, unit)
    low = Box(x=box.x, y=places.panel.bottom - high, width=box.width, height=high)
    blocks.draw_legend(canvas, low, legend, words, unit)
    bar = Box(x=places.map.x, y=places.foot.y + 1.0 * unit, width=60 * unit, height=11 * unit)
    scale_bar.draw_bar(canvas, ground, bar, unit, words.language)
    left = bar.right + 4 * unit
    system = Box(x=left, y=bar.y, width=places.map.right - left - 6 * unit, height=bar.height)
    lines = [
        words("sheet.system", meridian=ground.central_meridian, epsg=ground.epsg),
        words("sheet.atlas.sources"),
    ]
    kind = Type(points=6.0 * unit, colour=colours.INK_2)
    blocks.draw_lines(canvas, system, lines, kind)
    _draw_foot(canvas, places.foot, told, words, unit)


def _above(box: Box, bottom: float) -> Box:
    return dataclasses.replace(box, height=bottom - box.y)


def _draw_rows(canvas: Canvas, box: Box, rows: Sequence[tuple[str, str]], unit: float) -> Box:
    """Draw a table of two columns: what it is, how much."""
    left = Type(points=7.6 * unit, colour=colours.INK_2)
    rule = Pen(colour=colours.HAIRLINE, width_mm=0.15 * unit)
    for name, value in rows:
        middle = box.y + _ROW_MM * unit / 2 - 0.3 * unit
        canvas.text(box.x, middle, name, left)
        room = box.width - canvas.width(name, left) - 3 * unit
        kind = blocks.fitted(canvas, value, Type(points=8.2 * unit, bold=True), room, least=0.6)
        canvas.text(box.right, middle, value, kind, "right")
        box = blocks.rest(box, _ROW_MM * unit)
        canvas.polyline([(box.x, box.y - 0.4 * unit), (box.right, box.y - 0.4 * unit)], rule)
    return box


def _draw_missed(
    canvas: Canvas, box: Box, missed: Sequence[Missed], words: Words, unit: float
) -> None:
    """List what is missed, as far as there is room, and say how much there was none for."""
    bottom = box.bottom - 3 * unit
    box = blocks.draw_heading(canvas, box, words("sheet.atlas.missed_targets"), unit)
    plain = Type(points=7.4 * unit)
    small = Type(points=6.4 * unit, colour=colours.INK_2)
    if not missed:
        blocks.draw_lines(canvas, box, [words("sheet.atlas.nothing_missed")], plain)
        return
    strong = Type(points=7.8 * unit, bold=True, colour=colours.MISSED)
    for place, one in enumerate(missed):
        parts = ((one.title, strong), (one.sentence, plain), (one.clause, small))
        high = sum(blocks.height_of(canvas, [text], kind, box.width) for text, kind in parts)
        is_last = place == len(missed) - 1
        if box.y + high > bottom - (0 if is_last else small.mm * 1.5):
            more = words("sheet.atlas.more", count=len(missed) - place)
            blocks.draw_lines(canvas, box, [more], small)
            return
        for text, kind in parts:
            box = blocks.draw_lines(canvas, box, [text], kind)
        box = blocks.rest(box, 1.6 * unit)


def _draw_foot(canvas: Canvas, box: Box, told: Imprint, words: Words, unit: float) -> None:
    kind = Type(points=6.6 * unit, colour=colours.INK_2)
    parts = [words("sheet.made_by", name=told.organisation)] if told.organisation else []
    parts += [words("sheet.made_on", date=words.today())]
    lines = [
        words("sheet.atlas.foot").join(parts),
        blocks.review_line(told.review_number, words),
        words("sheet.page", page=told.page, pages=told.pages),
    ]
    for place, line in enumerate(lines):
        canvas.text(box.right, box.y + (3.0 + 4.2 * place) * unit, line, kind, "right")


def draw_cover(
    canvas: Canvas,
    paper: Paper,
    chapter: Chapter,
    told: Imprint,
    summary: Sequence[tuple[str, str]],
    words: Words,
) -> None:
    """Draw the cover: title, the whole region, the figures, the sources."""
    unit, subject = paper.unit, chapter.cover
    sources = blocks.source_lines(subject.sources, words)
    kind = Type(points=5.9 * unit, colour=colours.INK_2)
    places, foot_mm = _cover_layout(canvas, paper, sources, kind)
    blocks.draw_title(canvas, places.title, told.title, subject.subtitle, unit)
    bounds = tuple(chapter.units.total_bounds.tolist())
    ground = fit(bounds, places.map)
    scene = Scene(ground=ground, subject=subject, counties=chapter.counties, words=words, unit=unit)
    map_drawing.draw(canvas, scene)
    box = blocks.draw_heading(canvas, places.panel, words("sheet.atlas.summary"), unit)
    box = blocks.rest(_draw_rows(canvas, box, summary, unit), 3.5 * unit)
    box = blocks.rest(blocks.draw_legend(canvas, box, subject.legend, words, unit), 3.0 * unit)
    scale_bar.draw_bar(canvas, ground, box, unit, words.language)
    system = words("sheet.system", meridian=ground.central_meridian, epsg=ground.epsg)
    note = Type(points=6.6 * unit, colour=colours.INK_2)
    high = blocks.height_of(canvas, [system], note, box.width)
    low = Box(x=box.x, y=places.panel.bottom - high, width=box.width, height=high)
    blocks.draw_lines(canvas, low, [system], note)
    foot = places.foot
    blocks.draw_lines(canvas, dataclasses.replace(foot, width=foot.width * 0.76), sources, kind)
    tail = foot_mm - _FOOT_MM * unit
    _draw_foot(canvas, dataclasses.replace(foot, y=foot.y + tail), told, words, unit)


def _cover_layout(
    canvas: Canvas, paper: Paper, sources: list[str], kind: Type
) -> tuple[Layout, float]:
    unit = paper.unit
    width = (paper.width_mm - 2 * (7.0 + 3.0 * unit)) * 0.76
    foot_mm = max(_FOOT_MM * unit, blocks.height_of(canvas, sources, kind, width) + 1.5 * unit)
    return layout(paper, _COVER_PANEL_MM * unit, foot_mm), foot_mm


def draw_index(
    canvas: Canvas, paper: Paper, lines: Sequence[Line], told: Imprint, words: Words
) -> None:
    """Draw a page of the index: units in columns, each with its figure and its page."""
    unit = paper.unit
    places = layout(paper, 0.0, _FOOT_MM * unit)
    heading = words("sheet.atlas.index")
    blocks.draw_title(canvas, places.title, heading, words("sheet.atlas.index_note"), unit)
    gap = 8.0 * unit
    whole = places.title
    width = (whole.width - gap * (_INDEX_COLUMNS - 1)) / _INDEX_COLUMNS
    top = whole.bottom + 2.0 * unit
    height = (places.foot.y - top) / INDEX_ROWS
    for number, line in enumerate(lines):
        column, row = divmod(number, INDEX_ROWS)
        box = Box(
            x=whole.x + column * (width + gap), y=top + row * height, width=width, height=height
        )
        _draw_index_line(canvas, box, line, unit)
    _draw_foot(canvas, places.foot, told, words, unit)


def _draw_index_line(canvas: Canvas, box: Box, line: Line, unit: float) -> None:
    middle = box.y + box.height / 2 - 0.2 * unit
    colour = colours.MISSED if line.is_missed else colours.INK
    small = Type(points=7 * unit, colour=colours.INK_2)
    canvas.text(box.right, middle, str(line.page), Type(points=7.6 * unit, bold=True), "right")
    if line.said:
        figure = Type(points=7 * unit, colour=colour, bold=line.is_missed)
        canvas.text(box.right - 9 * unit, middle, line.said, figure, "right")
    name = blocks.fitted(canvas, line.name, Type(points=8 * unit, colour=colour), 37 * unit)
    canvas.text(box.x, middle, line.name, name)
    canvas.text(box.x + 39 * unit, middle, line.place, small)
    pen = Pen(colour=colours.HAIRLINE, width_mm=0.15 * unit)
    canvas.polyline([(box.x, box.bottom - 0.3 * unit), (box.right, box.bottom - 0.3 * unit)], pen)

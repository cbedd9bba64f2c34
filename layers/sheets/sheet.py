"""One sheet: everything put together on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.sheets import blocks, colours, map_drawing, scale_bar
from layers.sheets.canvas import Pen, Type
from layers.sheets.errors import BadSheet
from layers.sheets.ground import fit
from layers.sheets.layout import layout
from layers.sheets.map_drawing import Scene
from layers.sheets.paper import Box

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.sheets.canvas import Canvas
    from layers.sheets.ground import Ground
    from layers.sheets.order import Order
    from layers.sheets.subject import Subject
    from layers.sheets.words import Words

_PANEL_MM: Final = {"landscape": 58.0, "portrait": 66.0}


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """Who made a sheet, for which title, and which page of how many it is."""

    title: str
    organisation: str | None
    review_number: str | None
    page: int = 1
    pages: int = 1


def imprint(order: Order, subject: Subject) -> Imprint:
    """Return the imprint that an order asks for."""
    return Imprint(
        title=order.title or subject.title,
        organisation=order.organisation,
        review_number=order.review_number or subject.review_number,
    )


def draw_sheet(
    canvas: Canvas, order: Order, subject: Subject, counties: GeoDataFrame | None, words: Words
) -> None:
    """Draw a sheet on one page.

    Raises
    ------
    BadSheet
        When the font has no sign for a character of the title or the imprint.
    """
    paper, told = order.paper, imprint(order, subject)
    refuse_unwritable(canvas, order)
    unit = paper.unit
    sources = blocks.source_lines(subject.sources, words)
    kind = Type(points=5.9 * unit, colour=colours.INK_2)
    width = paper.width_mm - 2 * (7.0 + 3.0 * unit)
    foot_mm = blocks.height_of(canvas, sources, kind, width) + 6.2 * unit
    places = layout(paper, _PANEL_MM[order.orientation] * unit, foot_mm)
    ground = fit(tuple(subject.shapes.total_bounds.tolist()), places.map)
    scene = Scene(ground=ground, subject=subject, counties=counties, words=words, unit=unit)
    blocks.draw_title(canvas, places.title, told.title, subject.subtitle, unit)
    map_drawing.draw(canvas, scene)
    if paper.is_landscape:
        _draw_beside(canvas, places.panel, scene, told)
    else:
        _draw_below(canvas, places.panel, scene, told)
    draw_foot(canvas, places.foot, sources, told, words, unit)


def refuse_unwritable(canvas: Canvas, order: Order) -> None:
    """Refuse what people wrote when the font cannot draw it, rather than print boxes.

    Raises
    ------
    BadSheet
        With the characters in question.
    """
    for name in ("title", "organisation", "review_number"):
        missing = canvas.missing_glyphs(getattr(order, name) or "")
        if missing:
            raise BadSheet(where=name, reason="glyph", value=missing)


def _draw_beside(canvas: Canvas, panel: Box, scene: Scene, told: Imprint) -> None:
    words, unit, subject = scene.words, scene.unit, scene.subject
    box = blocks.draw_legend(canvas, panel, subject.legend, words, unit)
    box = blocks.rest(box, 3.5 * unit)
    box = _draw_figures(canvas, box, subject, words, unit)
    lines = imprint_lines(told, scene.ground, words)
    kind = Type(points=7 * unit, colour=colours.INK)
    high = blocks.height_of(canvas, lines, kind, panel.width, gap=0.7 * unit)
    bottom = Box(x=panel.x, y=panel.bottom - high, width=panel.width, height=high)
    blocks.draw_lines(canvas, bottom, lines, kind, gap=0.7 * unit)
    rule = bottom.y - 1.6 * unit
    pen = Pen(colour=colours.HAIRLINE, width_mm=0.2 * unit)
    canvas.polyline([(panel.x, rule), (panel.right, rule)], pen)
    bar = Box(x=panel.x, y=rule - 14.0 * unit, width=panel.width, height=12 * unit)
    scale_bar.draw_bar(canvas, scene.ground, bar, unit, words.language)


def _draw_below(canvas: Canvas, panel: Box, scene: Scene, told: Imprint) -> None:
    words, unit, subject = scene.words, scene.unit, scene.subject
    gap = 7.0 * unit
    width = (panel.width - gap) / 2
    left = Box(x=panel.x, y=panel.y, width=width, height=panel.height)
    right = Box(x=panel.x + width + gap, y=panel.y, width=width, height=panel.height)
    blocks.draw_legend(canvas, left, subject.legend, words, unit)
    used = scale_bar.draw_bar(canvas, scene.ground, right, unit, words.language)
    right = blocks.rest(right, used + 3.0 * unit)
    right = blocks.rest(_draw_figures(canvas, right, subject, words, unit), 1.5 * unit)
    kind = Type(points=7 * unit, colour=colours.INK)
    blocks.draw_lines(canvas, right, imprint_lines(told, scene.ground, words), kind, gap=0.5 * unit)


def _draw_figures(canvas: Canvas, box: Box, subject: Subject, words: Words, unit: float) -> Box:
    if not subject.headline:
        return box
    box = blocks.draw_heading(canvas, box, words(subject.headline_key), unit)
    kind = Type(points=7.6 * unit)
    return blocks.draw_lines(canvas, box, subject.headline, kind, gap=0.5 * unit)


def imprint_lines(told: Imprint, ground: Ground, words: Words) -> list[str]:
    """Return who made the map and when, its review number, its reference system."""
    maker = [words("sheet.made_by", name=told.organisation)] if told.organisation else []
    return [
        *maker,
        words("sheet.made_on", date=words.today()),
        blocks.review_line(told.review_number, words),
        words("sheet.system", meridian=ground.central_meridian, epsg=ground.epsg),
    ]


def draw_foot(
    canvas: Canvas, box: Box, sources: list[str], told: Imprint, words: Words, unit: float
) -> None:
    """Write the sources, and the number of the page."""
    pen = Pen(colour=colours.HAIRLINE, width_mm=0.2 * unit)
    canvas.polyline([(box.x, box.y), (box.right, box.y)], pen)
    kind = Type(points=5.9 * unit, colour=colours.INK_2)
    blocks.draw_lines(canvas, blocks.rest(box, 1.4 * unit), sources, kind)
    number = words("sheet.page", page=told.page, pages=told.pages)
    y = box.bottom - 1.6 * unit
    canvas.text(box.right, y, number, Type(points=6.6 * unit, colour=colours.INK_2), "right")
    canvas.text(box.x, y, words("sheet.program"), kind)

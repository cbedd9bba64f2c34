"""Putting the pages of an atlas together, in order, each written before the next is begun."""

from __future__ import annotations

import dataclasses
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from layers.sheets.atlas import pages, units
from layers.sheets.atlas.chapters import chapter
from layers.sheets.canvas import open_canvas
from layers.sheets.errors import BadSheet
from layers.sheets.sheet import imprint, refuse_unwritable
from layers.sheets.words import is_number, km

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.made_files import Tell
    from layers.sheets.atlas.chapters import Chapter
    from layers.sheets.order import Order
    from layers.sheets.subjects import View
    from layers.sheets.words import Words

MOST_PAGES: Final = 2_000
"""Units in one atlas at most; a province is printed by city."""
_PER_INDEX: Final = 3 * pages.INDEX_ROWS


def draw(view: View, order: Order, path: Path, tell: Tell) -> None:
    """Draw an atlas into a PDF, telling after each page how much of it is done.

    Raises
    ------
    UnknownRun, UnknownRegion, NothingToPrint
        When there is nothing to make it of.
    BadSheet
        When there are too many units, or the font cannot draw what people wrote.
    """
    found = chapter(view, order)
    if len(found.units) > MOST_PAGES:
        raise BadSheet(where="region", reason="too_many", count=len(found.units), most=MOST_PAGES)
    words = view.words
    index_pages = ceil(len(found.units) / _PER_INDEX)
    first = 2 + index_pages
    whole = dataclasses.replace(
        imprint(order, found.subject),
        title=order.title or _title(found, order, words),
        pages=first - 1 + len(found.units),
    )
    lines = list(_lines(view, found, first))
    with open_canvas(path, order.paper, "pdf", title=whole.title) as canvas:
        refuse_unwritable(canvas, order)
        canvas.bookmark(whole.title, 1)
        pages.draw_cover(canvas, order.paper, found, whole, _summary(found, lines, words), words)
        tell(1 / whole.pages)
        for number in range(index_pages):
            canvas.next_page()
            told = dataclasses.replace(whole, page=2 + number)
            part = lines[number * _PER_INDEX : (number + 1) * _PER_INDEX]
            pages.draw_index(canvas, order.paper, part, told, words)
        for number, row in enumerate(found.units.itertuples(index=False), start=first):
            canvas.next_page()
            canvas.bookmark(str(row.name), number)
            told = dataclasses.replace(whole, page=number)
            one = units.page(view, found, row)
            pages.draw_unit(canvas, order.paper, found, one, told, words)
            tell(number / whole.pages)


def _title(found: Chapter, order: Order, words: Words) -> str:
    about = "distance" if order.run else "title"
    return words(f"sheet.atlas.{about}.{found.level}", region=found.subject.title)


def _lines(view: View, found: Chapter, first: int) -> Iterator[pages.Line]:
    for page, row in enumerate(found.units.itertuples(index=False), start=first):
        code = str(row.code)
        missed = sum(one.is_own for one in units.missed_by(view, found, code))
        distance: Any = getattr(row, "distance_m", None)
        said = view.words("sheet.atlas.missed_count", count=missed) if missed else ""
        if is_number(distance):
            said = f"{km(distance, found.limit_km)} {view.words('page.unit.km')}"
        yield pages.Line(
            name=str(row.name),
            place=units.county_name(found, code) if found.level == "township" else "",
            said=said,
            is_missed=missed > 0 or (is_number(distance) and units.is_beyond(found, distance)),
            page=page,
        )


def _summary(found: Chapter, lines: list[pages.Line], words: Words) -> list[tuple[str, str]]:
    missed = sum(line.is_missed for line in lines)
    rows = [
        (words(f"sheet.atlas.count.{found.level}"), f"{len(lines):,}"),
        (words("sheet.atlas.count.missed"), f"{missed:,}"),
    ]
    if found.year is not None:
        rows.insert(0, (words("sheet.row.year"), str(found.year)))
    distances = [
        float(each) for each in found.units.get("distance_m", ()) if is_number(float(each))
    ]
    if distances:
        unit = words("page.unit.km")
        rows.append((words("sheet.row.mean"), f"{km(sum(distances) / len(distances))} {unit}"))
        rows.append((words("sheet.row.max"), f"{km(max(distances), found.limit_km)} {unit}"))
    return rows

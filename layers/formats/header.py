"""Find the header line of a table among titles, notes and blank lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.formats import formula_quotes
from layers.formats.written_numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.formats.base import Reading
    from layers.inspection.findings import Where

_LOOKED_AT: Final = 30
_YEAR: Final = re.compile(r"(19|20)\d\d")


def find(lines: Sequence[Sequence[str]], asked: int | None) -> int | None:
    """Return the position from 0 of the header among the first lines; None if there is none.

    The header is the first line that fills nearly as many cells as the table is wide, if none of
    them is a number; years may stand beside as many words.

    Parameters
    ----------
    lines
        The first lines, as cells of text.
    asked
        The line that the sender names, counted from 1.
    """
    if asked is not None:
        return min(asked, len(lines)) - 1
    looked = lines[:_LOOKED_AT]
    width = _usual_width(looked)
    for place, line in enumerate(looked):
        cells = [cell.strip() for cell in line if cell.strip()]
        if len(cells) >= max(1, round(0.6 * width)):
            return place if _are_names(cells) else None
    return 0 if looked else None


def two_lines(lines: Sequence[Sequence[str]], at: int) -> tuple[list[str], int]:
    """Return the header at a position, and the position of its last line.

    Merged cells make headers of two lines: the second one names what stands below a group and is
    empty where the first one's cells reach down. No cell of it is a number, and it fills a column
    that the first line leaves empty.
    """
    above = [cell.strip() for cell in lines[at]]
    below, after = (
        [cell.strip() for cell in (lines[place] if place < len(lines) else ())]
        for place in (at + 1, at + 2)
    )
    width = max(len(above), len(below))
    both = list(zip(_wide(above, width), _wide(below, width), strict=True))
    fills = any(low and not high for high, low in both)
    names = not any(map(_is_number, below)) and not all(low for _, low in both)
    if fills and names and any(map(_is_number, after)):
        return [low or high for high, low in both], at + 1
    return above, at


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _usual_width(lines: Sequence[Sequence[str]]) -> int:
    counts = [sum(bool(cell.strip()) for cell in line) for line in lines]
    filled = sorted(count for count in counts if count)
    return filled[len(filled) // 2] if filled else 0


def _are_names(cells: list[str]) -> bool:
    numbers = [cell for cell in cells if _is_number(cell)]
    return all(map(_YEAR.fullmatch, numbers)) and 2 * len(numbers) <= len(cells)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return number(cell) == number(cell)
    return True


def names(cells: Sequence[str], reading: Reading, where: Where) -> list[str]:
    """Return usable column names: none empty, none twice.

    Raises
    ------
    LimitExceeded
        When there are too many columns.
    """
    reading.limits.check("columns", len(cells), where=where.file)
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = formula_quotes.of_name(" ".join(cell.split())) or f"column_{place}"
        if name in found:
            reading.findings.warn("field_twice", where.at(field=name))
        while name in found:
            name += "_"
        found.append(name)
    return found

"""Find the header line of a table among titles, notes and blank lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.formats.written_numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.formats.base import Reading
    from layers.inspection.findings import Where

_LOOKED_AT: Final = 30


def find(lines: Sequence[Sequence[str]], asked: int | None) -> int | None:
    """Return the position from 0 of the header among the first lines; None if there is none.

    The header is the first line that fills nearly as many cells as the table is wide, if none of
    them is a number.

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
            return place if not any(_is_number(cell) for cell in cells) else None
    return 0 if looked else None


def _usual_width(lines: Sequence[Sequence[str]]) -> int:
    counts = [sum(bool(cell.strip()) for cell in line) for line in lines]
    filled = sorted(count for count in counts if count)
    return filled[len(filled) // 2] if filled else 0


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
        name = " ".join(cell.split()) or f"column_{place}"
        if name in found:
            reading.findings.warn("field_twice", where.at(field=name))
        while name in found:
            name += "_"
        found.append(name)
    return found

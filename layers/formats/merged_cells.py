"""Merged cells of a sheet: each cell under one has its value, as people read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from openpyxl.utils.cell import range_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterable

_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_MOST: Final = 5_000_000
Range = tuple[int, int, int, int]
"""First column, first line, last column, last line, from 1."""


def of_part(content: bytes) -> list[Range]:
    """Return the merged ranges that a part of a workbook names."""
    found = (range_boundaries(one.decode()) for one in _MERGED.findall(content))
    return [(left or 1, top or 1, right or 1, bottom or 1) for left, top, right, bottom in found]


def filled(lines: list[list[str]], ranges: Iterable[Range], first: int) -> int:
    """Write the value of merged cells into each of their lines; return how many were filled.

    Only ranges of one column below a header are: what is merged across columns is a title or a
    remark.

    Parameters
    ----------
    lines
        The cells of a sheet; they are changed.
    ranges
        The merged ranges.
    first
        The position from 0 of the first line of data.
    """
    count, looked_at = 0, 0
    for left, top, right, bottom in ranges:
        if left != right or top - 1 < first or top > len(lines):
            continue
        looked_at += min(bottom, len(lines)) - top
        if looked_at > _MOST:
            # Ranges of a real sheet do not lie over each other.
            break
        value = _cell(lines[top - 1], left)
        for line in lines[top:bottom] if value else ():
            if any(line) and not _cell(line, left):
                line.extend([""] * (left - len(line)))
                line[left - 1] = value
                count += 1
    return count


def _cell(line: list[str], column: int) -> str:
    return line[column - 1] if column <= len(line) else ""

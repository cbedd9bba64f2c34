"""Where things stand on a sheet: title, map, panel, foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.sheets.paper import Box

if TYPE_CHECKING:
    from layers.sheets.paper import Paper

_TITLE_MM = 16.0
_NET_MM = 4.2
"""Room for the labels of the net around the frame."""
_GAP_MM = 3.0


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Boxes in millimetres: the title, the map's frame, the panel beside or below, the foot."""

    title: Box
    map: Box
    panel: Box
    foot: Box


def layout(paper: Paper, panel_mm: float, foot_mm: float) -> Layout:
    """Return the layout of a sheet.

    Parameters
    ----------
    paper
        The sheet.
    panel_mm
        Width of the panel beside the map on a landscape sheet, its height below the map on a
        portrait one.
    foot_mm
        Height of the foot.
    """
    unit = paper.unit
    margin = 7.0 + 3.0 * unit
    inner = Box(x=0, y=0, width=paper.width_mm, height=paper.height_mm).inset(margin)
    title = Box(x=inner.x, y=inner.y, width=inner.width, height=_TITLE_MM * unit)
    foot = Box(x=inner.x, y=inner.bottom - foot_mm, width=inner.width, height=foot_mm)
    net, gap = _NET_MM * unit, _GAP_MM * unit
    top, bottom = title.bottom + net, foot.y - net - gap / 2
    if paper.is_landscape:
        width = inner.width - panel_mm - 2 * net - gap
        chart = Box(x=inner.x + net, y=top, width=width, height=bottom - top)
        beside = chart.right + net + gap
        panel = Box(x=beside, y=top, width=panel_mm, height=bottom - top)
    else:
        below = bottom - panel_mm + net
        chart = Box(
            x=inner.x + net, y=top, width=inner.width - 2 * net, height=below - net - gap - top
        )
        panel = Box(x=inner.x, y=below, width=inner.width, height=panel_mm - net)
    return Layout(title=title, map=chart, panel=panel, foot=foot)

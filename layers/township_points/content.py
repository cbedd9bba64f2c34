"""The townships layer of a match, ready for the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from layers.bundled import sources
from layers.types import LayerContent

if TYPE_CHECKING:
    from layers.township_points.report import MatchReport

ID = "townships"


def content(report: MatchReport, source: str, source_date: str = "") -> LayerContent:
    """Return the layer with its matched points.

    Parameters
    ----------
    report
        What :func:`layers.township_points.match` found.
    source
        Where the points come from; it is put before the source of the bundled layer, which still
        stands behind the townships without a point.
    source_date
        The date of the points (ISO), where known.
    """
    about = sources.describe(ID)
    meta = replace(
        about.meta,
        source=f"{source}; {about.meta.source}",
        source_date=source_date or about.meta.source_date,
    )
    return LayerContent(
        meta=meta,
        batches=lambda: [report.frame],
        sha256=report.sha256,
        titles=about.titles,
        units=about.units,
    )

"""Figures that nothing can reach: shares above 100 %, amounts below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.findings import Finding
from geo.audit.notation import amount, citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material

ID = "impossible-value"
PERCENT = "%"
ALL = 100.0


def find(material: Material) -> Iterator[Finding]:
    """Yield the impossible figures; 0 and 100 % are possible."""
    for figure in material.figures:
        if figure.indicator in material.relations.unbounded:
            continue
        highest = figure.value if figure.value_high is None else figure.value_high
        if figure.value < 0:
            yield _finding(figure, f"{amount(figure)} < 0")
        elif figure.unit == PERCENT and highest > ALL:
            yield _finding(figure, f"{amount(figure)} % > 100 %")


def _finding(figure: Figure, arithmetic: str) -> Finding:
    return Finding(
        rule=ID,
        severity="error",
        region=figure.scope.region,
        places=citations((figure,)),
        arithmetic=arithmetic,
        facts={"indicator": figure.indicator, "value": amount(figure)},
    )

"""A part that is larger than the whole it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.findings import Finding
from geo.audit.notation import amount, citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure, Scope
    from geo.audit.material import Material

ID = "part-exceeds-whole"


def find(material: Material) -> Iterator[Finding]:
    """Yield the parts that exceed their whole, of one plan, indicator, year and role.

    Only indicators that add up over parts are compared; a part is in a region inside, or in a
    zone, class or place where the whole has none. Equal is possible.
    """
    for indicator in sorted(material.relations.extensive):
        figures = material.of(indicator)
        for whole in figures:
            for part in figures:
                if part.value > whole.value and _is_part(part, whole):
                    yield _finding(part, whole)


def _is_part(part: Figure, whole: Figure) -> bool:
    one, other = ((f.plan, f.year, f.role, f.unit) for f in (part, whole))
    return one == other and _lies_in(part.scope, whole.scope)


def _lies_in(inner: Scope, outer: Scope) -> bool:
    if inner == outer or not inner.region.startswith(outer.region) or outer.each or inner.each:
        return False
    pairs = ((inner.zone, outer.zone), (inner.class_, outer.class_), (inner.place, outer.place))
    return all(held in {"", own} for own, held in pairs)


def _finding(part: Figure, whole: Figure) -> Finding:
    return Finding(
        rule=ID,
        severity="error",
        region=part.scope.region,
        places=citations((part, whole)),
        arithmetic=f"{amount(part)} > {amount(whole)}",
        facts={"indicator": part.indicator, "part": amount(part), "whole": amount(whole)},
    )

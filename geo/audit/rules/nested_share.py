"""All of a whole asked for, and less than all of a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import direction
from geo.audit.findings import Finding
from geo.audit.notation import citations, condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure, Scope
    from geo.audit.material import Material

ID = "nested-share"
PERCENT = "%"
ALL = 100.0


def find(material: Material) -> Iterator[Finding]:
    """Yield the parts of which less than 100 % is asked where the whole must reach 100 %.

    The part lies in the whole: a zone of it, or a region inside it, for the same class and year.
    """
    floors = [
        one
        for one in material.comparable
        if one.unit == PERCENT
        and one.role == "aim"
        and direction(one) == "floor"
        and one.indicator not in material.relations.unbounded
    ]
    for whole in floors:
        if whole.value >= ALL and whole.standing == "firm":
            for part in floors:
                if part.value < ALL and _same_matter(part, whole) and _within(part, whole):
                    yield _finding(part, whole)


def _same_matter(part: Figure, whole: Figure) -> bool:
    return (part.indicator, part.year, part.standing) == (
        whole.indicator,
        whole.year,
        whole.standing,
    )


def _within(part: Figure, whole: Figure) -> bool:
    inner, outer = part.scope, whole.scope
    if inner == outer or not inner.region.startswith(outer.region) or outer.each:
        return False
    return inner.class_ == outer.class_ and _in_zone(inner, outer)


def _in_zone(inner: Scope, outer: Scope) -> bool:
    return outer.zone in {"", inner.zone} and outer.place in {"", inner.place}


def _finding(part: Figure, whole: Figure) -> Finding:
    return Finding(
        rule=ID,
        severity="warning",
        region=part.scope.region,
        places=citations((whole, part)),
        arithmetic=f"{condition(whole)} % ⊃ {condition(part)} %",
        facts={
            "indicator": part.indicator,
            "year": str(part.year),
            "whole": condition(whole),
            "part": condition(part),
        },
    )

"""A plan's count of all units of a kind against the official list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.findings import Finding
from geo.audit.material import by_value
from geo.audit.notation import amount, citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure, UnitCount
    from geo.audit.findings import Severity
    from geo.audit.material import Material

ID = "official-count"


def find(material: Material) -> Iterator[Finding]:
    """Yield the counts of "all" that are not those of the official list.

    Another number is a ``warning``: the list has a date, and units are merged. The same number,
    where the list has further entries of that level which are no such unit, is ``info``: the plan
    leaves them out.
    """
    for relation in material.relations.wholes:
        figures = [one for one in material.of(relation.indicator) if one.scope.is_whole]
        for plan, region in dict.fromkeys((one.plan, one.scope.region) for one in figures):
            own = [one for one in figures if (one.plan, one.scope.region) == (plan, region)]
            counts = material.count_of(relation.unit, region)
            if counts:
                yield from _compare(relation.unit, by_value(own)[-1], counts)


def _compare(
    unit: str, stated: tuple[Figure, ...], counts: tuple[UnitCount, ...]
) -> Iterator[Finding]:
    listed = sum(count.count for count in counts)
    special = sum(count.special for count in counts)
    shown = amount(stated[0])
    if not same(stated[0].value, listed):
        yield _finding(unit, stated, counts, f"{shown} ≠ {listed}", "warning")
    elif special:
        text = f"{listed} + {special} = {listed + special} ≠ {shown}"
        yield _finding(unit, stated, counts, text, "info")


def _finding(
    unit: str,
    stated: tuple[Figure, ...],
    counts: tuple[UnitCount, ...],
    arithmetic: str,
    severity: Severity,
) -> Finding:
    listed = sum(count.count for count in counts)
    special = sum(count.special for count in counts)
    sources = tuple(dict.fromkeys(count.citation for count in counts))
    return Finding(
        rule=ID,
        severity=severity,
        region=stated[0].scope.region,
        places=(*citations(stated), *sources),
        arithmetic=arithmetic,
        variant="special" if severity == "info" else "",
        facts={
            "unit": unit,
            "stated": amount(stated[0]),
            "listed": str(listed),
            "special": str(special),
            "level": str(listed + special),
        },
    )

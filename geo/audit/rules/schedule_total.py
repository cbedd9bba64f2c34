"""What is covered year by year against the total that is stated at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.findings import Finding
from geo.audit.notation import amount, citations, number, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.findings import Severity
    from geo.audit.material import Material
    from geo.audit.relations import Schedule

ID = "schedule-total"


def find(material: Material) -> Iterator[Finding]:
    """Yield the schedules that do not lead to their end.

    With a step for every year the sum must equal the end (``error``); with steps missing it must
    not exceed it (``error``), and what is left for the missing years is told (``info``).
    """
    for relation in material.relations.schedules:
        covered = material.of(relation.covered, role="aim")
        for plan, scope in dict.fromkeys((figure.plan, figure.scope) for figure in covered):
            stages = _a_year(material.of(relation.covered, plan=plan, scope=scope, role="aim"))
            steps = _a_year(material.of(relation.added, plan=plan, scope=scope, role="aim"))
            if stages and steps:
                yield from _schedule(relation, stages, steps)


def _a_year(figures: tuple[Figure, ...]) -> dict[int, Figure]:
    """Return one figure a year; that a year has two is for another rule."""
    found: dict[int, Figure] = {}
    for figure in figures:
        if figure.year is not None:
            found.setdefault(figure.year, figure)
    return dict(sorted(found.items()))


def _schedule(
    relation: Schedule, stages: dict[int, Figure], steps: dict[int, Figure]
) -> Iterator[Finding]:
    last, end = list(stages.items())[-1]
    first = min(stages)
    base = [stages[first]] if first < min(steps) else []
    way = [*base, *(step for year, step in steps.items() if year <= last)]
    reached = sum(one.value for one in way)
    missing = [year for year in range(first + 1, last + 1) if year not in steps] if base else []
    if reached > end.value or (base and not missing and not same(reached, end.value)):
        yield _finding(relation, way, end, "error", [])
    elif missing and not same(reached, end.value):
        yield _finding(relation, way, end, "info", missing)


def _finding(
    relation: Schedule, way: list[Figure], end: Figure, severity: Severity, missing: list[int]
) -> Finding:
    reached = sum(one.value for one in way)
    rest = end.value - reached
    text = f"{total(way, years=True)} = {number(reached)}"
    if missing:
        text += f"; {amount(end)} − {number(reached)} = {number(rest)}"
    else:
        text += f" {'>' if rest < 0 else '≠'} {amount(end)}"
    return Finding(
        rule=ID,
        severity=severity,
        region=end.scope.region,
        places=citations((*way, end)),
        arithmetic=text,
        variant="remainder" if missing else "",
        facts={
            "indicator": relation.covered,
            "year": str(end.year),
            "end": amount(end),
            "reached": number(reached),
            "rest": number(rest),
            "missing": ", ".join(str(year) for year in missing),
        },
    )

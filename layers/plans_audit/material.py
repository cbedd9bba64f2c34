"""From the plan registry to the plain figures of the audit."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.audit import Citation, Figure, Material, PlanNumber, Scope
from geo.audit.notation import number
from layers import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.audit import UnitCount
    from layers.plans import Registry
    from layers.plans.schema import Plan, Target
    from layers.plans_audit.statements import Statements

_DECIMALS = re.compile(r"\d\.(\d+)")


def material(registry: Registry, statements: Statements, counts: Iterable[UnitCount]) -> Material:
    """Return everything the audit looks at.

    A target gives one figure, and one more where it has a baseline with a year. Values stay in
    the unit of the print unless an indicator is printed in several. Places are compared by their
    printed name, since each plan numbers its own.
    """
    units = _mixed_units(registry)
    figures = [
        figure for target in registry.all_targets.values() for figure in _figures(registry, target)
    ]
    return Material(
        figures=tuple(
            _converted(one, *statements.factor(one.unit)) if one.indicator in units else one
            for one in figures
        ),
        counts=tuple(counts),
        numbers=tuple(_numbers(registry)),
        relations=statements.relations(),
    )


def _mixed_units(registry: Registry) -> set[str]:
    """Return the indicators that are printed in more than one unit."""
    units: dict[str, set[str]] = defaultdict(set)
    for target in registry.all_targets.values():
        units[target.indicator].add(target.unit)
    return {indicator for indicator, used in units.items() if len(used) > 1}


def _converted(figure: Figure, factor: float, unit: str) -> Figure:
    high = None if figure.value_high is None else figure.value_high * factor
    return replace(figure, value=figure.value * factor, value_high=high, unit=unit)


def _figures(registry: Registry, target: Target) -> Iterator[Figure]:
    stated = Figure(
        id=target.id,
        indicator=target.indicator,
        value=target.value,
        value_high=target.value_high,
        unit=target.unit,
        comparator=target.comparator,
        scope=_scope(registry, target),
        citation=_citation(registry, target),
        year=target.year,
        year_inferred=target.year_basis == "period",
        period=registry.plan_of(target).period,
        kind=target.kind,
        role=target.role,
        decimals=_decimals(target.printed),
    )
    yield stated
    if target.baseline is not None and target.baseline_year is not None:
        # The print of a baseline is not kept; its number stands for it.
        yield Figure(
            id=f"{target.id}#baseline",
            indicator=target.indicator,
            value=target.baseline,
            unit=target.unit,
            scope=stated.scope,
            citation=replace(stated.citation, printed=number(target.baseline)),
            year=target.baseline_year,
            period=stated.period,
            role="record",
        )


def _scope(registry: Registry, target: Target) -> Scope:
    scope = target.scope
    place = registry.places[scope.place].name_zh if scope.place else ""
    return Scope(
        region=scope.region,
        zone=scope.zone or "",
        class_=scope.class_ or "",
        place=place,
        each=scope.each or "",
        average=scope.average,
    )


def _citation(registry: Registry, target: Target) -> Citation:
    clause = registry.clauses[target.clause]
    return Citation(
        document=registry.document_of(clause.plan).seed,
        plan=clause.plan,
        clause=clause.id,
        clause_path=clause.path,
        target=target.id,
        printed=target.printed,
    )


def _decimals(printed: str) -> int:
    """Return the decimals of the print: two for 4.25 %, none for 8 %."""
    found = _DECIMALS.search(printed)
    return len(found.group(1)) if found else 0


def _numbers(registry: Registry) -> Iterator[PlanNumber]:
    for plan in registry.plans.values():
        if plan.number is not None and plan.contents_number is not None:
            yield PlanNumber(
                region=plan.region,
                text=_number(registry, plan, plan.number),
                contents=replace(
                    _number(registry, plan, plan.contents_number),
                    # Paths are as printed, whatever the language of the reader.
                    clause_path=texts.text("audit.contents", "zh"),
                ),
                issued=plan.issued.isoformat(),
            )


def _number(registry: Registry, plan: Plan, printed: str) -> Citation:
    document = registry.document_of(plan.id).seed
    return Citation(document=document, plan=plan.id, printed=printed)

"""Faults that show only when entries are put side by side.

Each rule below is a generator of ``(entry, code, facts)``; a new rule is one more function in
``RULES``. Ids must be unique over all files; references stay within one file.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from layers.plans.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from layers.plans.reader import FolderContent, Vocabulary
    from layers.plans.schema import PlanFile, Target

    Finding = tuple[str, str, dict[str, str]]
    Rule = Callable[[PlanFile, Vocabulary], Iterable[Finding]]

TABLES = ("plan", "clause", "target", "place", "task")


def faults_between(content: FolderContent) -> tuple[Fault, ...]:
    """Return the faults between entries, in order of file."""
    faults = [
        Fault(file=name, entry=entry, code=code, facts=facts)
        for name, file in content.files.items()
        for rule in RULES
        for entry, code, facts in rule(file, content.vocabulary)
    ]
    return (*faults, *_repeated_ids(content), *_repeated_documents(content), *_needs(content))


def _unknown(
    entry: str, what: str, ids: Iterable[str], known: Collection[str]
) -> Iterator[Finding]:
    for one in ids:
        if one not in known:
            yield entry, f"unknown_{what}", {what: one}


def _given(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value is not None)


def _plans_exist(file: PlanFile, _words: Vocabulary) -> Iterator[Finding]:
    known = {plan.id for plan in file.plan}
    for table in ("clause", "place", "task"):
        for one in getattr(file, table):
            yield from _unknown(f"{table} {one.id}", "plan", (one.plan,), known)


def _clauses_exist(file: PlanFile, _words: Vocabulary) -> Iterator[Finding]:
    known = {clause.id for clause in file.clause}
    for target in file.target:
        yield from _unknown(f"target {target.id}", "clause", (target.clause,), known)
    for place in file.place:
        yield from _unknown(f"place {place.id}", "clause", place.clause, known)
    for task in file.task:
        yield from _unknown(f"task {task.id}", "clause", (task.clause,), known)


def _clauses_of_same_plan(file: PlanFile, _words: Vocabulary) -> Iterator[Finding]:
    plan_of = {clause.id: clause.plan for clause in file.clause}
    named = [(f"place {one.id}", one.plan, one.clause) for one in file.place]
    named += [(f"task {one.id}", one.plan, (one.clause,)) for one in file.task]
    for entry, plan, clauses in named:
        for clause in clauses:
            if plan_of.get(clause, plan) != plan:
                yield entry, "clause_of_other_plan", {"clause": clause}


def _places_exist(file: PlanFile, _words: Vocabulary) -> Iterator[Finding]:
    known = {place.id for place in file.place}
    for target in file.target:
        yield from _unknown(f"target {target.id}", "place", _given(target.scope.place), known)
    for task in file.task:
        yield from _unknown(f"task {task.id}", "place", task.places, known)


def _terms_known(file: PlanFile, words: Vocabulary) -> Iterator[Finding]:
    for target in file.target:
        entry = f"target {target.id}"
        yield from _unknown(entry, "indicator", (target.indicator,), words.indicators)
        yield from _unknown(entry, "unit", (target.unit,), words.units)
        yield from _unknown(entry, "zone", _given(target.scope.zone), words.zones)
        yield from _unknown(entry, "class", _given(target.scope.class_), words.classes)
        yield from _unknown(entry, "layer", target.needs, words.layers)
    for place in file.place:
        entry = f"place {place.id}"
        yield from _unknown(entry, "place_type", (place.type,), words.place_types)
        yield from _unknown(entry, "unit", _given(place.unit), words.units)
        yield from _unknown(entry, "layer", _given(place.layer), words.layers)


def _units_fit(file: PlanFile, words: Vocabulary) -> Iterator[Finding]:
    for target in file.target:
        indicator, unit = words.indicators.get(target.indicator), words.units.get(target.unit)
        if indicator and unit and indicator.family != unit.family:
            facts = {"unit": unit.id, "family": unit.family, "indicator": indicator.id}
            yield f"target {target.id}", "unit_of_other_family", facts


def _regions_known(file: PlanFile, words: Vocabulary) -> Iterator[Finding]:
    for plan in file.plan:
        yield from _unknown(f"plan {plan.id}", "region", (plan.region,), words.regions)
    for target in file.target:
        yield from _unknown(f"target {target.id}", "region", (target.scope.region,), words.regions)
    for place in file.place:
        yield from _unknown(f"place {place.id}", "county", _given(place.county), words.regions)


def _regions_within_plan(file: PlanFile, _words: Vocabulary) -> Iterator[Finding]:
    region_of = {plan.id: plan.region for plan in file.plan}
    plan_of = {clause.id: clause.plan for clause in file.clause}

    def of_target(target: Target) -> str:
        return region_of.get(plan_of.get(target.clause, ""), "")

    named = [(f"target {one.id}", one.scope.region, of_target(one)) for one in file.target]
    named += [
        (f"place {one.id}", one.county, region_of.get(one.plan, ""))
        for one in file.place
        if one.county is not None
    ]
    for entry, region, outer in named:
        if not region.startswith(outer):
            yield entry, "region_outside_plan", {"region": region, "plan_region": outer}


RULES: tuple[Rule, ...] = (
    _plans_exist,
    _clauses_exist,
    _clauses_of_same_plan,
    _places_exist,
    _terms_known,
    _units_fit,
    _regions_known,
    _regions_within_plan,
)


def _repeated_ids(content: FolderContent) -> Iterator[Fault]:
    for table in TABLES:
        used = [
            (name, one.id) for name, file in content.files.items() for one in getattr(file, table)
        ]
        times = Counter(one for _name, one in used)
        for name, one in dict.fromkeys(used):
            if times[one] > 1:
                yield Fault(file=name, entry=f"{table} {one}", code="duplicate_id")


def _repeated_documents(content: FolderContent) -> Iterator[Fault]:
    times = Counter(file.document.seed for file in content.files.values())
    for name, file in content.files.items():
        seed = file.document.seed
        if times[seed] > 1:
            yield Fault(
                file=name, entry="document", code="duplicate_document", facts={"seed": seed}
            )


def _needs(content: FolderContent) -> Iterator[Fault]:
    words = content.vocabulary
    for indicator in words.indicators.values():
        found = _unknown(f"indicator {indicator.id}", "layer", indicator.needs, words.layers)
        for entry, code, facts in found:
            yield Fault(file="indicators", entry=entry, code=code, facts=facts)

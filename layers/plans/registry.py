"""The plans as one searchable whole.

``load`` reads a folder, refuses it when anything is wrong, and returns a ``Registry``. Reading
only: the database and the map take from here what they need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from layers.plans.crosscheck import faults_between
from layers.plans.faults import Fault, PlanFaults, UnknownPlan
from layers.plans.reader import Vocabulary, read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from layers.plans.schema import Clause, Document, Place, Plan, PlanFile, Target, Task

    OfPlan = TypeVar("OfPlan", Clause, Place, Task)


def check(folder: Path) -> tuple[Fault, ...]:
    """Return every fault of a folder of plan files, in order of file; none when it is clean."""
    content = read_folder(folder)
    return tuple(sorted((*content.faults, *faults_between(content))))


def load(folder: Path) -> Registry:
    """Read a folder of plan files.

    Parameters
    ----------
    folder
        The folder of ``*.toml`` files described in ``data/plans/README.md``.

    Raises
    ------
    PlanFaults
        When a file cannot be read or entries contradict the shape or each other; it carries all
        faults, not only the first.
    """
    return _read(folder, _written(folder))


def _written(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what tells that a file of a folder is another than before."""
    files = ((path.name, path.stat()) for path in sorted(folder.glob("*")) if path.is_file())
    return tuple((name, found.st_mtime_ns, found.st_size) for name, found in files)


@lru_cache(maxsize=2)
def _read(folder: Path, written: object) -> Registry:
    """Read a folder once for as long as nothing in it changes."""
    del written
    content = read_folder(folder)
    faults = sorted((*content.faults, *faults_between(content)))
    if faults:
        raise PlanFaults(faults)
    return Registry(files=tuple(content.files.values()), vocabulary=content.vocabulary)


@dataclass(frozen=True)
class Registry:
    """Documents, plans, clauses, targets, places and tasks of all files, in printed order."""

    files: tuple[PlanFile, ...]
    vocabulary: Vocabulary

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The source documents, one a file."""
        return tuple(file.document for file in self.files)

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Every plan by id."""
        return {plan.id: plan for file in self.files for plan in file.plan}

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Every clause by id."""
        return {clause.id: clause for file in self.files for clause in file.clause}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every named place by id."""
        return {place.id: place for file in self.files for place in file.place}

    @cached_property
    def tasks(self) -> Mapping[str, Task]:
        """Every task by id."""
        return {task.id: task for file in self.files for task in file.task}

    @cached_property
    def all_targets(self) -> Mapping[str, Target]:
        """Every target by id."""
        return {target.id: target for file in self.files for target in file.target}

    @cached_property
    def _document_of_plan(self) -> Mapping[str, Document]:
        return {plan.id: file.document for file in self.files for plan in file.plan}

    def plan(self, plan_id: str) -> Plan:
        """Return one plan.

        Raises
        ------
        UnknownPlan
            When there is none of that id.
        """
        try:
            return self.plans[plan_id]
        except KeyError:
            raise UnknownPlan(where=plan_id) from None

    def document_of(self, plan_id: str) -> Document:
        """Return the source document a plan is printed in."""
        return self._document_of_plan[self.plan(plan_id).id]

    def plan_of(self, target: Target) -> Plan:
        """Return the plan a target belongs to."""
        return self.plans[self.clauses[target.clause].plan]

    def targets(
        self,
        *,
        region: str | None = None,
        year: int | None = None,
        theme: str | None = None,
        plan: str | None = None,
    ) -> tuple[Target, ...]:
        """Return the targets that apply, in printed order.

        Parameters
        ----------
        region
            An adcode prefix (``14``, ``1407``, ``140702``). A target applies when its region
            lies in this one or contains it: what is asked of a prefecture is asked of its
            counties.
        year
            Targets of exactly this year; those without a year are left out.
        theme
            One of the themes of the schema.
        plan
            A plan id.
        """
        return tuple(
            target
            for target in self.all_targets.values()
            if (region is None or _overlap(region, target.scope.region))
            and (year is None or target.year == year)
            and (theme is None or target.theme == theme)
            and (plan is None or self.clauses[target.clause].plan == plan)
        )

    def clauses_of(self, plan_id: str) -> tuple[Clause, ...]:
        """Return the clauses of a plan in printed order."""
        return _of_plan(self.clauses.values(), plan_id)

    def places_of(self, plan_id: str) -> tuple[Place, ...]:
        """Return the places a plan names."""
        return _of_plan(self.places.values(), plan_id)

    def tasks_of(self, plan_id: str) -> tuple[Task, ...]:
        """Return the tasks of a plan in printed order."""
        return _of_plan(self.tasks.values(), plan_id)

    def places_of_clause(self, clause_id: str) -> tuple[Place, ...]:
        """Return the places a clause names."""
        return tuple(place for place in self.places.values() if clause_id in place.clause)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _of_plan(entries: Iterable[OfPlan], plan_id: str) -> tuple[OfPlan, ...]:
    return tuple(entry for entry in entries if entry.plan == plan_id)

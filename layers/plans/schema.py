"""The shape of the plan files: what a table may hold, and of which type.

The models refuse unknown keys and wrong types; what can only be judged with several entries at
hand (a clause that does not exist, an id used twice) is in ``crosscheck``. The shape is described
for authors in ``data/plans/README.md``.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 (pydantic reads the annotation at run time)
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from layers.plans.vocabulary import Id, Lenient, RegionCode, Text

Comparator = Literal["<", "<=", ">=", ">", "=", "about"]
Theme = Literal["charging", "greening", "rivers", "ecology", "utilities", "transport", "city"]
Kind = Literal["binding", "expected", "stated"]
Role = Literal["aim", "record"]
Reading = Literal["nearest", "spacing", "coverage"]
YearBasis = Literal["clause", "period"]
Each = Literal["county", "township", "village", "place"]

Year = Annotated[int, Field(ge=1949, le=2100)]
CountyCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Printed = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Due = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")]
Number = Annotated[int | float, Field(allow_inf_nan=False)]


class Table(BaseModel):
    """One table of a plan file; a remark comes in both languages or not at all."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    note_zh: Text | None = None
    note_en: Text | None = None

    @model_validator(mode="after")
    def _both_languages(self) -> Self:
        if (self.note_zh is None) != (self.note_en is None):
            message = "note_zh and note_en go together"
            raise ValueError(message)
        return self


class Document(Table):
    """The source document: one file describes one."""

    seed: Annotated[str, StringConstraints(pattern=r"^\d{3}_[0-9a-f]{16}\.txt$")]
    title_zh: Text
    title_en: Text
    issuer_zh: Text
    issuer_en: Text
    issued: date


class Plan(Table):
    """One plan printed in the document; ``contents_number`` where its contents page differs."""

    id: Id
    title_zh: Text
    title_en: Text
    number: Text | None = None
    contents_number: Text | None = None
    issuer_zh: Text
    issuer_en: Text
    issued: date
    region: RegionCode
    period: Annotated[tuple[Year, Year], Lenient]

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.period[0] > self.period[1]:
            message = "the period ends before it starts"
            raise ValueError(message)
        return self


class Clause(Table):
    """Where the plan says something; ``path`` is the numbering as printed."""

    id: Id
    plan: Id
    path: Text
    subject_zh: Text
    subject_en: Text
    bodies_zh: Annotated[tuple[Text, ...], Lenient] = ()
    support_zh: Annotated[tuple[Text, ...], Lenient] = ()


class Scope(BaseModel):
    """What a target speaks of: a region, and the part or kind of thing in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    region: RegionCode
    zone: Id | None = None
    class_: Annotated[Id | None, Field(alias="class")] = None
    place: Id | None = None
    each: Each | None = None
    average: bool = False

    @model_validator(mode="after")
    def _average_of_units(self) -> Self:
        if self.average and self.each is None:
            message = "an average needs the units it is taken over (each)"
            raise ValueError(message)
        return self


class Target(Table):
    """An indicator with a threshold, a scope and mostly a year.

    ``value`` is in ``unit``; with ``value_high`` the target is the closed range between the two.
    """

    id: Id
    clause: Id
    title_zh: Text
    title_en: Text
    theme: Theme
    indicator: Id
    comparator: Comparator
    value: Number
    value_high: Number | None = None
    unit: Text
    year: Year | None = None
    year_basis: YearBasis = "clause"
    baseline: Number | None = None
    baseline_year: Year | None = None
    kind: Kind
    role: Role = "aim"
    readings: Annotated[tuple[Reading, ...], Lenient] = ()
    printed: Printed
    needs: Annotated[tuple[Id, ...], Lenient] = ()
    scope: Scope

    @model_validator(mode="after")
    def _figures_agree(self) -> Self:
        if self.value_high is not None and self.value_high <= self.value:
            message = "value_high is not above value"
            raise ValueError(message)
        if self.year_basis == "period" and self.year is None:
            message = "year_basis says period but there is no year"
            raise ValueError(message)
        if self.baseline_year is not None and self.baseline is None:
            message = "baseline_year without a baseline"
            raise ValueError(message)
        return self


class Place(Table):
    """A place a plan names; its geometry is found in ``layer`` by name, or awaited."""

    id: Id
    plan: Id
    clause: Annotated[tuple[Id, ...], Lenient, Field(min_length=1)]
    name_zh: Text
    name_en: Text
    type: Id
    county: CountyCode | None = None
    year: Year | None = None
    quantity: Number | None = None
    unit: Text | None = None
    layer: Id | None = None

    @model_validator(mode="after")
    def _quantity_has_unit(self) -> Self:
        if (self.quantity is None) != (self.unit is None):
            message = "quantity and unit go together"
            raise ValueError(message)
        return self


class Task(Table):
    """One row of a schedule or of a table of tasks."""

    id: Id
    plan: Id
    clause: Id
    title_zh: Text
    title_en: Text
    lead_zh: Annotated[tuple[Text, ...], Lenient] = ()
    support_zh: Annotated[tuple[Text, ...], Lenient] = ()
    start: Year | None = None
    year: Year | None = None
    due: Due | None = None
    places: Annotated[tuple[Id, ...], Lenient] = ()
    values: dict[str, Number] = {}


class PlanFile(BaseModel):
    """Everything one plan file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    document: Document
    plan: Annotated[tuple[Plan, ...], Lenient, Field(min_length=1)]
    clause: Annotated[tuple[Clause, ...], Lenient] = ()
    target: Annotated[tuple[Target, ...], Lenient] = ()
    place: Annotated[tuple[Place, ...], Lenient] = ()
    task: Annotated[tuple[Task, ...], Lenient] = ()

"""The closed lists plan files draw on: indicators, units, zones, classes, place types, layers.

They are data (``indicators*.toml`` and ``vocabulary*.toml`` beside the plans), so that a new
indicator or unit needs no code; every entry is titled in both languages.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{2}(\d{2}){0,2}$")]

# TOML gives lists where the models keep tuples; only the container is read leniently.
Lenient = Field(strict=False)

Method = Literal[
    "nearest",
    "coverage_area",
    "coverage_units",
    "spacing",
    "count",
    "ratio",
    "density",
    "per_capita",
    "area_share",
    "service_radius",
    "corridor_width",
    "protection_width",
    "stated_area",
    "travel_time",
    "schedule",
    "stated",
]


class Term(BaseModel):
    """One entry of a closed list, titled for people."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Text
    title_zh: Text
    title_en: Text


class Unit(Term):
    """A unit of measurement; units of one family measure the same kind of thing."""

    family: Id


class Indicator(Term):
    """Something that can be measured or counted; ``stated`` ones are recorded only."""

    id: Id
    family: Id
    method: Method
    needs: Annotated[tuple[Id, ...], Lenient] = ()


class Region(Term):
    """A region by its adcode prefix: 2 digits a province, 4 a prefecture, 6 a county."""

    id: RegionCode


class VocabularyFile(BaseModel):
    """Everything one vocabulary file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    indicator: Annotated[tuple[Indicator, ...], Lenient] = ()
    unit: Annotated[tuple[Unit, ...], Lenient] = ()
    zone: Annotated[tuple[Term, ...], Lenient] = ()
    class_: Annotated[tuple[Term, ...], Lenient, Field(alias="class")] = ()
    place_type: Annotated[tuple[Term, ...], Lenient] = ()
    layer: Annotated[tuple[Term, ...], Lenient] = ()
    region: Annotated[tuple[Region, ...], Lenient] = ()

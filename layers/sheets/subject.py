"""What a sheet is about: shapes with their signs, the legend that explains them, the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.sheets.patterns import Look


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the legend and the sign of everything in its class; ``count`` may be unknown."""

    label: str
    colour: str
    look: Look
    count: int | None = None
    tag: str = ""
    """The quality of what is not official, written behind the label."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where something on the sheet comes from."""

    title: str
    quality: str
    source: str
    licence: str
    date: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Legend:
    """The legend: classes, then signs of other layers, then notes."""

    title: str
    classes: list[Entry]
    signs: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Everything a sheet shows, in the language it is printed in.

    ``shapes`` is in EPSG:4326 with the columns ``code``, ``name``, ``place`` (which class of the
    legend, -1 for the last entry, which is "not known") and ``is_schematic``; ``important``
    tells whose name comes first. ``stations`` has ``name``; it may be empty. ``changed`` are
    stations that stand out, with their names. ``region`` is the
    beginning of the codes of everything inside.
    """

    title: str
    subtitle: str
    headline: list[str]
    shapes: GeoDataFrame
    legend: Legend
    sources: list[Source]
    stations: GeoDataFrame | None = None
    changed: GeoDataFrame | None = None
    region: str = ""
    review_number: str | None = None
    outline_mm: float = 0.18
    headline_key: str = "sheet.figures"
    """Under which heading ``headline`` stands."""

"""What the audit reads: printed figures, each with the place where it stands.

Everything here is plain data. Which file a figure comes from, how it is written down and what it
is called in which language is the business of those who fill it in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

Comparator = Literal["<", "<=", ">=", ">", "=", "about"]
Kind = Literal["binding", "expected", "stated"]
Role = Literal["aim", "record"]

FLOORS = frozenset({">=", ">"})
CEILINGS = frozenset({"<", "<="})
STRICT = frozenset({"<", ">"})
ABOUT_SHARE = 0.05
"""How far from its value a figure printed with "about" may lie: one twentieth of it."""
RATIO = "ratio"
"""The unit of ratios, which are written 1:8 rather than 0.125."""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where something is printed; ``target`` names the entry of the plan data, if there is one."""

    document: str
    printed: str
    plan: str = ""
    clause: str = ""
    clause_path: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a figure speaks of.

    ``region`` is an adcode prefix (2, 4 or 6 digits). ``each`` says that the figure holds for every
    unit of a kind, ``average`` that it is a mean over them. Two scopes are the same when all parts
    are.
    """

    region: str
    zone: str = ""
    class_: str = ""
    place: str = ""
    each: str = ""
    average: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the figure speaks of a region as a whole."""
        return not (self.zone or self.class_ or self.place or self.each)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One printed figure.

    ``value`` (to ``value_high`` for a range) is in ``unit``; two figures are compared only in the
    same unit, so whoever fills this in converts. ``year_inferred`` marks a figure whose clause
    names no year and which is due with its plan. ``period`` is that of the plan. ``decimals`` are
    those of the print.
    """

    id: str
    indicator: str
    value: float
    unit: str
    scope: Scope
    citation: Citation
    comparator: Comparator = "="
    value_high: float | None = None
    year: int | None = None
    year_inferred: bool = False
    period: tuple[int, int] | None = None
    kind: Kind = "stated"
    role: Role = "aim"
    decimals: int = 0

    @property
    def plan(self) -> str:
        """The plan the figure stands in."""
        return self.citation.plan

    @property
    def standing(self) -> str:
        """``record``, ``expected`` or ``firm``: figures are compared with their like."""
        if self.role == "record":
            return "record"
        return "expected" if self.kind == "expected" else "firm"

    @property
    def interval(self) -> tuple[float, float]:
        """What the figure allows, closed: from, to."""
        if self.comparator in FLOORS and self.value_high is None:
            return self.value, math.inf
        if self.comparator in CEILINGS:
            return -math.inf, self.value
        slack = ABOUT_SHARE * abs(self.value) if self.comparator == "about" else 0.0
        return self.value - slack, (self.value_high or self.value) + slack


@dataclass(frozen=True, kw_only=True)
class UnitCount:
    """How many units of a kind an official list has in a region.

    ``special`` are entries of the same level that are no such unit (a development zone among the
    townships); ``count`` is without them.
    """

    region: str
    unit: str
    count: int
    citation: Citation
    special: int = 0


@dataclass(frozen=True, kw_only=True)
class PlanNumber:
    """The number of a document in its text and on the contents page of what it is printed in."""

    region: str
    text: Citation
    contents: Citation
    issued: str = field(default="")


def same(one: float, other: float) -> bool:
    """Whether two values are equal but for the rounding of floating-point numbers."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def direction(figure: Figure) -> str:
    """Return ``floor``, ``ceiling`` or, for a figure to be hit, ``point``."""
    if figure.comparator in FLOORS and figure.value_high is None:
        return "floor"
    return "ceiling" if figure.comparator in CEILINGS else "point"


def asks_less(one: Figure, other: Figure) -> bool:
    """Whether a floor is lower, or a ceiling higher, than another of its direction."""
    if direction(one) != direction(other) or same(one.value, other.value):
        return False
    if direction(one) == "floor":
        return one.value < other.value
    return direction(one) == "ceiling" and one.value > other.value

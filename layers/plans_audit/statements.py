"""The shape of ``data/plans/audit/relations.toml``, and reading it.

The file holds general statements about indicators (which flow belongs to which stock) and nothing
about single figures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping  # noqa: TC003 (pydantic reads the annotation at run time)
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo import audit
from layers.plans_audit.errors import BadRelations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.plans.reader import Vocabulary

# TOML gives lists where the models keep tuples; only the container is read leniently.
_Lenient = Field(strict=False)
Ids = Annotated[tuple[str, ...], _Lenient]
Factor = Annotated[float, Field(gt=0)]


class _Statement(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class StockFlow(_Statement):
    """A stock and what a year adds to it."""

    stock: str
    flow: str


class Ratio(_Statement):
    """A ratio and the two counts it is made of."""

    ratio: str
    numerator: str
    denominator: str


class Breakdown(_Statement):
    """What is printed by region and year, and its sum over the years."""

    part: str
    total: str


class Minimum(_Statement):
    """A least number for each unit of a kind."""

    indicator: str
    unit: str


class Minima(_Statement):
    """Minima that are met out of one quota."""

    quota: str
    minima: Annotated[tuple[Minimum, ...], _Lenient, Field(min_length=1)]


class Schedule(_Statement):
    """What is covered by a year, and what a year adds."""

    covered: str
    added: str


class Whole(_Statement):
    """An indicator whose highest figure means all units of a kind."""

    indicator: str
    unit: str


class Growth(_Statement):
    """A level and its mean yearly growth in percent."""

    level: str
    rate: str


class Yearly(_Statement):
    """A number a year and the total of a period."""

    rate: str
    total: str


class Alike(_Statement):
    """Zones that may be the same ground by other names."""

    zones: Annotated[tuple[str, ...], _Lenient, Field(min_length=2)]


class Lists(_Statement):
    """Properties of indicators."""

    collective: Ids = ()
    extensive: Ids = ()
    unbounded: Ids = ()


class Scale(_Statement):
    """Units that are converted to one for comparison: 1 of the unit is so many of ``base``."""

    base: str
    units: Mapping[str, Factor]


class Statements(_Statement):
    """Everything the file says."""

    stock_flow: Annotated[tuple[StockFlow, ...], _Lenient] = ()
    ratio: Annotated[tuple[Ratio, ...], _Lenient] = ()
    breakdown: Annotated[tuple[Breakdown, ...], _Lenient] = ()
    minima: Annotated[tuple[Minima, ...], _Lenient] = ()
    schedule: Annotated[tuple[Schedule, ...], _Lenient] = ()
    whole: Annotated[tuple[Whole, ...], _Lenient] = ()
    growth: Annotated[tuple[Growth, ...], _Lenient] = ()
    yearly: Annotated[tuple[Yearly, ...], _Lenient] = ()
    alike: Annotated[tuple[Alike, ...], _Lenient] = ()
    lists: Lists = Lists()
    scale: Annotated[tuple[Scale, ...], _Lenient] = ()

    def factor(self, unit: str) -> tuple[float, str]:
        """Return by what a value is multiplied for comparison, and the unit it is then in."""
        for scale in self.scale:
            if unit in scale.units:
                return scale.units[unit], scale.base
        return 1.0, unit

    def relations(self) -> audit.Relations:
        """Return the statements as the audit takes them."""
        return audit.Relations(
            stock_flows=tuple(audit.StockFlow(**one.model_dump()) for one in self.stock_flow),
            ratios=tuple(audit.Ratio(**one.model_dump()) for one in self.ratio),
            breakdowns=tuple(audit.Breakdown(**one.model_dump()) for one in self.breakdown),
            minima=tuple(_minima(one) for one in self.minima),
            schedules=tuple(audit.Schedule(**one.model_dump()) for one in self.schedule),
            wholes=tuple(audit.Whole(**one.model_dump()) for one in self.whole),
            growths=tuple(audit.Growth(**one.model_dump()) for one in self.growth),
            yearly=tuple(audit.Yearly(**one.model_dump()) for one in self.yearly),
            collective=frozenset(self.lists.collective),
            extensive=frozenset(self.lists.extensive),
            unbounded=frozenset(self.lists.unbounded),
            alike_zones=tuple(frozenset(one.zones) for one in self.alike),
        )


def _minima(statement: Minima) -> audit.Minima:
    minima = tuple(audit.Minimum(**one.model_dump()) for one in statement.minima)
    return audit.Minima(quota=statement.quota, minima=minima)


def read(path: Path, vocabulary: Vocabulary) -> Statements:
    """Read the statements and check them against the vocabulary of the plans.

    Raises
    ------
    BadRelations
        When the file does not fit its shape, or names an indicator, zone or unit that is not in
        the vocabulary.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        statements = Statements.model_validate(raw)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadRelations(where=path.name, problem=str(error)) from error
    if unknown := sorted(set(_unknown(statements, vocabulary))):
        raise BadRelations(where=path.name, problem=", ".join(unknown))
    return statements


def _unknown(statements: Statements, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield every name the vocabulary does not have."""
    for name in _indicators(statements):
        if name not in vocabulary.indicators:
            yield name
    for alike in statements.alike:
        yield from (zone for zone in alike.zones if zone not in vocabulary.zones)
    for scale in statements.scale:
        for unit in (scale.base, *scale.units):
            if unit not in vocabulary.units:
                yield unit


def _indicators(statements: Statements) -> Iterator[str]:
    pairs = (
        *statements.stock_flow,
        *statements.ratio,
        *statements.breakdown,
        *statements.schedule,
        *statements.growth,
        *statements.yearly,
    )
    for statement in pairs:
        yield from statement.model_dump().values()
    for minima in statements.minima:
        yield minima.quota
        yield from (one.indicator for one in minima.minima)
    yield from (one.indicator for one in statements.whole)
    yield from (*statements.lists.collective, *statements.lists.extensive)
    yield from statements.lists.unbounded

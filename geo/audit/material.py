"""Everything one audit looks at, and how rules find their way in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.relations import Relations
from geo.audit.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.audit.figures import Figure, PlanNumber, Scope, UnitCount
    from geo.audit.tables import Table


@dataclass(frozen=True, kw_only=True)
class Material:
    """Figures, official counts and document numbers, with what is known of the indicators."""

    figures: tuple[Figure, ...] = ()
    counts: tuple[UnitCount, ...] = ()
    numbers: tuple[PlanNumber, ...] = ()
    relations: Relations = field(default_factory=Relations)

    @cached_property
    def _by_indicator(self) -> Mapping[str, tuple[Figure, ...]]:
        groups: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            groups[figure.indicator].append(figure)
        return {indicator: tuple(group) for indicator, group in groups.items()}

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The printed tables."""
        return tuple(
            table
            for breakdown in self.relations.breakdowns
            for table in tables_of(self.figures, breakdown)
        )

    @cached_property
    def comparable(self) -> tuple[Figure, ...]:
        """The figures whose indicator alone says what they speak of."""
        return tuple(one for one in self.figures if one.indicator not in self.relations.collective)

    def of(
        self,
        indicator: str,
        *,
        plan: str | None = None,
        scope: Scope | None = None,
        year: int | None = None,
        role: str | None = None,
    ) -> tuple[Figure, ...]:
        """Return the figures of an indicator, narrowed by what is given."""
        return tuple(
            figure
            for figure in self._by_indicator.get(indicator, ())
            if (plan is None or figure.plan == plan)
            and (scope is None or figure.scope == scope)
            and (year is None or figure.year == year)
            and (role is None or figure.role == role)
        )

    def count_of(self, unit: str, region: str) -> tuple[UnitCount, ...]:
        """Return the official counts of a kind of unit in the parts of a region."""
        return tuple(
            count for count in self.counts if count.unit == unit and count.region.startswith(region)
        )


def by_value(figures: Iterable[Figure]) -> list[tuple[Figure, ...]]:
    """Put figures of equal value together, in order of value; one finding cites them all."""
    groups: list[list[Figure]] = []
    for figure in sorted(figures, key=lambda one: (one.value, one.id)):
        if groups and same(groups[-1][0].value, figure.value):
            groups[-1].append(figure)
        else:
            groups.append([figure])
    return [tuple(group) for group in groups]

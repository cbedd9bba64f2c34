"""So many a year, against the total stated for the whole period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.findings import Finding
from geo.audit.notation import amount, citations, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material

ID = "yearly-total"


def find(material: Material) -> Iterator[Finding]:
    """Yield the totals that are not the yearly figure times the years of the period.

    The two may stand in different plans of the same region and period. ``warning``: the total may
    count only some of them.
    """
    for relation in material.relations.yearly:
        for rate in material.of(relation.rate, role="aim"):
            for total in material.of(relation.total, role="aim"):
                if rate.period is not None and _same_span(rate, total):
                    yield from _compare(rate, total, rate.period)


def _same_span(rate: Figure, total: Figure) -> bool:
    return (rate.scope.region, rate.period) == (total.scope.region, total.period)


def _compare(rate: Figure, total: Figure, period: tuple[int, int]) -> Iterator[Finding]:
    years = period[1] - period[0] + 1
    computed = rate.value * years
    if same(computed, total.value):
        return
    yield Finding(
        rule=ID,
        severity="warning",
        region=total.scope.region,
        places=citations((rate, total)),
        arithmetic=f"{amount(rate)} × {years} = {number(computed)} ≠ {amount(total)}",
        facts={
            "indicator": total.indicator,
            "rate": amount(rate),
            "years": str(years),
            "computed": number(computed),
            "total": amount(total),
        },
    )

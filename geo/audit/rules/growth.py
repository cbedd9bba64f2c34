"""A printed mean yearly growth against the two printed levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.findings import Finding
from geo.audit.notation import amount, citations, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material
    from geo.audit.relations import Growth

ID = "growth-rate"
_SHOWN_DECIMALS = 2


def find(material: Material) -> Iterator[Finding]:
    """Yield the rates that no pair of levels gives, rounded as the rate is printed.

    The levels are those of the rate's year and of the latest earlier year that the plan prints.
    ``warning``: earlier levels are often revised after a count.
    """
    for relation in material.relations.growths:
        for rate in material.of(relation.rate):
            yield from _rate(material, relation, rate)


def _rate(material: Material, relation: Growth, rate: Figure) -> Iterator[Finding]:
    levels = [
        one
        for one in material.of(relation.level, plan=rate.plan, scope=rate.scope)
        if one.year is not None and one.value > 0
    ]
    ends = [one for one in levels if one.year == rate.year]
    starts = [one for one in levels if (one.year or 0) < (rate.year or 0)]
    latest = max((one.year or 0 for one in starts), default=0)
    starts = [one for one in starts if one.year == latest]
    computed = {(one.id, end.id): _growth(one, end) for one in starts for end in ends}
    if computed and not any(_matches(value, rate) for value in computed.values()):
        yield _finding(rate, starts, ends)


def _growth(start: Figure, end: Figure) -> float:
    years = (end.year or 0) - (start.year or 0)
    return float(100.0 * ((end.value / start.value) ** (1.0 / years) - 1.0))


def _matches(computed: float, rate: Figure) -> bool:
    return same(round(computed, rate.decimals), rate.value)


def _finding(rate: Figure, starts: list[Figure], ends: list[Figure]) -> Finding:
    start, end = starts[0], ends[0]
    years = (end.year or 0) - (start.year or 0)
    computed = number(round(_growth(start, end), _SHOWN_DECIMALS))
    return Finding(
        rule=ID,
        severity="warning",
        region=rate.scope.region,
        places=citations((rate, *ends, *starts)),
        arithmetic=(
            f"({amount(end)} ÷ {amount(start)})^(1/{years}) − 1 = {computed} % ≠ {amount(rate)} %"
        ),
        facts={
            "indicator": end.indicator,
            "from_year": str(start.year),
            "year": str(end.year),
            "printed": amount(rate),
            "computed": computed,
        },
    )

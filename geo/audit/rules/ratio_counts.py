"""A ratio that is asked for against the two counts printed for the same year."""

from __future__ import annotations

from itertools import groupby, product
from typing import TYPE_CHECKING

from geo.audit.figures import ABOUT_SHARE, CEILINGS
from geo.audit.findings import Finding
from geo.audit.material import by_value
from geo.audit.notation import amount, citations, number, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material
    from geo.audit.relations import Ratio

ID = "ratio-counts"

Group = tuple["Figure", ...]
_SLACK = 1e-9


def find(material: Material) -> Iterator[Finding]:
    """Yield the ratios that the plan's own counts do not reach.

    Reaching is ``≥`` for a floor and for a plain figure, ``≤`` for a ceiling; the edge counts as
    reached. A count printed with "about" is given its most favourable value.
    """
    for relation in material.relations.ratios:
        wanted = sorted(material.of(relation.ratio, role="aim"), key=_occasion)
        for _key, same_occasion in groupby(wanted, key=_occasion):
            for group in by_value(same_occasion):
                yield from _ratio(material, relation, group)


def _occasion(figure: Figure) -> tuple[str, str, int]:
    return figure.plan, str(figure.scope), figure.year or 0


def _ratio(material: Material, relation: Ratio, wanted: Group) -> Iterator[Finding]:
    first = wanted[0]
    if first.year is None:
        return
    above, below = (
        by_value(material.of(indicator, plan=first.plan, scope=first.scope, year=first.year))
        for indicator in (relation.numerator, relation.denominator)
    )
    for numerator, denominator in product(above, below):
        if denominator[0].value > 0 and not _reached(first, numerator[0], denominator[0]):
            yield _finding(wanted, numerator, denominator)


def _reached(wanted: Figure, numerator: Figure, denominator: Figure) -> bool:
    ceiling = wanted.comparator in CEILINGS
    favour = -1 if ceiling else 1
    best = _at_best(numerator, favour) / _at_best(denominator, -favour)
    if ceiling:
        return best <= wanted.value * (1 + _SLACK)
    return best >= wanted.value * (1 - _SLACK)


def _at_best(figure: Figure, favour: int) -> float:
    slack = ABOUT_SHARE if figure.comparator == "about" else 0.0
    return figure.value * (1 + favour * slack)


def _finding(wanted: Group, numerator: Group, denominator: Group) -> Finding:
    reached = numerator[0].value / denominator[0].value
    needed = number(wanted[0].value * denominator[0].value)
    sign = ">" if wanted[0].comparator in CEILINGS else "<"
    firm = any(one.standing == "firm" for one in wanted)
    return Finding(
        rule=ID,
        severity="error" if firm else "warning",
        region=wanted[0].scope.region,
        places=citations((*wanted, *numerator, *denominator)),
        arithmetic=(
            f"{amount(numerator[0])} ÷ {amount(denominator[0])} = {ratio(reached)} {sign} "
            f"{ratio(wanted[0].value)}; {ratio(wanted[0].value)} × {amount(denominator[0])} = "
            f"{number(round(float(needed), 1))}"
        ),
        variant="" if firm else "expected",
        facts={
            "indicator": wanted[0].indicator,
            "year": str(wanted[0].year),
            "wanted": ratio(wanted[0].value),
            "reached": ratio(reached),
        },
    )

"""The stock of a year against the stock of the year before and what was added."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from geo.audit.figures import ABOUT_SHARE, same
from geo.audit.findings import Finding
from geo.audit.material import by_value
from geo.audit.notation import amount, citations, condition, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material
    from geo.audit.relations import StockFlow

ID = "stock-flow"

Group = tuple["Figure", ...]


def find(material: Material) -> Iterator[Finding]:
    """Yield the years whose stock is not the sum; "about" leaves one twentieth."""
    for relation in material.relations.stock_flows:
        for now in material.of(relation.stock):
            # One figure of each value starts the comparison, the others are cited with it.
            alike = material.of(relation.stock, plan=now.plan, scope=now.scope, year=now.year)
            if now is next(one for one in alike if same(one.value, now.value)):
                yield from _year(material, relation, now, alike)


def _year(material: Material, relation: StockFlow, now: Figure, alike: Group) -> Iterator[Finding]:
    if now.year is None:
        return
    current = tuple(one for one in alike if same(one.value, now.value))
    before = material.of(relation.stock, plan=now.plan, scope=now.scope, year=now.year - 1)
    flows = material.of(relation.flow, plan=now.plan, scope=now.scope, year=now.year)
    for stock, flow in product(by_value(before), by_value(flows)):
        if not _agree(stock[0].value + flow[0].value, now):
            yield _finding(stock, flow, current)


def _agree(computed: float, stock: Figure) -> bool:
    if stock.comparator == "about":
        return abs(computed - stock.value) <= ABOUT_SHARE * abs(stock.value)
    return same(computed, stock.value)


def _finding(before: Group, flow: Group, now: Group) -> Finding:
    computed = before[0].value + flow[0].value
    stated = condition(now[0]) if now[0].comparator == "about" else amount(now[0])
    return Finding(
        rule=ID,
        severity="error",
        region=now[0].scope.region,
        places=citations((*now, *before, *flow)),
        arithmetic=f"{amount(before[0])} + {amount(flow[0])} = {number(computed)} ≠ {stated}",
        facts={
            "indicator": now[0].indicator,
            "year": str(now[0].year),
            "printed": amount(now[0]),
            "computed": number(computed),
        },
    )

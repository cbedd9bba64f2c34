"""Least numbers for each unit against the quota out of which they are met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.audit.findings import Finding
from geo.audit.notation import citations, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Citation, Figure
    from geo.audit.material import Material
    from geo.audit.relations import Minima

ID = "minimum-quota"


@dataclass(frozen=True, kw_only=True)
class _Need:
    """What one minimum needs in one region."""

    figure: Figure
    units: int
    sources: tuple[Citation, ...]

    @property
    def amount(self) -> float:
        return self.figure.value * self.units

    @property
    def text(self) -> str:
        return f"{number(self.figure.value)} × {self.units}"


@dataclass(frozen=True, kw_only=True)
class _Quota:
    """What one region gets until the minima are due: the greater of years and printed total."""

    indicator: str
    region: str
    figures: tuple[Figure, ...]
    amount: float


def find(material: Material) -> Iterator[Finding]:
    """Yield the regions whose quota is less than what the minima add up to there.

    A minimum for each unit must hold in every region; one that is a mean over units need not, so
    it is added only in a second step. The official list gives the number of units. What stood
    before the first year of the quota is not known by region; where the plan's own stock shows how
    much it was in all and that would fill the gap, the finding is a ``warning``.
    """
    for relation in material.relations.minima:
        plans = dict.fromkeys(
            figure.plan for one in relation.minima for figure in material.of(one.indicator)
        )
        for plan in plans:
            for quota in _quotas(material, relation, plan):
                yield from _region(material, relation, plan, quota)


def _due(material: Material, relation: Minima, plan: str) -> int:
    years = [
        figure.year
        for one in relation.minima
        for figure in material.of(one.indicator, plan=plan)
        if figure.year is not None
    ]
    return max(years, default=0)


def _quotas(material: Material, relation: Minima, plan: str) -> Iterator[_Quota]:
    due = _due(material, relation, plan)
    parts = [
        figure
        for figure in material.of(relation.quota, plan=plan, role="aim")
        if figure.scope.is_whole and figure.year is not None and figure.year <= due
    ]
    totals = {one.total for one in material.relations.breakdowns if one.part == relation.quota}
    for region in sorted({figure.scope.region for figure in parts}):
        # The same year printed twice, in the text and in a table, counts once.
        years = {one.year: one for one in parts if one.scope.region == region}
        printed = [
            figure
            for total in sorted(totals)
            for figure in material.of(total, plan=plan, year=due)
            if figure.scope.is_whole and figure.scope.region == region
        ]
        added = sum(one.value for one in years.values())
        yield _Quota(
            indicator=relation.quota,
            region=region,
            figures=(*years.values(), *printed),
            amount=max(added, *(one.value for one in printed)) if printed else added,
        )


def _region(material: Material, relation: Minima, plan: str, quota: _Quota) -> Iterator[Finding]:
    needs = [
        need
        for one in relation.minima
        for figure in material.of(one.indicator, plan=plan, role="aim")
        if quota.region.startswith(figure.scope.region)
        and (need := _need(material, figure, one.unit, quota.region)) is not None
    ]
    hard = [need for need in needs if not need.figure.scope.average]
    means = [need for need in needs if need.figure.scope.average]
    if hard and sum(need.amount for need in hard) > quota.amount:
        yield _short(hard, means, quota, _before(material, relation, plan, quota.region))
    elif means and sum(need.amount for need in needs) > quota.amount:
        yield _tight(needs, quota)


def _need(material: Material, figure: Figure, unit: str, region: str) -> _Need | None:
    counts = material.count_of(unit, region)
    if not counts:
        return None
    sources = tuple(dict.fromkeys(count.citation for count in counts))
    return _Need(figure=figure, units=sum(count.count for count in counts), sources=sources)


def _before(material: Material, relation: Minima, plan: str, region: str) -> float | None:
    """Return the stock before the first year of the quota, for the whole the region lies in."""
    for one in material.relations.stock_flows:
        if one.flow != relation.quota:
            continue
        stocks = [
            figure
            for figure in material.of(one.stock, plan=plan)
            if figure.scope.is_whole and region.startswith(figure.scope.region)
        ]
        for stock in sorted(stocks, key=lambda figure: figure.year or 0):
            flows = material.of(one.flow, plan=plan, scope=stock.scope, year=stock.year)
            if flows:
                return stock.value - flows[0].value
    return None


def _sum(needs: list[_Need]) -> str:
    text = " + ".join(need.text for need in needs)
    return f"{text} = {number(sum(need.amount for need in needs))}"


def _places(needs: list[_Need], quota: _Quota) -> tuple[Citation, ...]:
    figures = (*(need.figure for need in needs), *quota.figures)
    sources = (source for need in needs for source in need.sources)
    return tuple(dict.fromkeys((*citations(figures), *sources)))


def _short(hard: list[_Need], means: list[_Need], quota: _Quota, before: float | None) -> Finding:
    gap = sum(need.amount for need in hard) - quota.amount
    full = f"; {_sum([*hard, *means])}" if means else ""
    fillable = before is not None and before >= gap
    return Finding(
        rule=ID,
        severity="warning" if fillable else "error",
        region=quota.region,
        places=_places([*hard, *means], quota),
        arithmetic=f"{_sum(hard)} > {number(quota.amount)}{full}",
        variant="short" if fillable else "impossible",
        facts={
            "indicator": quota.indicator,
            "need": number(sum(need.amount for need in hard)),
            "quota": number(quota.amount),
            "gap": number(gap),
            "before": "" if before is None else number(before),
        },
    )


def _tight(needs: list[_Need], quota: _Quota) -> Finding:
    need = sum(one.amount for one in needs)
    return Finding(
        rule=ID,
        severity="info",
        region=quota.region,
        places=_places(needs, quota),
        arithmetic=f"{_sum(needs)} > {number(quota.amount)}",
        variant="tight",
        facts={
            "indicator": quota.indicator,
            "need": number(need),
            "quota": number(quota.amount),
        },
    )

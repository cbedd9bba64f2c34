"""Made-up plans: a city 99 with counties 9901 and 9902, small enough to add up by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.audit import (
    Breakdown,
    Citation,
    Figure,
    Growth,
    Material,
    Minima,
    Minimum,
    PlanNumber,
    Ratio,
    Relations,
    Schedule,
    Scope,
    StockFlow,
    UnitCount,
    Whole,
    Yearly,
    audit,
)

RELATIONS = Relations(
    stock_flows=(StockFlow(stock="stock", flow="added"),),
    ratios=(Ratio(ratio="ratio", numerator="stock", denominator="cars"),),
    breakdowns=(Breakdown(part="added", total="added-period"),),
    minima=(
        Minima(
            quota="added",
            minima=(
                Minimum(indicator="per-village", unit="village"),
                Minimum(indicator="per-town", unit="town"),
            ),
        ),
    ),
    schedules=(Schedule(covered="covered", added="covered-more"),),
    wholes=(Whole(indicator="covered", unit="village"),),
    growths=(Growth(level="income", rate="income-growth"),),
    yearly=(Yearly(rate="a-year", total="in-all"),),
    collective=frozenset({"anything"}),
    extensive=frozenset({"area"}),
    unbounded=frozenset({"income-growth"}),
    alike_zones=(frozenset({"urban", "built-up"}),),
)


def figure(name: str, indicator: str, value: float, year: int | None = 2024, **given) -> Figure:
    """Return a figure; its clause is the part of the name before the last dot."""
    clause, _, _ = name.rpartition(".")
    scope = {key: given.pop(key) for key in ("zone", "class_", "place", "each") if key in given}
    scope |= {"region": given.pop("region", "99"), "average": given.pop("average", False)}
    return Figure(
        id=name,
        indicator=indicator,
        value=value,
        year=year,
        unit=given.pop("unit", "count"),
        scope=Scope(**scope),
        citation=Citation(
            document="document",
            plan=given.pop("plan", "plan"),
            clause=clause,
            clause_path=clause,
            target=name,
            printed=str(value),
        ),
        period=given.pop("period", (2023, 2024)),
        **given,
    )


def villages(region: str, count: int, special: int = 0, unit: str = "village") -> UnitCount:
    source = Citation(document="list", clause_path=region, printed=str(count))
    return UnitCount(region=region, unit=unit, count=count, special=special, citation=source)


def number(text: str, contents: str) -> PlanNumber:
    def cite(printed: str) -> Citation:
        return Citation(document="document", plan="plan", printed=printed)

    return PlanNumber(region="99", text=cite(text), contents=cite(contents), issued="2024-02-18")


def clean_figures() -> list[Figure]:
    """A plan without a contradiction: 20 + 30 = 50 a county, stocks 100, 180, 260."""
    cells = [
        figure("annex.a1", "added", 20, 2023, region="9901"),
        figure("annex.a2", "added", 30, 2024, region="9901"),
        figure("annex.a", "added-period", 50, 2024, region="9901"),
        figure("annex.b1", "added", 60, 2023, region="9902"),
        figure("annex.b2", "added", 50, 2024, region="9902"),
        figure("annex.b", "added-period", 110, 2024, region="9902"),
        figure("annex.t1", "added", 80, 2023),
        figure("annex.t2", "added", 80, 2024),
        figure("annex.t", "added-period", 160, 2024),
    ]
    text = [
        figure("one.stock-22", "stock", 100, 2022, comparator=">="),
        figure("one.stock-23", "stock", 180, 2023, comparator=">="),
        figure("one.stock-24", "stock", 260, 2024, comparator=">="),
        figure("one.added", "added", 80, 2024),
        figure("one.cars", "cars", 1040, 2024, comparator=">="),
        figure("one.ratio", "ratio", 0.25, 2024, comparator=">=", unit="ratio"),
        figure("one.hope", "ratio", 0.25, 2024, comparator=">=", unit="ratio", kind="expected"),
        figure("two.per-village", "per-village", 2, 2024, comparator=">=", each="village"),
        figure("two.per-town", "per-town", 5, 2024, comparator=">=", each="town", average=True),
        figure("three.covered-23", "covered", 20, 2023),
        figure("three.covered-more", "covered-more", 25, 2024),
        figure("three.covered-24", "covered", 45, 2024, comparator=">="),
        figure("four.share-23", "share", 80, 2023, comparator=">=", unit="%"),
        figure("four.share-24", "share", 100, 2024, comparator=">=", unit="%"),
        figure("five.share-24", "share", 100, 2024, comparator=">=", unit="%"),
        figure("four.distance-23", "distance", 50, 2023, comparator="<", unit="km"),
        figure("four.distance-24", "distance", 30, 2024, comparator="<", unit="km"),
        figure("six.area", "area", 90, 2024, unit="ha"),
        figure("six.part", "area", 90, 2024, unit="ha", zone="urban"),
        figure("six.income-22", "income", 10000, 2022, role="record", unit="CNY"),
        figure("six.income", "income", 12100, 2024, unit="CNY", comparator=">="),
        figure("six.growth", "income-growth", 10, 2024, unit="%", comparator=">="),
        figure("six.a-year", "a-year", 20, 2024),
        figure("six.in-all", "in-all", 40, 2024),
        figure("seven.any", "anything", 1, 2024),
        figure("eight.any", "anything", 2, 2024),
        figure("eight.urban", "per-head", 12, 2024, zone="urban"),
        figure("eight.built-up", "per-head", 12, 2024, zone="built-up", plan="other"),
    ]
    return cells + text


@pytest.fixture
def clean() -> Material:
    """20 and 25 villages, 2 and 10 towns: 40 + 10 = 50 and 50 + 50 = 100 of 50 and 110 piles."""
    return Material(
        figures=tuple(clean_figures()),
        counts=(
            villages("9901", 20),
            villages("9902", 25),
            villages("9901", 2, unit="town"),
            villages("9902", 10, unit="town"),
        ),
        numbers=(number("no. 2 of 2024", "no.2 of 2024"),),
        relations=RELATIONS,
    )


@pytest.fixture
def changed(clean):
    """Return a function: the clean plan with figures replaced by name, or others added."""

    def change(*figures: Figure, without: tuple[str, ...] = (), **fields) -> Material:
        kept = {one.id: one for one in clean.figures if one.id not in without}
        kept |= {one.id: one for one in figures}
        return replace(clean, figures=tuple(kept.values()), **fields)

    return change


@pytest.fixture
def only(changed):
    """Return a function: the findings of one changed clean plan that are of one rule."""

    def find(rule: str, *figures: Figure, **fields):
        found = audit(changed(*figures, **fields))
        return [one for one in found if one.rule == rule]

    return find


@pytest.fixture(scope="session")
def make():
    """The builders of figures, counts and numbers."""
    return figure, villages, number

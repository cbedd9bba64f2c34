"""Thresholds that ask less in a later year than in an earlier one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geo.audit.figures import asks_less, direction
from geo.audit.findings import Finding
from geo.audit.material import by_value
from geo.audit.notation import citations, condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure, Scope
    from geo.audit.material import Material

ID = "loosening"

Key = tuple[str, str, "Scope", str, str]


def find(material: Material) -> Iterator[Finding]:
    """Yield the aims of one plan that fall behind an earlier year's.

    Floors are compared with floors and ceilings with ceilings, of the same indicator and scope;
    firm aims with firm ones, expected with expected. Plain figures are no thresholds and are left
    aside. Where the later year also has an expected figure that holds the line, the finding is a
    ``warning``.
    """
    series: dict[Key, list[Figure]] = defaultdict(list)
    for figure in material.comparable:
        if figure.role == "aim" and figure.year is not None and direction(figure) != "point":
            series[_key(figure)].append(figure)
    for figures in series.values():
        for group in by_value(figures):
            yield from _group(material, figures, group)


def _key(figure: Figure) -> Key:
    return figure.plan, figure.indicator, figure.scope, figure.standing, direction(figure)


def _group(
    material: Material, series: list[Figure], later: tuple[Figure, ...]
) -> Iterator[Finding]:
    for year in sorted({one.year or 0 for one in later}):
        now = [one for one in later if one.year == year]
        stricter = [one for one in series if (one.year or 0) < year and asks_less(now[0], one)]
        if stricter:
            last = max(one.year or 0 for one in stricter)
            yield _finding(material, now, [one for one in stricter if one.year == last])


def _holding(material: Material, now: Figure, before: Figure) -> list[Figure]:
    """Return what the later year hopes for, where that is no less than the earlier aim."""
    return [
        one
        for one in material.of(now.indicator, plan=now.plan, scope=now.scope, year=now.year)
        if one.standing == "expected"
        and direction(one) == direction(before)
        and not asks_less(one, before)
    ]


def _finding(material: Material, now: list[Figure], before: list[Figure]) -> Finding:
    hoped = _holding(material, now[0], before[0])
    return Finding(
        rule=ID,
        severity="warning" if hoped else "error",
        region=now[0].scope.region,
        places=citations((*before, *now, *hoped)),
        arithmetic=(
            f"{before[0].year}: {condition(before[0])} → {now[0].year}: {condition(now[0])}"
        ),
        facts={
            "indicator": now[0].indicator,
            "before": condition(before[0]),
            "before_year": str(before[0].year),
            "now": condition(now[0]),
            "year": str(now[0].year),
        },
    )

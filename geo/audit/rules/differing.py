"""The same thing asked, or recorded, with different figures: between clauses, between plans."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from geo.audit.figures import STRICT, asks_less, direction, same
from geo.audit.findings import Finding
from geo.audit.notation import citations, condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.findings import Severity
    from geo.audit.material import Material

CLAUSES = "clauses-differ"
PLANS = "plans-differ"


def find(material: Material) -> Iterator[Finding]:
    """Yield the figures of one indicator, scope and year that differ from clause to clause.

    Firm aims are compared with firm ones, expected with expected, records (and baselines) with
    records; an expected aim is also compared with a firm one when it asks for less. Figures of one
    clause are not compared: there they speak of different things. A floor that is due with its
    plan only, and lower than a dated one of the same plan, is a step on the way. Figures that
    exclude each other are an ``error``, others a ``warning``; the same value with "less than" here
    and "at most" there is ``info``.
    """
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in material.comparable:
        if figure.year is not None:
            key = (figure.indicator, figure.scope, figure.year, figure.unit, figure.role)
            groups[key].append(figure)
    for group in groups.values():
        yield from _group(group)


def _group(group: list[Figure]) -> Iterator[Finding]:
    """Yield one finding for each two standings, with all figures that differ in them."""
    clashes: dict[tuple[str, str, bool], dict[str, Figure]] = defaultdict(dict)
    worst: dict[tuple[str, str, bool], Severity] = {}
    for one, other in combinations(group, 2):
        severity = _clash(one, other)
        if severity is None:
            continue
        standings = sorted({one.standing, other.standing})
        key = (standings[0], standings[-1], one.plan == other.plan)
        clashes[key] |= {one.id: one, other.id: other}
        worst[key] = _worse(worst.get(key, "info"), severity)
    for key, figures in clashes.items():
        yield _finding(list(figures.values()), worst[key], within=key[2])


def _worse(one: Severity, other: Severity) -> Severity:
    order: tuple[Severity, ...] = ("info", "warning", "error")
    return max(one, other, key=order.index)


def _clash(one: Figure, other: Figure) -> Severity | None:
    if one.citation.clause == other.citation.clause or _is_step(one, other):
        return None
    if one.standing != other.standing and not _hope_below_duty(one, other):
        return None
    if same(one.value, other.value):
        return "info" if _differ_at_edge(one, other) else None
    return None if _meet_in_range(one, other) else _severity(one, other)


def _is_step(one: Figure, other: Figure) -> bool:
    lesser, greater = (one, other) if asks_less(one, other) else (other, one)
    undated = lesser.year_inferred and not greater.year_inferred
    return undated and lesser.plan == greater.plan and asks_less(lesser, greater)


def _hope_below_duty(one: Figure, other: Figure) -> bool:
    hope, duty = (one, other) if one.standing == "expected" else (other, one)
    if same(one.value, other.value):
        return True
    return asks_less(hope, duty)


def _differ_at_edge(one: Figure, other: Figure) -> bool:
    """Tell whether one excludes the value itself and the other does not."""
    return direction(one) == direction(other) != "point" and (
        (one.comparator in STRICT) != (other.comparator in STRICT)
    )


def _meet_in_range(one: Figure, other: Figure) -> bool:
    """Tell whether a range holds what the other asks for."""
    if one.value_high is None and other.value_high is None:
        return False
    return _overlap(one, other)


def _overlap(one: Figure, other: Figure) -> bool:
    (low, high), (other_low, other_high) = one.interval, other.interval
    return max(low, other_low) <= min(high, other_high)


def _severity(one: Figure, other: Figure) -> Severity:
    # Two records of one fact cannot both be right, but may have been counted differently.
    if one.role == "record" or _overlap(one, other):
        return "warning"
    return "error"


def _finding(figures: list[Figure], severity: Severity, *, within: bool) -> Finding:
    ordered = sorted(figures, key=lambda one: (one.value, one.id))
    values = dict.fromkeys(condition(one) for one in ordered)
    return Finding(
        rule=CLAUSES if within else PLANS,
        severity=severity,
        region=ordered[0].scope.region,
        places=citations(ordered),
        arithmetic=f"{ordered[0].year}: {' ≠ '.join(values)}",
        variant="edge" if severity == "info" else "",
        facts={
            "indicator": ordered[0].indicator,
            "year": str(ordered[0].year),
            "values": "; ".join(values),
        },
    )

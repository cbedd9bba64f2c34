"""Shares and per-capita figures of areas that may be the same ground by other names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.audit.figures import direction, same
from geo.audit.findings import Finding
from geo.audit.notation import citations, condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material

ID = "alike-zones"


def find(material: Material) -> Iterator[Finding]:
    """Yield the figures of one indicator and year that differ between zones named alike.

    Only figures that do not add up over parts are compared, and only in one direction: two floors,
    two ceilings, two plain figures. Always ``info``, as the zones may differ indeed.
    """
    for zones in material.relations.alike_zones:
        groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in material.comparable:
            if figure.scope.zone in zones and figure.year is not None:
                groups[_key(figure)].append(figure)
        for key, group in groups.items():
            if key[0] not in material.relations.extensive:
                yield from _group(group)


def _key(figure: Figure) -> tuple[object, ...]:
    ground = replace(figure.scope, zone="")
    return figure.indicator, ground, figure.year, figure.unit, figure.standing, direction(figure)


def _group(group: list[Figure]) -> Iterator[Finding]:
    differing = [
        one
        for one in group
        if any(
            one.scope.zone != other.scope.zone and not same(one.value, other.value)
            for other in group
        )
    ]
    if not differing:
        return
    ordered = sorted(differing, key=lambda one: (one.value, one.id))
    values = dict.fromkeys(condition(one) for one in ordered)
    yield Finding(
        rule=ID,
        severity="info",
        region=ordered[0].scope.region,
        places=citations(ordered),
        arithmetic=f"{ordered[0].year}: {' ≠ '.join(values)}",
        facts={
            "indicator": ordered[0].indicator,
            "year": str(ordered[0].year),
            "values": "; ".join(values),
            "zones": ", ".join(sorted({one.scope.zone for one in ordered})),
        },
    )

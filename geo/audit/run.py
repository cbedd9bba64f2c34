"""Running every rule over the material."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.audit.rules import RULE_IDS, RULES

if TYPE_CHECKING:
    from geo.audit.findings import Finding
    from geo.audit.material import Material

_SEVERITIES = ("error", "warning", "info")


def audit(material: Material) -> tuple[Finding, ...]:
    """Find the contradictions in and between plans.

    Parameters
    ----------
    material
        The printed figures, the official counts, the numbers of the documents, and what is known
        of the indicators.

    Returns
    -------
        The findings, the gravest first, then in the order of the rules, regions and places; the
        same material gives the same findings in the same order, whatever the order it is in.
    """
    ordered = replace(
        material,
        figures=tuple(sorted(material.figures, key=lambda one: one.id)),
        counts=tuple(sorted(material.counts, key=lambda one: (one.unit, one.region))),
    )
    found = [finding for rule in RULES for finding in rule.find(ordered)]
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    return (
        _SEVERITIES.index(finding.severity),
        RULE_IDS.index(finding.rule),
        finding.region,
        finding.arithmetic,
        " ".join(place.target or place.printed for place in finding.places),
    )

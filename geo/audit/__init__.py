"""Contradictions inside and between plans, found by general rules.

``audit(material)`` takes printed figures with their places, official counts and general statements
about indicators (which stock belongs to which flow), and returns findings with all places cited
and the arithmetic. Figures are never repaired. No rule knows a plan: a rule that finds something
in one document finds it in any.
"""

from geo.audit.figures import Citation, Figure, PlanNumber, Scope, UnitCount
from geo.audit.findings import Finding, Severity
from geo.audit.material import Material
from geo.audit.relations import (
    Breakdown,
    Growth,
    Minima,
    Minimum,
    Ratio,
    Relations,
    Schedule,
    StockFlow,
    Whole,
    Yearly,
)
from geo.audit.rules import RULE_IDS
from geo.audit.run import audit

__all__ = [
    "RULE_IDS",
    "Breakdown",
    "Citation",
    "Figure",
    "Finding",
    "Growth",
    "Material",
    "Minima",
    "Minimum",
    "PlanNumber",
    "Ratio",
    "Relations",
    "Schedule",
    "Scope",
    "Severity",
    "StockFlow",
    "UnitCount",
    "Whole",
    "Yearly",
    "audit",
]

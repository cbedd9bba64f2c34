"""The audit of the plans that come with jintu: data in, findings out as JSON.

The rules are in ``geo.audit`` and know no file. Here the registry's targets become figures, the
official table becomes counts, and ``data/plans/audit/relations.toml`` says which indicators belong
together.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import audit
from layers.plans_audit import counts, statements
from layers.plans_audit.errors import BadCounts, BadRelations
from layers.plans_audit.material import material
from layers.plans_audit.wire import finding_json

if TYPE_CHECKING:
    from geo.audit import Finding, UnitCount
    from layers.plans import Registry
    from layers.texts import Language

DATA = Path(__file__).resolve().parents[2] / "data"
RELATIONS = DATA / "plans" / "audit" / "relations.toml"
COUNTS = DATA / "allocations" / "village-counts.csv"

__all__ = ["BadCounts", "BadRelations", "audit_json", "findings"]


def findings(
    registry: Registry, *, plan: str | None = None, region: str | None = None
) -> tuple[Finding, ...]:
    """Audit all plans and return what concerns one plan or region.

    Parameters
    ----------
    registry
        The plans.
    plan
        A plan id: findings that cite it, also those between it and another.
    region
        An adcode prefix: findings on a region in it or around it.

    Raises
    ------
    UnknownPlan
        When there is no plan of that id.
    BadRelations, BadCounts
        When the data of the audit cannot be read.
    """
    if plan is not None:
        registry.plan(plan)
    said = statements.read(RELATIONS, registry.vocabulary)
    found = audit.audit(material(registry, said, _counts()))
    return tuple(
        one
        for one in found
        if (plan is None or plan in one.plans)
        and (region is None or one.region.startswith(region) or region.startswith(one.region))
    )


def audit_json(
    registry: Registry,
    language: Language,
    *,
    plan: str | None = None,
    region: str | None = None,
) -> list[dict[str, Any]]:
    """Return ``findings`` as dictionaries; ``message`` is in the language asked for."""
    found = findings(registry, plan=plan, region=region)
    return [finding_json(registry, one, language) for one in found]


@cache
def _counts() -> tuple[UnitCount, ...]:
    return counts.read(COUNTS)

"""The plans: documents, clauses, targets."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.deps import ServicesDep, whole
from layers import plans
from layers.errors import BadQuery

router = APIRouter(prefix="/api", tags=["plans"])

_KNOWN = {"region", "year", "theme", "plan", "lang"}


@router.get("/plans")
def listing(services: ServicesDep) -> dict[str, Any]:
    """Return every plan in short, and the words its entries use."""
    return {
        "plans": plans.plans_json(services.plans),
        "vocabulary": plans.vocabulary_json(services.plans),
    }


@router.get("/plans/{plan}")
def one(plan: str, services: ServicesDep) -> dict[str, Any]:
    """Return one plan with its clauses, targets, places and tasks."""
    return plans.plan_detail_json(services.plans, plan)


@router.get("/targets")
def targets(request: Request, services: ServicesDep) -> dict[str, Any]:
    """Return the targets that apply to a region, year, theme or plan."""
    query = request.query_params
    if unknown := sorted(set(query) - _KNOWN):
        raise BadQuery(where=unknown[0], reason="unknown", known=", ".join(sorted(_KNOWN)))
    found = plans.targets_json(
        services.plans,
        region=query.get("region"),
        year=whole("year", query["year"], 0, least=1) if "year" in query else None,
        theme=query.get("theme"),
        plan=query.get("plan"),
    )
    return {"targets": found}

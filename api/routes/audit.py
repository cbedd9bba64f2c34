"""The contradictions inside and between the plans."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.deps import LanguageDep, ServicesDep
from layers import plans_audit
from layers.errors import BadQuery

router = APIRouter(prefix="/api", tags=["plans"])

_KNOWN = {"plan", "region", "lang"}


@router.get("/audit")
def audit(request: Request, services: ServicesDep, language: LanguageDep) -> dict[str, Any]:
    """Return the findings on all plans, or on what concerns one plan or region."""
    query = request.query_params
    if unknown := sorted(set(query) - _KNOWN):
        raise BadQuery(where=unknown[0], reason="unknown", known=", ".join(sorted(_KNOWN)))
    found = plans_audit.audit_json(
        services.plans, language, plan=query.get("plan"), region=query.get("region")
    )
    return {"findings": found}

"""The journal, for auditors and administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.deps import ServicesDep, whole
from layers import journal
from layers.errors import BadQuery

router = APIRouter(prefix="/api/journal", tags=["journal"])

_KNOWN = {"before", "limit", "lang"}
_MOST = 1_000


@router.get("")
def listing(request: Request, services: ServicesDep) -> dict[str, Any]:
    """Return entries, newest first; ``before`` a number, at most ``limit`` (100, up to 1000)."""
    query = request.query_params
    if unknown := sorted(set(query) - _KNOWN):
        raise BadQuery(where=unknown[0], reason="unknown", known=", ".join(sorted(_KNOWN)))
    limit = min(whole("limit", query.get("limit"), 100, least=1), _MOST)
    before = whole("before", query["before"], 0, least=1) if "before" in query else None
    with services.database.begin() as connection:
        return {"entries": journal.read(connection, before=before, limit=limit)}


@router.get("/check")
def check(services: ServicesDep) -> dict[str, Any]:
    """Recompute the whole chain: whether it is whole, how long it is, and where it ends."""
    with services.database.begin() as connection:
        verdict = journal.verify(connection)
    return {
        "whole": verdict.whole,
        "count": verdict.count,
        "head": verdict.head,
        "broken": list(verdict.broken),
    }

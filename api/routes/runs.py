"""Runs that were carried out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.deps import CallerDep, ServicesDep, whole
from layers import runs
from layers.errors import BadQuery

router = APIRouter(prefix="/api/runs", tags=["runs"])

_FILTERS = {"year": int, "region": str}
_MOST = 100


@router.get("")
def listing(request: Request, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return runs, newest first; ``analysis``, ``year``, ``region`` and ``limit`` narrow them."""
    query = request.query_params
    limit = min(whole("limit", query.get("limit"), 20, least=1), _MOST)
    with services.database.begin() as connection:
        found = runs.find(
            connection,
            filters=_filters(request),
            analysis=query.get("analysis"),
            limit=limit,
            internal=caller.internal,
        )
    return {"runs": found}


@router.get("/{run}")
def one(run: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return one run."""
    with services.database.begin() as connection:
        return runs.get(connection, run, internal=caller.internal)


def _filters(request: Request) -> dict[str, Any]:
    query = request.query_params
    if unknown := sorted(set(query) - {*_FILTERS, "analysis", "limit", "lang"}):
        raise BadQuery(where=unknown[0], reason="unknown", known="analysis, limit, region, year")
    filters: dict[str, Any] = {}
    if "region" in query:
        filters["region"] = query["region"]
    if "year" in query:
        filters["year"] = whole("year", query["year"], 0, least=1)
    return filters

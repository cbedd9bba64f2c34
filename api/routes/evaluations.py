"""Evaluations: the targets of a plan measured, compared, and told to one township or county."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, ServicesDep, whole
from geo.regions import REGION_PATTERN, region_prefix
from layers import evaluation
from layers.errors import BadQuery

router = APIRouter(prefix="/api", tags=["evaluations"])

_FILTERS = {"plan", "year", "region"}
_MOST = 100


class Asked(BaseModel):
    """Which plan to evaluate, for which year, and for which part of its region."""

    model_config = ConfigDict(extra="forbid")

    plan: str = Field(min_length=1)
    year: int = Field(strict=True, ge=1949, le=2100)
    region: str | None = Field(default=None, pattern=f"^({REGION_PATTERN})$")


@router.post("/evaluations", status_code=201)
def evaluate(
    asked: Asked, caller: CallerDep, services: ServicesDep, response: Response
) -> dict[str, Any]:
    """Evaluate every target of a plan; the same question is answered by the stored evaluation."""
    outcome = evaluation.evaluate(
        services.database,
        services.plans,
        asked.plan,
        asked.year,
        asked.region,
        created_by=caller.author,
    )
    response.headers["Location"] = f"/api/evaluations/{outcome['id']}"
    return outcome


@router.get("/evaluations")
def listing(request: Request, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return evaluations in short, newest first; plan, year, region and limit narrow them."""
    limit = min(whole("limit", request.query_params.get("limit"), 20, least=1), _MOST)
    with services.database.begin() as connection:
        found = evaluation.find(connection, _filters(request), limit, internal=caller.internal)
    return {"evaluations": found}


@router.get("/evaluations/{evaluation_id}")
def one(evaluation_id: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return one evaluation with its targets and counties."""
    with services.database.begin() as connection:
        return evaluation.get(connection, evaluation_id, internal=caller.internal)


@router.get("/evaluations/{evaluation_id}/compare/{other}")
def compare(
    evaluation_id: str, other: str, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Return what changed from one evaluation to another."""
    with services.database.begin() as connection:
        earlier, later = (
            evaluation.get(connection, one_of_both, internal=caller.internal)
            for one_of_both in (evaluation_id, other)
        )
    return evaluation.compare(earlier, later)


@router.get("/units/{code}/targets")
def of_unit(code: str, request: Request, services: ServicesDep) -> dict[str, Any]:
    """Return every target of a year that concerns a township or county, in plain words."""
    query = request.query_params
    _refuse_unknown(request, {"year"})
    if "year" not in query:
        raise BadQuery(where="year", reason="number", value="", least=1)
    year = whole("year", query["year"], 0, least=1)
    with services.database.begin() as connection:
        return evaluation.unit_targets(connection, services.plans, code, year)


def _filters(request: Request) -> dict[str, Any]:
    query = request.query_params
    _refuse_unknown(request, _FILTERS | {"limit"})
    filters: dict[str, Any] = {name: query[name] for name in ("plan", "region") if name in query}
    if "region" in filters:
        filters["region"] = region_prefix(filters["region"])
    if "year" in query:
        filters["year"] = whole("year", query["year"], 0, least=1)
    return filters


def _refuse_unknown(request: Request, known: set[str]) -> None:
    if unknown := sorted(set(request.query_params) - known - {"lang"}):
        raise BadQuery(where=unknown[0], reason="unknown", known=", ".join(sorted(known)))

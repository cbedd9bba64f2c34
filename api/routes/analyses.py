"""Analyses: what there is, and running one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Response

from api.deps import CallerDep, ServicesDep
from geo import analyses
from geo.analyses.base import Analysis
from geo.errors import BadParameter
from layers import jobs, runs, texts
from layers.runs import Question

router = APIRouter(prefix="/api/analyses", tags=["analyses"])


@router.get("")
def listing() -> dict[str, Any]:
    """Return every analysis with its inputs, parameters and outputs."""
    return {"analyses": [described(analysis) for analysis in analyses.every()]}


@router.get("/{analysis}")
def one(analysis: str) -> dict[str, Any]:
    """Return one analysis."""
    return described(analyses.get(analysis))


@router.post("/{analysis}/runs", status_code=201)
def run(
    analysis: str,
    caller: CallerDep,
    services: ServicesDep,
    response: Response,
    asked: Annotated[dict[str, Any], Body()],
    prefer: Annotated[str | None, Header()] = None,
) -> dict[str, Any]:
    """Run an analysis on published layers.

    The body names a layer for each input role; everything else in it is a parameter. With the
    header ``Prefer: respond-async`` the answer is 202 and a job to look at.
    """
    question = question_of(analyses.get(analysis), asked)
    if "respond-async" in (prefer or ""):
        job = jobs.queue(services.database, "run", asdict(question), created_by=caller.author)
        response.status_code = 202
        response.headers["Location"] = f"/api/jobs/{job['id']}"
        return {"job": job}
    outcome = runs.carry_out(
        services.database, question, created_by=caller.author, internal=caller.internal
    )
    response.headers["Location"] = f"/api/runs/{outcome['id']}"
    return outcome


def question_of(analysis: Analysis[Any], asked: dict[str, Any]) -> Question:
    """Split a request into input layers and parameters.

    Raises
    ------
    BadParameter
        When an input role is not given or is not the name of a layer.
    """
    roles = sorted(role.id for role in analysis.inputs)
    for role in roles:
        if not isinstance(asked.get(role), str):
            raise BadParameter(where=role, value=asked.get(role), allowed="layer id")
    return Question(
        analysis=analysis.id,
        layers={role: asked[role] for role in roles},
        params={name: value for name, value in asked.items() if name not in roles},
    )


def described(analysis: Analysis[Any]) -> dict[str, Any]:
    """Return the declaration of an analysis with its words in both languages."""
    declared = analysis.describe()
    key = f"analysis.{analysis.id}"
    return {
        "id": analysis.id,
        "title": _words(f"{key}.title"),
        "method": _words(f"{key}.method"),
        "inputs": [
            part | {"title": _words(f"{key}.input.{part['role']}")} for part in declared["inputs"]
        ],
        "params": [
            part | {"title": _words(f"{key}.param.{part['name']}")} for part in declared["params"]
        ],
        "outputs": [
            part | {"title": _words(f"{key}.column.{part['name']}")} for part in declared["columns"]
        ],
    }


def _words(key: str) -> dict[str, str]:
    return {language: texts.text(key, language) for language in texts.LANGUAGES}

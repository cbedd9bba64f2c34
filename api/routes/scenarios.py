"""Scenarios: kept, previewed while a station is moved, compared, promoted, proven."""

from __future__ import annotations

import time
from typing import Annotated, Any

import orjson
import sqlalchemy as sa
from fastapi import APIRouter, Body, Query, Response

from api.deps import CallerDep, LanguageDep, ServicesDep
from api.respond import GEOJSON
from api.services import Services
from geo.whatif import parse_edits
from layers import jobs
from layers.scenarios import (
    BadScenario,
    Looker,
    Outcome,
    ScenarioChanged,
    State,
    Wish,
    asked,
    bundles,
    comparing,
    preview,
    promoting,
    records,
    result,
)
from layers.texts import Language

router = APIRouter(prefix="/api/scenarios", tags=["scenarios"])

Asked = Annotated[dict[str, Any], Body()]
Token = Annotated[str | None, Query(max_length=100)]

_PREVIEWED = {"base", "params", "edits", "targets", "full"}


@router.get("")
def listing(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return the caller's scenarios, newest first, without their edits."""
    with services.database.begin() as connection:
        return {"scenarios": records.listing(connection, Looker(caller=caller))}


@router.post("", status_code=201)
def make(
    described: Asked, caller: CallerDep, services: ServicesDep, response: Response
) -> dict[str, Any]:
    """Store a scenario; what is left out has a default."""
    with services.database.begin() as connection:
        made = records.make(connection, described, Looker(caller=caller))
    response.headers["Location"] = f"/api/scenarios/{made['id']}"
    return made


@router.post("/preview")
def preview_unstored(
    wanted: Asked, caller: CallerDep, services: ServicesDep, language: LanguageDep
) -> Response:
    """Return what edits change on published layers; nothing is stored."""
    edits = _edits(wanted)
    with services.database.begin() as connection:
        base, params = records.based(connection, wanted, internal=caller.internal)
        start = time.perf_counter()
        state, kept = services.scenarios.get(connection, base, params)
    told = preview(state, edits, services.plans, _wish(wanted, language))
    return _answer(told | _state_told(start, told, kept=kept))


@router.get("/{scenario}")
def one(
    scenario: str, caller: CallerDep, services: ServicesDep, token: Token = None
) -> dict[str, Any]:
    """Return a scenario of the caller's, or one whose link the caller was given."""
    looker = Looker(caller=caller, token=token)
    with services.database.begin() as connection:
        row = records.find(connection, scenario, looker)
        return records.describe(connection, row, looker)


@router.patch("/{scenario}")
def change(
    scenario: str, wanted: Asked, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Change a scenario that is still at the revision the caller saw; 409 when it is not."""
    with services.database.begin() as connection:
        return records.change(connection, scenario, wanted, Looker(caller=caller))


@router.delete("/{scenario}", status_code=204)
def delete(
    scenario: str, revision: Annotated[int, Query()], caller: CallerDep, services: ServicesDep
) -> Response:
    """Delete a scenario that is still at the revision the caller saw."""
    with services.database.begin() as connection:
        records.delete(connection, scenario, revision, Looker(caller=caller))
    return Response(status_code=204)


@router.post("/{scenario}/fork", status_code=201)
def fork(
    scenario: str,
    wanted: Asked,
    caller: CallerDep,
    services: ServicesDep,
    response: Response,
    token: Token = None,
) -> dict[str, Any]:
    """Make a scenario of the caller's own from one the caller may see."""
    looker = Looker(caller=caller, token=token)
    with services.database.begin() as connection:
        made = records.fork(connection, scenario, wanted.get("title"), looker)
    response.headers["Location"] = f"/api/scenarios/{made['id']}"
    return made


@router.post("/{scenario}/preview")
def preview_one(
    scenario: str,
    wanted: Asked,
    caller: CallerDep,
    services: ServicesDep,
    language: LanguageDep,
    token: Token = None,
) -> Response:
    """Return what other edits or parameters would make of a scenario; nothing is stored."""
    if "base" in wanted:
        raise BadScenario(where="base", reason="field", allowed="edits, full, params, targets")
    looker = Looker(caller=caller, token=token)
    with services.database.begin() as connection:
        row = records.find(connection, scenario, looker)
        base, params = records.with_params(connection, row, wanted.get("params"), looker)
        edits = _edits({"edits": row.edits} | wanted)
        start = time.perf_counter()
        state, kept = services.scenarios.get(connection, base, params)
    told = preview(state, edits, services.plans, _wish(wanted, language))
    return _answer(told | _state_told(start, told, kept=kept))


@router.get("/{scenario}/result")
def result_of(
    scenario: str, caller: CallerDep, services: ServicesDep, token: Token = None
) -> Response:
    """Return the units with their distances before and after, and the edited stations."""
    about, state, outcome = _worked_out(services, scenario, Looker(caller=caller, token=token))
    return Response(result.feature_collection(state, outcome, about), media_type=GEOJSON)


@router.get("/{scenario}/compare/{other}")
def compare(
    scenario: str,
    other: str,
    caller: CallerDep,
    services: ServicesDep,
    token: Token = None,
    other_token: Token = None,
    *,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """Return how two scenarios differ: units, figures, targets, edits."""
    a = _side(services, scenario, Looker(caller=caller, token=token))
    b = _side(services, other, Looker(caller=caller, token=other_token or token))
    return _answer(comparing.compare(a, b, services.plans, everything=everything))


@router.get("/{scenario}/bundle")
def bundle(
    scenario: str, caller: CallerDep, services: ServicesDep, token: Token = None
) -> Response:
    """Return the proof bundle of a scenario; ``jintu verify-bundle`` works it out again."""
    about, state, outcome = _worked_out(services, scenario, Looker(caller=caller, token=token))
    content = bundles.write(state, outcome, services.plans, about)
    name = f"scenario-{about['id']}-r{about['revision']}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/{scenario}/promote", status_code=201)
def promote(
    scenario: str, wanted: Asked, caller: CallerDep, services: ServicesDep, token: Token = None
) -> dict[str, Any]:
    """Publish the stations of a scenario as a new version of their layer."""
    looker = Looker(caller=caller, token=token)
    with services.database.begin() as connection:
        row = records.find(connection, scenario, looker)
        if wanted.get("revision") != row.revision:
            yours = wanted.get("revision")
            raise ScenarioChanged(where=scenario, revision=row.revision, yours=yours)
        told = _outcome(services, connection, row)
        promoted = promoting.promote(connection, row, told, author=caller.author)
    jobs.queue(services.database, "standing", {}, created_by=caller.author)
    return promoted


def _edits(wanted: dict[str, Any]) -> tuple[Any, ...]:
    unknown = sorted(set(wanted) - _PREVIEWED)
    if unknown:
        raise BadScenario(where=unknown[0], reason="field", allowed=", ".join(sorted(_PREVIEWED)))
    return parse_edits(wanted.get("edits") or [])


def _wish(wanted: dict[str, Any], language: Language) -> Wish:
    return Wish(
        targets=wanted.get("targets") is not False,
        full=wanted.get("full") is True,
        language=language,
    )


def _state_told(start: float, told: dict[str, Any], *, kept: bool) -> dict[str, Any]:
    """Say whether the base was kept, and how long it took to get it."""
    spent = (time.perf_counter() - start) * 1000 - told["computed_ms"] - told["targets_ms"]
    return {"state": "cached" if kept else "built", "state_ms": round(max(spent, 0.0), 2)}


def _outcome(
    services: Services, connection: sa.Connection, row: sa.Row[Any]
) -> tuple[State, Outcome]:
    state, _ = services.scenarios.get(connection, row.base, asked.parse(row.params))
    return state, state.after(parse_edits(row.edits))


def _worked_out(
    services: Services, scenario: str, looker: Looker
) -> tuple[dict[str, Any], State, Outcome]:
    with services.database.begin() as connection:
        row = records.find(connection, scenario, looker)
        about = records.described_to_all(row)
        return about, *_outcome(services, connection, row)


def _side(services: Services, scenario: str, looker: Looker) -> comparing.Side:
    about, state, outcome = _worked_out(services, scenario, looker)
    edits = about["edits"]
    told = {name: about[name] for name in ("id", "title", "revision", "params")}
    told |= {"edit_count": len(edits)}
    return comparing.Side(about=told, edits=edits, state=state, outcome=outcome)


def _answer(content: dict[str, Any]) -> Response:
    body = orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(body, media_type="application/json")

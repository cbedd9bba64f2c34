"""Siting: where more stations should go, as background work."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from api.deps import CallerDep, ServicesDep
from geo.whatif import parse_edits
from layers import jobs, siting
from layers.scenarios import BadScenario, Looker, records
from layers.siting import work

router = APIRouter(prefix="/api/siting", tags=["siting"])

_GROUND = ("base", "params", "edits")


@router.post("", status_code=202)
def site(
    wanted: Annotated[dict[str, Any], Body()],
    caller: CallerDep,
    services: ServicesDep,
    response: Response,
) -> dict[str, Any]:
    """Put a siting problem into the queue; the job's result is edits that a scenario can take.

    The ground is a scenario, or layers and edits as for a preview.
    """
    scenario, token = wanted.get("scenario"), wanted.get("token")
    ground = {name: wanted[name] for name in _GROUND if name in wanted}
    taken = {*_GROUND, "scenario", "token"}
    problem = {name: value for name, value in wanted.items() if name not in taken}
    asked = siting.parse(problem)
    for name, value in (("scenario", scenario), ("token", token)):
        if value is not None and not isinstance(value, str):
            raise BadScenario(where=name, reason="field", allowed="text")
    with services.database.begin() as connection:
        work.check(connection, asked, internal=caller.internal)
        if scenario is None:
            base, params = records.based(connection, ground, internal=caller.internal)
            raw: Any = ground.get("edits") or []
        else:
            looker = Looker(caller=caller, token=token)
            row = records.find(connection, scenario, looker)
            base, params = records.with_params(connection, row, ground.get("params"), looker)
            raw = ground.get("edits", row.edits)
    edits = [edit.plain() for edit in parse_edits(raw)]
    request = work.request(base, params.plain(), edits, problem)
    job = jobs.queue(services.database, "siting", request, created_by=caller.author)
    response.headers["Location"] = f"/api/jobs/{job['id']}"
    return {"job": job}

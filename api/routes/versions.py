"""The versions of a layer: listed, compared, gone back to."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api import respond
from api.deps import CallerDep, ServicesDep, whole
from api.services import Services
from layers import jobs, version_changes
from layers.errors import BadQuery
from layers.version_changes import listing

router = APIRouter(prefix="/api/layers", tags=["versions"])

PAGE = 100
LARGEST_PAGE = 1_000
_FORMATS = ("json", "geojson")

Number = Annotated[int, Field(ge=1)]


class RollBack(BaseModel):
    """Which version to go back to, and the one that is seen now."""

    model_config = ConfigDict(extra="forbid")
    to: Number
    expected: Number


@router.get("/{layer}/versions")
def history(layer: str, services: ServicesDep) -> dict[str, Any]:
    """Return every version of a layer, the newest first."""
    with services.database.begin() as connection:
        return {"layer": layer, "versions": version_changes.history(connection, layer)}


@router.get("/{layer}/versions/{before}/diff/{after}")
async def diff(
    layer: str,
    before: int,
    after: int,
    request: Request,
    services: ServicesDep,
    f: Annotated[str, Query()] = "json",
) -> Response:
    """Return what differs between two versions: counts and a page of changes.

    ``f=geojson`` gives the page as a collection to be drawn.
    """
    if f not in _FORMATS:
        raise BadQuery(where="f", reason="format", value=f)
    query = request.query_params
    limit = min(whole("limit", query.get("limit"), PAGE, least=1), LARGEST_PAGE)
    offset = whole("offset", query.get("offset"), 0, least=0)
    ids = await run_in_threadpool(_ids, services, layer, before, after)

    async def produce() -> bytes:
        return await run_in_threadpool(
            _page, services, layer, (before, after), (limit, offset), is_drawn=f == "geojson"
        )

    media_type = respond.GEOJSON if f == "geojson" else "application/json"
    etag = respond.etag_of(request, *ids)
    return await respond.fixed(request, services.cache, etag, produce, media_type)


def _ids(services: Services, layer: str, before: int, after: int) -> tuple[object, ...]:
    """Return what the answer depends on: the two versions, and which of them is published."""
    with services.database.begin() as connection:
        rows = [listing.with_features(connection, layer, number) for number in (before, after)]
    return tuple((row.id, row.state) for row in rows)


def _page(
    services: Services,
    layer: str,
    numbers: tuple[int, int],
    window: tuple[int, int],
    *,
    is_drawn: bool,
) -> bytes:
    limit, offset = window
    with services.database.begin() as connection:
        found = version_changes.between(connection, layer, *numbers, limit=limit, offset=offset)
    return orjson.dumps(found.collection() if is_drawn else found.plain())


@router.post("/{layer}/rollback")
def roll_back(
    layer: str, wanted: RollBack, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Make an earlier version the one that readers see, or a later one again."""
    answer = version_changes.roll_back(
        services.database, layer, wanted.to, expected=wanted.expected, author=caller.author
    )
    if answer["moved"]:
        jobs.queue(services.database, "standing", {}, created_by=caller.author)
    return answer

"""Background work: how it fares."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.deps import CallerDep, ServicesDep
from api.services import Services
from layers import jobs
from layers.accounts import PUBLIC, Caller

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

LOOK_SECONDS = 0.3
"""How often a job is looked at while somebody watches it."""
WATCH_SECONDS = 900.0


@router.get("/{job}")
def one(job: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return a job that is nobody's in particular, or the caller's own; administrators see all."""
    with services.database.begin() as connection:
        return jobs.get(connection, job, seen_by=_seen_by(caller))


@router.get("/{job}/events")
async def events(job: str, caller: CallerDep, services: ServicesDep) -> StreamingResponse:
    """Send a job as server-sent events, once at each change, until it is over."""
    first = await run_in_threadpool(one, job, caller, services)
    return StreamingResponse(_changes(first, caller, services), media_type="text/event-stream")


async def _changes(
    state: dict[str, Any], caller: Caller, services: Services
) -> AsyncIterator[bytes]:
    yield _event(state)
    for _ in range(int(WATCH_SECONDS / LOOK_SECONDS)):
        if state["status"] in {"done", "failed"}:
            return
        await asyncio.sleep(LOOK_SECONDS)
        now = await run_in_threadpool(one, state["id"], caller, services)
        if now != state:
            state = now
            yield _event(state)


def _seen_by(caller: Caller) -> frozenset[str] | None:
    return None if caller.may("administer") else frozenset({PUBLIC, caller.author})


def _event(state: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(state) + b"\n\n"

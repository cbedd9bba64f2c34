"""Kinds of background work. Each takes the database, its request and its author."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from geo.errors import JintuError
from layers import accounts, runs
from layers.export import work as export_work
from layers.jobs import records
from layers.jobs.progress import Progress
from layers.runs import Question
from layers.sheets import work as sheet_work
from layers.siting import work as siting_work
from layers.uploads import work

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from layers.db import Database
    from layers.made_files import Tell

log = logging.getLogger("jintu.jobs")


def _run(database: Database, request: Mapping[str, Any], author: str) -> dict[str, Any]:
    with database.begin() as connection:
        # What the author may see is decided when the work is done, not when it was asked for.
        internal = accounts.reads_internal(connection, author)
    run = runs.carry_out(database, Question(**request), created_by=author, internal=internal)
    return {"run": run["id"], "result_collection": run["result_collection"]}


KINDS: Final[dict[str, Callable[[Database, Mapping[str, Any], str], dict[str, Any]]]] = {
    "run": _run,
    **work.KINDS,
    **siting_work.KINDS,
}
FOLLOWED: Final[dict[str, Callable[[Database, Mapping[str, Any], str, Tell], dict[str, Any]]]] = {
    **sheet_work.FOLLOWED,
    **export_work.FOLLOWED,
}
"""Kinds of work that tell how far they have come."""


def carry_out(database: Database, job_id: str) -> None:
    """Do the work of a job and record how it ended; an error of ours is an answer, not a crash."""
    kind, request, author = records.request_of(database, job_id)
    records.move(database, job_id, status="running")
    try:
        if kind in FOLLOWED:
            result = FOLLOWED[kind](database, request, author, Progress(database, job_id))
        else:
            result = KINDS[kind](database, request, author)
    except JintuError as error:
        facts = {name: str(value) for name, value in error.facts.items()}
        told = {"code": error.code, "where": error.where, "detail": facts}
        records.move(database, job_id, status="failed", error=told)
    except Exception:
        log.exception("job %s (%s) failed", job_id, kind)
        records.move(database, job_id, status="failed", error={"code": "internal"})
    else:
        records.move(database, job_id, status="done", progress=1.0, result=result)

"""The table of jobs: put in, read, moved on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers.errors import LayerError
from layers.models import Job

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from layers.db import Database

TASK = "jintu.job"
"""The one task procrastinate knows; the record says what kind of work it is."""


class UnknownJob(LayerError):
    """There is no job with this id."""

    code = "unknown_job"


def queue(
    database: Database, kind: str, request: Mapping[str, Any], *, created_by: str
) -> dict[str, Any]:
    """Put work into the queue; record and queue entry appear together or not at all.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    job_id = secrets.token_hex(8)
    with database.begin() as connection:
        connection.execute(
            sa.insert(Job).values(
                id=job_id, kind=kind, request=dict(request), created_by=created_by
            )
        )
        connection.execute(
            sa.text(
                "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW("
                " 'default', :task, 0, NULL, NULL, jsonb_build_object('job_id', CAST(:id AS text)),"
                " NULL)::procrastinate_job_to_defer_v1])"
            ),
            {"task": TASK, "id": job_id},
        )
        return get(connection, job_id)


def get(
    connection: sa.Connection, job_id: str, *, seen_by: Collection[str] | None = None
) -> dict[str, Any]:
    """Return a job by its id; ``seen_by`` are the authors whose jobs may be known of, None is all.

    Raises
    ------
    UnknownJob
        When there is none, or none that may be known of.
    """
    query = sa.select(Job.__table__).where(Job.id == job_id)
    if seen_by is not None:
        query = query.where(Job.created_by.in_(seen_by))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownJob(where=job_id)
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "progress": row.progress,
        "result": row.result,
        "error": row.error,
        "created_at": row.created_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
    }


def move(database: Database, job_id: str, **changes: Any) -> None:  # noqa: ANN401 - column values
    """Change what is recorded about a job that is not over yet."""
    with database.begin() as connection:
        connection.execute(
            sa.update(Job)
            .where(Job.id == job_id, Job.status.in_(("queued", "running")))
            .values(**changes, updated_at=sa.func.now())
        )


def request_of(database: Database, job_id: str) -> tuple[str, dict[str, Any], str]:
    """Return kind, request and author of a job.

    Raises
    ------
    UnknownJob
        When there is none.
    """
    columns = (Job.kind, Job.request, Job.created_by)
    with database.begin() as connection:
        row = connection.execute(sa.select(*columns).where(Job.id == job_id)).one_or_none()
    if row is None:
        raise UnknownJob(where=job_id)
    return row.kind, row.request, row.created_by

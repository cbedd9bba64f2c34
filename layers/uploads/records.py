"""The table of uploads: made, found, locked, moved from step to step, and told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers.models import Job, LayerVersion
from layers.upload_models import Upload
from layers.uploads.errors import UnknownUpload, WrongState
from layers.uploads.folder import ID

if TYPE_CHECKING:
    from collections.abc import Collection

ACTIVE: Final = ("queued", "running")
_AT_WORK: Final = {"inspect": "inspecting", "publish": "publishing"}
"""What an upload is said to be doing while a job of this kind is at work on it."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Whose uploads may be known of: those of ``author``, or with None everybody's."""

    author: str | None


EVERYBODYS: Final = Seen(author=None)


def find(
    connection: sa.Connection, upload_id: str, seen: Seen = EVERYBODYS, *, lock: bool = False
) -> sa.Row[Any]:
    """Return the row of an upload; with ``lock`` nobody else changes it in the meantime.

    Raises
    ------
    UnknownUpload
        When there is none, or none that may be known of.
    """
    if not ID.fullmatch(upload_id):
        raise UnknownUpload(where=upload_id)
    query = _visible(seen).where(Upload.id == upload_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise UnknownUpload(where=upload_id)
    return row


def _visible(seen: Seen) -> sa.Select[Any]:
    query = sa.select(Upload.__table__)
    return query if seen.author is None else query.where(Upload.created_by == seen.author)


def require(row: sa.Row[Any], *states: str) -> None:
    """Refuse when an upload is at none of these steps.

    Raises
    ------
    WrongState
        With the step it is at, and those that would do.
    """
    if row.state not in states:
        raise WrongState(where=row.id, state=row.state, needed=", ".join(states))


def move(connection: sa.Connection, upload_id: str, **changes: Any) -> None:  # noqa: ANN401 - columns
    """Change what is recorded about an upload."""
    connection.execute(
        sa.update(Upload).where(Upload.id == upload_id).values(**changes, updated_at=sa.func.now())
    )


def job_of(connection: sa.Connection, upload_id: str) -> dict[str, Any] | None:
    """Return the latest job on an upload: id, kind, status, progress, error."""
    query = (
        sa.select(Job.id, Job.kind, Job.status, Job.progress, Job.error)
        .where(Job.request["upload"].astext == upload_id)
        .order_by(Job.created_at.desc(), Job.id)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - the public name


def is_at_work(job: dict[str, Any] | None) -> bool:
    """Tell whether a job waits or runs."""
    return job is not None and job["status"] in ACTIVE


def report_progress(connection: sa.Connection, upload_id: str, progress: float) -> None:
    """Say how far the job at work on an upload is, from 0 to 1."""
    connection.execute(
        sa.update(Job)
        .where(Job.request["upload"].astext == upload_id, Job.status == "running")
        .values(progress=progress, updated_at=sa.func.now())
    )


def listing(
    connection: sa.Connection, seen: Seen, *, states: Collection[str] = (), limit: int = 100
) -> list[dict[str, Any]]:
    """Return uploads, the one that was touched last first, without their reports."""
    query = _visible(seen).order_by(Upload.updated_at.desc(), Upload.id).limit(limit)
    if states:
        query = query.where(Upload.state.in_(states))
    rows = connection.execute(query).all()
    return [describe(connection, row) | {"report": None} for row in rows]


def describe(connection: sa.Connection, row: sa.Row[Any]) -> dict[str, Any]:
    """Return an upload as plain values, as people and programs see it.

    ``state`` is ``inspecting`` or ``publishing`` while a job is at work on it.
    """
    job = job_of(connection, row.id)
    at_work = _AT_WORK.get(job["kind"]) if job is not None and is_at_work(job) else None
    return {
        "id": row.id,
        "layer": row.layer_id,
        "file_name": row.file_name,
        "size": row.size_bytes,
        "sha256": row.sha256 or row.declared_sha256,
        "state": at_work or row.state,
        "chunks": _chunks(row),
        "asked": row.asked,
        "report": row.report,
        "base_version": number_of(connection, row.base_version_id),
        "version": number_of(connection, row.version_id),
        "staged_as": row.staged_as if row.state == "staged" else None,
        "file_kept": row.file_kept,
        "job": job,
        "created_by": row.created_by,
        "created_at": row.created_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
    }


def _chunks(row: sa.Row[Any]) -> dict[str, Any]:
    total = chunk_count(row)
    present = set(row.chunks)
    return {
        "size": row.chunk_bytes,
        "total": total,
        "received": sorted(present),
        "missing": [number for number in range(total) if number not in present],
    }


def chunk_count(row: sa.Row[Any]) -> int:
    """Return in how many chunks a file is sent; an empty file has none."""
    return int(-(-row.size_bytes // row.chunk_bytes))


def number_of(connection: sa.Connection, version_id: int | None) -> int | None:
    """Return the number that people know a version by."""
    if version_id is None:
        return None
    return connection.scalar(sa.select(LayerVersion.number).where(LayerVersion.id == version_id))

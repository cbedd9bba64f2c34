"""Files made in the background and kept for some days: where they lie, how many, when they go."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers.accounts import PUBLIC
from layers.errors import LayerError
from layers.models import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Tell = Callable[[float], None]


KEPT_HOURS: Final = 72.0
MOST_WAITING: Final = 5
"""How many files one account may have waiting or being made."""
MOST_WAITING_PUBLIC: Final = 20
"""The same for all who are not signed in together."""
MOST_BYTES: Final = 2_000_000_000
"""What one author's files may take up; those made first go first."""

_DONE: Final = "done"
_OPEN: Final = ("queued", "running")


class TooManyWaiting(LayerError):
    """Too many files of this author are still to be made."""

    code = "too_many_waiting"


def name() -> str:
    """Return a file's name that nobody guesses."""
    return secrets.token_hex(8)


def require_turn(connection: sa.Connection, kind: str, author: str) -> None:
    """Refuse more work of a kind from an author who has enough of it waiting.

    Raises
    ------
    TooManyWaiting
        When that is so.
    """
    most = MOST_WAITING_PUBLIC if author == PUBLIC else MOST_WAITING
    waiting = connection.scalar(
        sa.select(sa.func.count())
        .select_from(Job)
        .where(Job.kind == kind, Job.created_by == author, Job.status.in_(_OPEN))
    )
    if (waiting or 0) >= most:
        raise TooManyWaiting(where=kind, most=most, retry_after_s=10)


def sweep(folder: Path, hours: float = KEPT_HOURS) -> None:
    """Clear away files that are older than that many hours."""
    oldest = time.time() - hours * 3_600
    for file in folder.glob("*.*"):
        if file.is_file() and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def make_room(
    connection: sa.Connection, folder: Path, kind: str, author: str, most: int = MOST_BYTES
) -> None:
    """Clear away the first of an author's files until the rest takes up at most ``most`` bytes."""
    query = (
        sa.select(Job.result["file"].astext)
        .where(Job.kind == kind, Job.created_by == author, Job.status == _DONE)
        .order_by(Job.updated_at.desc())
        .limit(10_000)
    )
    taken = 0
    for kept in connection.execute(query).scalars():
        for file in folder.glob(f"{kept}.*") if kept else ():
            taken += file.stat().st_size
            if taken > most:
                file.unlink(missing_ok=True)


def require_made(job: Mapping[str, Any], kind: str, gone: type[LayerError]) -> Mapping[str, Any]:
    """Return the result of a job of this kind that is done.

    Raises
    ------
    LayerError
        Of the class ``gone``, when it is of another kind or not done.
    """
    if job["kind"] != kind or job["status"] != _DONE:
        raise gone(where=job["id"])
    result: Mapping[str, Any] = job["result"]
    return result


def request_of(connection: sa.Connection, job: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was ordered of a job, with what its author alone may know."""
    query = sa.select(Job.request).where(Job.id == job["id"])
    wanted: dict[str, Any] = connection.execute(query).scalar_one()
    return wanted


def require_there(path: Path, job: Mapping[str, Any], gone: type[LayerError]) -> Path:
    """Return a path if its file is there.

    Raises
    ------
    LayerError
        Of the class ``gone``, when it was cleared away.
    """
    if not path.is_file():
        raise gone(where=job["id"])
    return path

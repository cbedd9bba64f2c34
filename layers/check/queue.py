"""I7: no work is said to be going on that nobody does, and none is begun again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers import sql
from layers.check.violations import Violation
from layers.db import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

SILENT_SECONDS: Final = 300.0
MOST_ATTEMPTS: Final = 2


def check(
    connection: sa.Connection, *, silent_seconds: float = SILENT_SECONDS
) -> Iterator[Violation]:
    """Yield jobs that are stuck, begun too often, or lost."""
    values = {"attempts": MOST_ATTEMPTS, "silent_s": silent_seconds}
    for row in run(connection, sql.get("stalled_jobs"), values):
        code = "job_attempts" if row.attempts > MOST_ATTEMPTS else "job_stalled"
        facts = {"attempts": row.attempts, "silent_s": round(row.silent_s)}
        yield Violation(invariant="I7", code=code, where=row.job_id, facts=facts)
    for row in run(connection, sql.get("lost_jobs"), {"silent_s": silent_seconds}):
        yield Violation(invariant="I7", code="job_lost", where=row.id)

"""I3: every version has its table, every table its version, and nothing waits for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from layers import sql
from layers.check.violations import Violation
from layers.db import run
from layers.models import LayerVersion
from layers.upload_models import Upload
from layers.uploads import records
from layers.uploads.discarding import WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGING_HOURS: Final = 24.0
_SLACK_HOURS: Final = 1.0
"""What waited for a day is tidied away when somebody next uploads or the service looks."""


def check(
    connection: sa.Connection, *, staging_hours: float = STAGING_HOURS
) -> Iterator[Violation]:
    """Yield tables without version, versions without table, and what waits too long."""
    yield from _tables(connection)
    yield from _waiting(connection, staging_hours + _SLACK_HOURS)


def _tables(connection: sa.Connection) -> Iterator[Violation]:
    rows = run(connection, sql.get("partitions")).all()
    states: dict[int, str] = {
        row.id: row.state
        for row in connection.execute(sa.select(LayerVersion.id, LayerVersion.state))
    }
    for row in rows:
        if row.version not in states:
            yield _violation("table_without_version", row.version)
        elif not row.attached:
            yield _violation("table_detached", row.version)
    present = {row.version for row in rows if not row.coarse}
    for version, state in sorted(states.items()):
        if state != "discarded" and version not in present:
            yield _violation("version_without_table", version)


def _violation(code: str, version: int) -> Violation:
    return Violation(invariant="I3", code=code, where=f"feature_v{version}")


def _waiting(connection: sa.Connection, hours: float) -> Iterator[Violation]:
    oldest = sa.func.now() - sa.func.make_interval(0, 0, 0, 0, 0, 0, hours * 3600)
    uploads = sa.select(Upload.id).where(Upload.state.in_(WAITING), Upload.updated_at < oldest)
    for upload_id in connection.scalars(uploads.order_by(Upload.id)).all():
        if not records.is_at_work(records.job_of(connection, upload_id)):
            yield Violation(invariant="I3", code="upload_waits", where=upload_id)
    staged = sa.select(Upload.version_id).where(Upload.state == "staged")
    versions = sa.select(LayerVersion.id).where(
        LayerVersion.state == "staged",
        LayerVersion.created_at < oldest,
        LayerVersion.id.not_in(staged),
    )
    for version in connection.scalars(versions.order_by(LayerVersion.id)):
        yield _violation("version_waits", version)

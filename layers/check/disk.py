"""I9: what failed or was given up takes no room, and what is kept is there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import sql
from layers.check.violations import Violation
from layers.db import run
from layers.models import LayerVersion
from layers.upload_models import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.uploads import UploadFolder

_YOUNG_SECONDS: Final = 3600.0
"""What was just made may belong to work that is going on."""


def check(
    connection: sa.Connection, folder: UploadFolder, *, young_seconds: float = _YOUNG_SECONDS
) -> Iterator[Violation]:
    """Yield files and tables that belong to nothing, and files that should be there and are not."""
    yield from _given_up(connection)
    rows = {row.id: row for row in connection.execute(sa.select(Upload.__table__))}
    newest = time.time() - young_seconds
    for upload_id, changed in folder.kept():
        row = rows.get(upload_id)
        if (row is None or not row.file_kept) and changed < newest:
            yield Violation(invariant="I9", code="files_of_nothing", where=upload_id)
    for row in rows.values():
        yield from _missing(row, folder)


def _given_up(connection: sa.Connection) -> Iterator[Violation]:
    query = sa.select(LayerVersion.id).where(LayerVersion.state == "discarded")
    gone = set(connection.scalars(query))
    for row in run(connection, sql.get("partitions")):
        if row.version in gone:
            where, facts = f"feature_v{row.version}", {"bytes": row.bytes}
            yield Violation(invariant="I9", code="space_kept", where=where, facts=facts)


def _missing(row: sa.Row[Any], folder: UploadFolder) -> Iterator[Violation]:
    path = folder.source(row.id)
    size = path.stat().st_size if path.is_file() else None
    if row.file_kept and row.sha256 is not None and size != row.size_bytes:
        facts = {"recorded": row.size_bytes, "found": size}
        yield Violation(invariant="I9", code="file_missing", where=row.id, facts=facts)
    if row.inspection is not None and not folder.inspection(row.id, row.inspection).is_dir():
        yield Violation(invariant="I9", code="inspection_missing", where=row.id)

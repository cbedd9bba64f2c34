"""Filling a version that readers do not see yet: in one transaction, again as often as needed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers import versions
from layers.models import LayerVersion
from layers.uploads import planning, records
from layers.uploads.errors import UploadCancelled
from layers.uploads.inspecting import Watch
from layers.version_changes import Counts, conflicts, diff, discard, give_back

if TYPE_CHECKING:
    from layers.db import Database
    from layers.uploads.folder import UploadFolder
    from layers.uploads.publication import Publication

READY = ("inspected", "staged")
"""The steps from which a version can be filled."""
_FILLED = 0.9
"""What filling is of the whole work, for the progress that is shown."""


def stage(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    publication: Publication,
    *,
    author: str,
) -> None:
    """Make a version of an upload; nothing is done when it was made in this very way already.

    Raises
    ------
    WrongState
        When the upload is not inspected, or published already.
    VersionConflict
        When readers see another version than the publisher saw.
    UploadCancelled
        When the upload is discarded meanwhile; nothing is left of the version.
    DuplicateKey, KeyEmpty
        When the key does not identify every feature.
    UploadError
        When something is missing or does not fit; see :func:`layers.uploads.planning.plan`.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id)
        records.require(row, *READY)
        if row.state == "staged" and row.staged_as == publication.plain():
            return
        plan = planning.plan(connection, folder, row, publication)
    with database.begin() as connection:
        content = plan.content(database, _Noting(database, upload_id, plan.rows))
        staged = versions.stage(connection, content, created_by=author)
        if staged.expected != publication.base_version_id:
            conflicts.refuse(connection, row.layer_id, publication.base_version_id)
        _settle(connection, upload_id, staged.version_id, publication)
    give_back(database)


class _Noting:
    """Is told of each batch; says how far the work is, and ends it when nobody wants it."""

    def __init__(self, database: Database, upload_id: str, expected: int) -> None:
        self.database = database
        self.upload_id = upload_id
        self.expected = max(1, expected)
        self.watch = Watch(database, upload_id)
        self.stored = 0

    def __call__(self, rows: int) -> None:
        """Take note of so many more rows."""
        if self.watch():
            raise UploadCancelled(where=self.upload_id)
        self.stored += rows
        progress = _FILLED * min(1.0, self.stored / self.expected)
        with self.database.begin() as connection:
            records.report_progress(connection, self.upload_id, progress)


def _settle(
    connection: sa.Connection, upload_id: str, version_id: int, publication: Publication
) -> None:
    """Write down what was made, unless the upload was discarded while it was made."""
    now = records.find(connection, upload_id, lock=True)
    if now.state not in READY:
        raise UploadCancelled(where=upload_id)
    if now.version_id is not None:
        discard(connection, [now.version_id])
    about = {
        "upload": upload_id,
        "file": now.file_name,
        "mode": publication.mode,
        "review_basis": publication.description.review_basis,
        "inspection": now.report,
    }
    connection.execute(
        sa.update(LayerVersion).where(LayerVersion.id == version_id).values(report=about)
    )
    records.move(
        connection,
        upload_id,
        state="staged",
        version_id=version_id,
        base_version_id=publication.base_version_id,
        staged_as=publication.plain(),
    )


def counted(database: Database, upload_id: str) -> dict[str, Any]:
    """Return what publishing a staged upload would change: the diff's counts and columns.

    Raises
    ------
    WrongState
        When nothing is staged.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id)
        records.require(row, "staged")
        new = _version(connection, row.version_id)
        if row.base_version_id is None:
            counts = Counts(
                added=new.feature_count,
                removed=0,
                changed=0,
                changed_geometry=0,
                changed_attributes=0,
                unchanged=0,
            )
            names = diff.columns([], new.attributes)
            return {"from": None, "to": new.number, "counts": asdict(counts), "columns": names}
        old = _version(connection, row.base_version_id)
        return {
            "from": old.number,
            "to": new.number,
            "counts": asdict(diff.counts(connection, old, new)),
            "columns": diff.columns(old.attributes, new.attributes),
        }


def _version(connection: sa.Connection, version_id: int) -> sa.Row[Any]:
    query = sa.select(LayerVersion.__table__).where(LayerVersion.id == version_id)
    return connection.execute(query).one()

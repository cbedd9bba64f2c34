"""Letting go of an upload, and taking it back while its file is still kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import journal
from layers.uploads import records
from layers.uploads.errors import FileGone
from layers.version_changes import discard as discard_versions
from layers.version_changes import give_back

if TYPE_CHECKING:
    import sqlalchemy as sa

    from layers.db import Database
    from layers.uploads.folder import UploadFolder
    from layers.uploads.records import Seen

WAITING = ("receiving", "received", "inspected", "refused", "staged")
"""The steps at which an upload can be discarded."""


def discard(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    *,
    author: str,
    seen: Seen = records.EVERYBODYS,
    purge: bool = False,
) -> dict[str, Any]:
    """Let go of an upload: work on it ends, its staged version and what was found are dropped.

    A complete file is kept for a while, so that the upload can be restored; with ``purge`` it is
    removed at once. Doing it again does no harm.

    Raises
    ------
    UnknownUpload
        When there is no such upload of this author.
    WrongState
        When it is published; then a version is rolled back, not an upload discarded.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id, seen, lock=True)
        records.require(row, *WAITING, "discarded")
        keep = not purge and row.sha256 is not None and row.file_kept
        release(connection, row, file_kept=keep)
        if row.state != "discarded":
            details = {"upload": upload_id, "file": row.file_name, "step": row.state}
            journal.append(
                connection, actor=author, action="discard", object=row.layer_id, details=details
            )
    folder.drop_inspections(upload_id)
    if not keep:
        folder.drop(upload_id)
    give_back(database)
    with database.begin() as connection:
        return records.describe(connection, records.find(connection, upload_id))


def release(connection: sa.Connection, row: sa.Row[Any], *, file_kept: bool) -> None:
    """Take what was made of an upload out of the store; its files are removed afterwards."""
    if row.version_id is not None:
        discard_versions(connection, [row.version_id])
    records.move(
        connection,
        row.id,
        state="discarded",
        file_kept=file_kept,
        inspection=None,
        report=None,
        version_id=None,
        staged_as=None,
    )


def restore(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    *,
    seen: Seen = records.EVERYBODYS,
) -> dict[str, Any]:
    """Take a discarded upload back, to be inspected again.

    Raises
    ------
    UnknownUpload
        When there is no such upload of this author.
    WrongState
        When it is not discarded.
    FileGone
        When its file is no longer kept.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id, seen, lock=True)
        records.require(row, "discarded")
        if not row.file_kept or not folder.source(upload_id).is_file():
            raise FileGone(where=upload_id)
        records.move(connection, upload_id, state="received")
        return records.describe(connection, records.find(connection, upload_id))

"""Taking a file in chunks: in any order, again after a break, checked when all are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import catalogue, journal
from layers.errors import BadQuery
from layers.models import Layer
from layers.upload_models import Upload
from layers.uploads import names, records
from layers.uploads.errors import (
    ChunkRefused,
    DiskFull,
    ReservedLayer,
    UploadIncomplete,
    WrongHash,
)
from layers.uploads.folder import new_id
from layers.version_changes import listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.db import Database
    from layers.uploads.folder import UploadFolder
    from layers.uploads.quotas import Quotas
    from layers.uploads.records import Seen

_RESERVED: Final = ("run-", "evaluation-")


@dataclass(frozen=True, kw_only=True)
class Announced:
    """A file that is to come: its name, its length in bytes, the layer it is for.

    ``asked`` is what the sender says about its content: ``crs``, ``datum``, ``encoding`` and the
    other fields of :class:`layers.formats.base.Asked`.
    """

    file_name: str
    size_bytes: int
    layer: str
    sha256: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)


def announce(
    database: Database, folder: UploadFolder, quotas: Quotas, file: Announced, *, author: str
) -> dict[str, Any]:
    """Make an upload that waits for its chunks.

    Raises
    ------
    BadQuery
        When the file is empty or the layer's name is none.
    ReservedLayer
        When the layer is one that jintu makes itself.
    UploadTooLarge, QuotaExceeded, DiskFull
        When there is no room for it.
    """
    if file.size_bytes < 1:
        raise BadQuery(where="size", reason="number", value=file.size_bytes, least=1)
    upload_id = new_id()
    with database.begin() as connection:
        require_layer_name(connection, file.layer)
        quotas.check(connection, folder, author, file.size_bytes)
        values = {
            "id": upload_id,
            "layer_id": file.layer,
            "file_name": names.shown(file.file_name),
            "size_bytes": file.size_bytes,
            "chunk_bytes": quotas.chunk_bytes,
            "declared_sha256": file.sha256,
            "asked": dict(file.asked),
            "created_by": author,
        }
        connection.execute(sa.insert(Upload).values(**values))
        return records.describe(connection, records.find(connection, upload_id))


def require_layer_name(connection: sa.Connection, layer: str) -> None:
    """Refuse a layer's name that is none, and one of jintu's own.

    Raises
    ------
    BadQuery
        When it is no name.
    ReservedLayer
        When layers of this name are made by jintu itself.
    """
    if not listing.ID.fullmatch(layer):
        raise BadQuery(where="layer", reason="layer_name", value=layer)
    role = connection.scalar(sa.select(Layer.role).where(Layer.id == layer))
    if role == catalogue.RESULT_ROLE or layer.startswith(_RESERVED):
        raise ReservedLayer(where=layer)


def take_chunk(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    number: int,
    body: bytes,
    *,
    seen: Seen = records.EVERYBODYS,
) -> dict[str, Any]:
    """Store one chunk, counted from 0; the last one to arrive completes the file.

    A chunk that is there already is not written again, so asking twice does no harm. When this
    returns, the chunk is on disk for good.

    Raises
    ------
    UnknownUpload
        When there is no such upload of this author.
    WrongState
        When no chunk is waited for any more.
    ChunkRefused
        When the number or the length is not one of this upload.
    WrongHash
        When all chunks are there and are not the file that was announced.
    DiskFull
        When there is no room for it.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id, seen)
    if number not in row.chunks:
        records.require(row, "receiving")
        _refuse_misfit(row, number, len(body))
        folder.write(upload_id, number * row.chunk_bytes, body)
        row = _note_chunk(database, upload_id, number)
    if len(row.chunks) == records.chunk_count(row):
        complete_file(database, folder, upload_id)
    with database.begin() as connection:
        return records.describe(connection, records.find(connection, upload_id))


def _note_chunk(database: Database, upload_id: str, number: int) -> sa.Row[Any]:
    with database.begin() as connection:
        connection.execute(
            sa.update(Upload)
            .where(Upload.id == upload_id, Upload.state == "receiving")
            .where(sa.literal(number) != sa.all_(Upload.chunks))
            .values(chunks=sa.func.array_append(Upload.chunks, number), updated_at=sa.func.now())
        )
        return records.find(connection, upload_id)


def _refuse_misfit(row: sa.Row[Any], number: int, length: int) -> None:
    total = records.chunk_count(row)
    if not 0 <= number < total:
        raise ChunkRefused(where=str(number), reason="number", last=total - 1)
    wanted = min(row.chunk_bytes, row.size_bytes - number * row.chunk_bytes)
    if length != wanted:
        raise ChunkRefused(where=str(number), reason="length", wanted=wanted, found=length)


def complete_file(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    *,
    seen: Seen = records.EVERYBODYS,
) -> None:
    """Check the whole file once all chunks are there, and take it as received.

    Doing it twice does no harm. A file that is not what was announced is to be sent again: none
    of its chunks counts any more.

    Raises
    ------
    UploadIncomplete
        When chunks are missing; ``missing`` lists the first of them.
    WrongHash
        When it is not what was announced.
    DiskFull
        When a part of it did not reach the disk.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id, seen)
    if row.state != "receiving":
        return
    missing = sorted(set(range(records.chunk_count(row))) - set(row.chunks))
    if missing:
        raise UploadIncomplete(where=upload_id, count=len(missing), missing=missing[:20])
    length, digest = folder.digest(upload_id)
    if length != row.size_bytes:
        raise DiskFull(where=upload_id, needed=row.size_bytes, free=folder.free_bytes())
    sound = row.declared_sha256 in {None, digest}
    with database.begin() as connection:
        row = records.find(connection, upload_id, lock=True)
        if row.state == "receiving":
            _settle(connection, row, digest if sound else None)
    if not sound:
        raise WrongHash(where=upload_id, announced=row.declared_sha256, found=digest)


def _settle(connection: sa.Connection, row: sa.Row[Any], digest: str | None) -> None:
    """Take a file as received under its hash, or without one have it sent again."""
    if digest is None:
        records.move(connection, row.id, chunks=[])
        return
    records.move(connection, row.id, state="received", sha256=digest)
    details = {"upload": row.id, "file": row.file_name, "sha256": digest}
    actor, layer = row.created_by, row.layer_id
    journal.append(connection, actor=actor, action="upload", object=layer, details=details)

"""Looking into a file that was received: in a confined process, with one report at the end.

An inspection works in a folder of its own, and the row of the upload names that folder only once
everything in it is there. So an inspection that is killed leaves nothing but a folder that the
next one removes, and it can simply be done again.
"""

from __future__ import annotations

import os
import time
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import catalogue, features, inspection
from layers.errors import BadQuery
from layers.inspection import Asked
from layers.models import Layer, LayerVersion
from layers.uploads import receiving, records
from layers.uploads.errors import FileGone, UploadCancelled, WrongHash
from layers.uploads.folder import sync_folder
from layers.version_changes import discard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

    from layers.db import Database
    from layers.inspection import InspectionReport
    from layers.sandbox import Limits
    from layers.uploads.folder import UploadFolder

READY: Final = ("received", "inspected", "refused", "staged")
"""The steps from which a file can be inspected, again or for the first time."""

_LOOK_SECONDS: Final = 1.0
_REFERENCES: Final = ("roads", "rivers", "streets", "bus-stops", "places")
_LARGEST_REFERENCE: Final = 50_000
_DATUMS: Final = ("wgs84", "cgcs2000", "gcj02", "bd09")


def asked_of(said: Mapping[str, Any]) -> Asked:
    """Return what the sender says about the content of a file.

    Raises
    ------
    BadQuery
        When something is said that there is no field for.
    """
    known = [field.name for field in fields(Asked) if field.name != "valid_only"]
    if unknown := sorted(set(said) - set(known)):
        raise BadQuery(where=unknown[0], reason="unknown", known=", ".join(known))
    if said.get("datum") not in {None, *_DATUMS}:
        raise BadQuery(
            where="datum", reason="choice", value=said["datum"], known=", ".join(_DATUMS)
        )
    return Asked(**said)


class Watch:
    """Tells whether an upload was discarded meanwhile; looks at most once a second."""

    def __init__(self, database: Database, upload_id: str) -> None:
        self.database = database
        self.upload_id = upload_id
        self._discarded = False
        self._looked = 0.0

    def __call__(self) -> bool:
        """Tell it."""
        if not self._discarded and time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            with self.database.begin() as connection:
                row = records.find(connection, self.upload_id)
            self._discarded = row.state == "discarded"
        return self._discarded


def inspect(
    database: Database, folder: UploadFolder, upload_id: str, *, limits: Limits | None = None
) -> dict[str, Any]:
    """Inspect the file of an upload and keep what was found.

    What was staged of it before is given up. The version that readers see now is noted, so that a
    publication can tell whether somebody else published meanwhile.

    Raises
    ------
    UnknownUpload
        When there is no such upload.
    WrongState
        When it is discarded or published.
    UploadIncomplete, WrongHash
        When the file is not all there.
    UploadCancelled
        When it is discarded while it is inspected.
    SandboxUnavailable
        When no confined process can be started.
    """
    receiving.complete_file(database, folder, upload_id)
    with database.begin() as connection:
        row = records.find(connection, upload_id)
        records.require(row, *READY)
        others = references(connection, row.layer_id)
    _require_same(folder, row)
    found = folder.new_inspection(upload_id)
    report = inspection.inspect(
        inspection.Upload(
            path=folder.source(upload_id), name=row.file_name, asked=asked_of(row.asked)
        ),
        found,
        limits=limits,
        references=others,
        cancelled=Watch(database, upload_id),
    )
    _sync(found)
    _keep(database, folder, upload_id, found, report)
    folder.drop_inspections(upload_id, but=found.name)
    return {"upload": upload_id, "accepted": report.accepted, "file": report.file}


def _require_same(folder: UploadFolder, row: sa.Row[Any]) -> None:
    """Refuse a file that is not the one that was received."""
    if not row.file_kept:
        raise FileGone(where=row.id)
    _, digest = folder.digest(row.id)
    if digest != row.sha256:
        raise WrongHash(where=row.id, announced=row.sha256, found=digest)


def _sync(path: Path) -> None:
    for file in path.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
    sync_folder(path)


def _keep(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    found: Path,
    report: InspectionReport,
) -> None:
    with database.begin() as connection:
        row = records.find(connection, upload_id, lock=True)
        if row.state not in READY:
            folder.drop_inspections(upload_id)
            raise UploadCancelled(where=upload_id)
        if row.version_id is not None:
            discard(connection, [row.version_id])
        records.move(
            connection,
            upload_id,
            state="inspected" if report.accepted_if_valid_only else "refused",
            inspection=found.name,
            report=report.stored(),
            base_version_id=current(connection, row.layer_id),
            version_id=None,
            staged_as=None,
        )


def current(connection: sa.Connection, layer_id: str) -> int | None:
    """Return the id of the version that readers of a layer see, or None."""
    return connection.scalar(sa.select(Layer.current_version_id).where(Layer.id == layer_id))


def references(connection: sa.Connection, layer_id: str) -> dict[str, GeoDataFrame]:
    """Return the published layers whose positions are true, to compare those of a file with.

    Besides roads, rivers and places it is the layer itself, as it is published; never one whose
    positions are illustrative, and none so large that comparing would take long.
    """
    query = (
        sa.select(Layer.id)
        .join(LayerVersion, LayerVersion.id == Layer.current_version_id)
        .where(
            Layer.id.in_((*_REFERENCES, layer_id)),
            LayerVersion.quality != "illustrative",
            LayerVersion.feature_count.between(1, _LARGEST_REFERENCE),
        )
        .order_by(Layer.id)
    )
    return {
        name: features.frame(connection, catalogue.get(connection, name, internal=True))
        for name in connection.scalars(query)
    }

"""Tidying up after uploads that nobody goes on with, and after work that was killed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from layers.models import LayerVersion
from layers.upload_models import Upload
from layers.uploads import discarding, records
from layers.version_changes import give_back

if TYPE_CHECKING:
    from layers.db import Database
    from layers.uploads.folder import UploadFolder
    from layers.uploads.quotas import Quotas

_ORPHAN_SECONDS: Final = 3600.0
"""A folder that no row speaks of is left alone for this long."""


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What was tidied away: ids of uploads, and of versions whose space was given back."""

    discarded: list[str]
    emptied: list[str]
    orphans: list[str]
    versions: list[int]


def sweep(database: Database, folder: UploadFolder, quotas: Quotas) -> Swept:
    """Discard what waited too long, remove files that are no longer needed, give back space.

    An upload that a job is at work on is left alone. Doing it again does no harm, and several may
    do it at once.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    discarded = _discard_idle(database, folder, quotas)
    emptied = _empty(database, folder, quotas)
    return Swept(
        discarded=discarded,
        emptied=emptied,
        orphans=_remove_orphans(database, folder),
        versions=give_back(database),
    )


def _older(hours: float) -> sa.ColumnElement[bool]:
    age = sa.func.make_interval(0, 0, 0, 0, 0, 0, hours * 3600)
    return Upload.updated_at < sa.func.now() - age


def _discard_idle(database: Database, folder: UploadFolder, quotas: Quotas) -> list[str]:
    """Discard uploads that nobody has touched for long, with their files."""
    gone: list[str] = []
    with database.begin() as connection:
        query = (
            sa.select(Upload.__table__)
            .where(Upload.state.in_(discarding.WAITING), _older(quotas.staging_hours))
            .order_by(Upload.id)
            .with_for_update(skip_locked=True)
        )
        for row in connection.execute(query).all():
            if not records.is_at_work(records.job_of(connection, row.id)):
                discarding.release(connection, row, file_kept=False)
                gone.append(row.id)
    for upload_id in gone:
        folder.drop(upload_id)
    return gone


def _empty(database: Database, folder: UploadFolder, quotas: Quotas) -> list[str]:
    """Remove files that are kept for nothing any more.

    These are discarded files that nobody restored, what inspections of published uploads found,
    and the files of published versions whose features were given up.
    """
    emptied: list[str] = []
    with database.begin() as connection:
        rows = connection.execute(_kept_for_nothing(quotas)).all()
        for row in rows:
            is_discarded = row.state == "discarded" or row.version_state == "discarded"
            records.move(connection, row.id, inspection=None, file_kept=not is_discarded)
            emptied.append(row.id)
    for row in rows:
        folder.drop_inspections(row.id)
        if row.state == "discarded" or row.version_state == "discarded":
            folder.drop(row.id)
    return emptied


def _kept_for_nothing(quotas: Quotas) -> sa.Select[str, str, str]:
    given_up = sa.and_(Upload.state == "published", LayerVersion.state == "discarded")
    return (
        sa.select(Upload.id, Upload.state, LayerVersion.state.label("version_state"))
        .outerjoin(LayerVersion, LayerVersion.id == Upload.version_id)
        .where(
            sa.or_(
                sa.and_(
                    Upload.state == "discarded", Upload.file_kept, _older(quotas.discarded_hours)
                ),
                sa.and_(
                    Upload.state == "published",
                    Upload.inspection.is_not(None),
                    _older(quotas.staging_hours),
                ),
                sa.and_(given_up, Upload.file_kept),
            )
        )
        .order_by(Upload.id)
    )


def _remove_orphans(database: Database, folder: UploadFolder) -> list[str]:
    """Remove folders of no upload, and of uploads of which nothing is kept."""
    with database.begin() as connection:
        needed = sa.select(Upload.id).where(Upload.file_kept)
        known = set(connection.scalars(needed))
    newest = time.time() - _ORPHAN_SECONDS
    orphans = [name for name, changed in folder.kept() if name not in known and changed < newest]
    for name in orphans:
        folder.drop(name)
    return orphans

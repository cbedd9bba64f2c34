"""Making a staged upload what readers see: one transaction with one pointer move in it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import JintuError
from layers import journal, plans, standing
from layers.uploads import deciding, description, planning, records, staging
from layers.uploads.errors import WrongState
from layers.version_changes import conflicts, listing

if TYPE_CHECKING:
    import sqlalchemy as sa

    from layers.db import Database
    from layers.uploads.folder import UploadFolder
    from layers.uploads.publication import Publication

log = logging.getLogger("jintu.uploads")

_DATA: Final = Path(__file__).resolve().parents[2] / "data"
STANDING: Final = _DATA / "standing-runs.toml"
PLANS: Final = _DATA / "plans"


def publish(
    database: Database,
    folder: UploadFolder,
    upload_id: str,
    publication: Publication,
    *,
    author: str,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Stage an upload and publish it; with ``dry_run`` say what that would change instead.

    Doing it again after it was done gives the same answer. What is staged by a dry run is
    published later without being stored again.

    Raises
    ------
    VersionConflict
        When readers see another version than the publisher saw; the facts count what was changed.
    JintuError
        For the other reasons see :func:`layers.uploads.staging.stage`.
    """
    if answer := published_already(database, upload_id, publication):
        answer_standing(database, author=author)
        return answer
    staging.stage(database, folder, upload_id, publication, author=author)
    if dry_run:
        return {"upload": upload_id, "dry_run": True, **staging.counted(database, upload_id)}
    answer = make_visible(database, upload_id, publication, author=author, wait_ms=0)
    answer_standing(database, author=author)
    return answer


def published_already(
    database: Database, upload_id: str, publication: Publication
) -> dict[str, Any] | None:
    """Return the answer to a publication that was done before, in this very way."""
    with database.begin() as connection:
        row = records.find(connection, upload_id)
        if row.state != "published":
            return None
        if row.staged_as != publication.plain():
            raise WrongState(where=upload_id, state=row.state, needed=", ".join(staging.READY))
        return _answer(connection, row)


def is_staged_as(row: sa.Row[Any], publication: Publication) -> bool:
    """Tell whether an upload is staged in this very way, so that only the pointer is to move."""
    return bool(row.state == "staged" and row.staged_as == publication.plain())


def check(
    database: Database, folder: UploadFolder, upload_id: str, publication: Publication
) -> None:
    """Refuse at once what staging would refuse before it reads the features.

    Raises
    ------
    JintuError
        For the reasons see :func:`layers.uploads.planning.plan`.
    """
    with database.begin() as connection:
        row = records.find(connection, upload_id)
        records.require(row, *staging.READY)
        planning.plan(connection, folder, row, publication)


def make_visible(
    database: Database,
    upload_id: str,
    publication: Publication,
    *,
    author: str,
    wait_ms: int = conflicts.PATIENCE_MS,
) -> dict[str, Any]:
    """Move the pointer of the layer to the staged version.

    Raises
    ------
    VersionConflict
        When readers see another version than the publisher saw.
    LayerBusy
        When somebody else works on the layer for longer than ``wait_ms``; 0 waits for ever.
    WrongState
        When nothing is staged in this way.
    """
    with database.begin() as connection:
        layer_id = records.find(connection, upload_id).layer_id
        conflicts.lock(connection, layer_id, wait_ms=wait_ms)
        row = records.find(connection, upload_id, lock=True)
        if not is_staged_as(row, publication):
            raise WrongState(where=upload_id, state=row.state, needed="staged")
        before = listing.pointer(connection, layer_id)
        said = description.completed(
            publication.description, planning.published(connection, layer_id)
        )
        base = publication.base_version_id
        conflicts.move(connection, layer_id, row.version_id, expected=base, wait_ms=0)
        deciding.decide(connection, layer_id, said, author)
        records.move(connection, upload_id, state="published")
        answer = _answer(connection, records.find(connection, upload_id))
        details = {
            "version": answer["version"]["number"],
            "from": None if before is None else before.number,
            "upload": upload_id,
            "sha256": row.sha256,
            "review": said["review_number"] or said["review_basis"],
        }
        journal.append(connection, actor=author, action="publish", object=layer_id, details=details)
        return answer


def _answer(connection: sa.Connection, row: sa.Row[Any]) -> dict[str, Any]:
    number = records.number_of(connection, row.version_id) or 0
    version = listing.version(connection, row.layer_id, number)
    return {"upload": row.id, "layer": row.layer_id, "version": listing.describe(version)}


def answer_standing(database: Database, *, author: str) -> bool:
    """Answer the standing questions for what is published now; tell whether that could be done.

    A publication stands whatever becomes of this.
    """
    try:
        standing.answer(database, STANDING, created_by=author)
        standing.evaluate(database, plans.load(PLANS), STANDING, created_by=author)
    except JintuError as error:
        log.warning("the standing questions are not answered: %s", error)
        return False
    return True

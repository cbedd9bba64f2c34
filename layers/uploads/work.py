"""Background work on uploads: what the queue hands over, and what it gets back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.sandbox import Limits
from layers.uploads import inspecting, publishing
from layers.uploads.folder import UploadFolder
from layers.uploads.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from layers.db import Database


def inspect_request(folder: UploadFolder, upload_id: str, limits: Limits) -> dict[str, Any]:
    """Return the request of an inspection, for the queue."""
    return {"upload": upload_id, "folder": str(folder.root), "limits": limits.plain()}


def publish_request(
    folder: UploadFolder, upload_id: str, publication: Publication, *, dry_run: bool
) -> dict[str, Any]:
    """Return the request of a publication, for the queue."""
    return {
        "upload": upload_id,
        "folder": str(folder.root),
        "publication": publication.plain(),
        "dry_run": dry_run,
    }


def inspect(database: Database, request: Mapping[str, Any], _author: str) -> dict[str, Any]:
    """Inspect the file of an upload."""
    folder = UploadFolder(Path(request["folder"]))
    limits = Limits(**request["limits"])
    return inspecting.inspect(database, folder, request["upload"], limits=limits)


def publish(database: Database, request: Mapping[str, Any], author: str) -> dict[str, Any]:
    """Stage an upload, and publish it unless it is a dry run."""
    return publishing.publish(
        database,
        UploadFolder(Path(request["folder"])),
        request["upload"],
        Publication.of(request["publication"]),
        author=author,
        dry_run=request["dry_run"],
    )


def answer_standing(database: Database, _request: Mapping[str, Any], author: str) -> dict[str, Any]:
    """Answer the standing questions for what is published now."""
    return {"answered": publishing.answer_standing(database, author=author)}


KINDS: dict[str, Callable[[Database, Mapping[str, Any], str], dict[str, Any]]] = {
    "inspect": inspect,
    "publish": publish,
    "standing": answer_standing,
}
"""The kinds of background work that belong to uploads."""

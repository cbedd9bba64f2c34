"""A file of this machine on the same way as one that is sent: announced, cut in chunks, inspected.

It is for the command line. Whatever ends it before it is published, nothing of it stays.
"""

from __future__ import annotations

import hashlib
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from layers.inspection import files_of
from layers.uploads import discarding, receiving, records
from layers.uploads.receiving import Announced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from layers.db import Database
    from layers.uploads.folder import UploadFolder
    from layers.uploads.quotas import Quotas

_BLOCK_BYTES: Final = 2**20


@contextmanager
def sent(
    database: Database,
    folder: UploadFolder,
    quotas: Quotas,
    path: Path,
    *,
    layer: str,
    asked: Mapping[str, Any],
    author: str,
) -> Iterator[str]:
    """Send a file and yield the id of its upload; discard what is not published in the end.

    Raises
    ------
    BadQuery, ReservedLayer, UploadTooLarge, QuotaExceeded, DiskFull
        For the reasons see :func:`layers.uploads.receiving.announce`.
    """
    length, digest = _measured(path)
    file = Announced(
        file_name=path.name, size_bytes=length, layer=layer, sha256=digest, asked=asked
    )
    made = receiving.announce(database, folder, quotas, file, author=author)
    try:
        with path.open("rb") as stream:
            for number in range(made["chunks"]["total"]):
                body = stream.read(made["chunks"]["size"])
                receiving.take_chunk(database, folder, made["id"], number, body)
        yield made["id"]
    finally:
        _discard_unless_published(database, folder, made["id"], author)


def _discard_unless_published(
    database: Database, folder: UploadFolder, upload_id: str, author: str
) -> None:
    with database.begin() as connection:
        state = records.find(connection, upload_id).state
    if state in discarding.WAITING:
        discarding.discard(database, folder, upload_id, author=author, purge=True)


def _measured(path: Path) -> tuple[int, str]:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
            length += len(block)
    return length, digest.hexdigest()


def in_one_file(path: Path, folder: Path) -> Path:
    """Return a file that holds all that belongs together: itself, or an archive in ``folder``.

    Files of one stem (a Shapefile, a MapInfo table) belong together, and those of a folder. Links
    are not followed.
    """
    if path.is_dir():
        inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
        return _packed(folder / f"{path.name}.zip", path.parent, inside)
    together = files_of(path)
    if len(together) == 1:
        return path
    return _packed(folder / f"{path.stem}.zip", path.parent, together)


def _packed(target: Path, root: Path, files: list[Path]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in files:
            archive.write(file, file.relative_to(root))
    return target

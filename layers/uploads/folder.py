"""Where uploaded files lie: one folder each, named by the upload's id, far from anything served.

::

    uploads/<id>/source              the file as it was sent
    uploads/<id>/inspection-<hex>/   what one inspection found

A file is on disk for good before the database says that it is there. So the database never speaks
of a file that a crash took away; a file that no row speaks of is removed by the sweep.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.uploads.errors import DiskFull, FileGone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ID: Final = re.compile(r"[0-9a-f]{32}")
_SOURCE: Final = "source"
_INSPECTION: Final = "inspection-"
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BLOCK_BYTES: Final = 2**20


def new_id() -> str:
    """Return the id of a new upload: 128 random bits."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class UploadFolder:
    """The folder of all uploads of an installation."""

    root: Path

    def source(self, upload_id: str) -> Path:
        """Return where the file of an upload lies."""
        return self._of(upload_id) / _SOURCE

    def inspection(self, upload_id: str, name: str) -> Path:
        """Return the folder with what an inspection found."""
        return self._of(upload_id) / name

    def new_inspection(self, upload_id: str) -> Path:
        """Make an empty folder for an inspection."""
        path = self._of(upload_id) / f"{_INSPECTION}{secrets.token_hex(8)}"
        path.mkdir(mode=0o700, parents=True)
        return path

    def write(self, upload_id: str, offset: int, body: bytes) -> None:
        """Write a part of the file of an upload; when this returns, it is on disk for good.

        Raises
        ------
        DiskFull
            When there is no room for it.
        """
        path = self.source(upload_id)
        try:
            is_new = _made(path)
            with path.open("r+b") as file:
                file.seek(offset)
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                for folder in (path.parent, self.root):
                    sync_folder(folder)
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFull(needed=len(body), free=self.free_bytes()) from error
            raise

    def digest(self, upload_id: str) -> tuple[int, str]:
        """Return length and SHA-256 of the file of an upload.

        Raises
        ------
        FileGone
            When there is no file.
        """
        digest, length = hashlib.sha256(), 0
        try:
            with self.source(upload_id).open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    digest.update(block)
                    length += len(block)
        except FileNotFoundError as error:
            raise FileGone(where=upload_id) from error
        return length, digest.hexdigest()

    def drop_inspections(self, upload_id: str, *, but: str | None = None) -> None:
        """Remove what inspections of an upload found, except that of one name."""
        for path in sorted(self._of(upload_id).glob(f"{_INSPECTION}*")):
            if path.name != but:
                shutil.rmtree(path, ignore_errors=True)

    def drop(self, upload_id: str) -> None:
        """Remove everything that is kept of an upload."""
        shutil.rmtree(self._of(upload_id), ignore_errors=True)

    def kept(self) -> Iterator[tuple[str, float]]:
        """Yield the id of each upload with files, and when its folder was last changed."""
        if not self.root.is_dir():
            return
        for path in sorted(self.root.iterdir()):
            if ID.fullmatch(path.name) and path.is_dir():
                yield path.name, path.stat().st_mtime

    def free_bytes(self) -> int:
        """Return how much room is left on the disk."""
        present = next(path for path in (self.root, *self.root.parents) if path.exists())
        return shutil.disk_usage(present).free

    def _of(self, upload_id: str) -> Path:
        if not ID.fullmatch(upload_id):
            raise FileGone(where=upload_id)
        return self.root / upload_id


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made(path: Path) -> bool:
    """Make the file with its folders, for this account only; tell whether it was not there yet."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True

"""The files that jintu keeps in its data folder around the cluster."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from layers.embedded.errors import DiskFull, EmbeddedError, FolderNotWritable

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class DataFolder:
    """A data folder and the names in it. ``path`` is absolute and free of symbolic links."""

    path: Path

    @property
    def cluster(self) -> Path:
        """Where the cluster lies, or the symbolic link that leads to it."""
        return self.path / "postgres"

    @property
    def users(self) -> Path:
        """The lock that every process using the cluster shares."""
        return self.path / "cluster.users"

    @property
    def start(self) -> Path:
        """The lock of whoever starts or stops the cluster."""
        return self.path / "cluster.start"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.path / "cluster.log"

    @property
    def made(self) -> Path:
        """Present once a cluster was completely made for this folder."""
        return self.path / "cluster.made"

    @property
    def socket_record(self) -> Path:
        """Which folder outside this one holds the socket, when this one cannot."""
        return self.path / "cluster.socket"


def prepare(data_dir: Path) -> DataFolder:
    """Make the data folder where it is missing and see that it can be written.

    Raises
    ------
    FolderNotWritable
        It cannot be made or written by this user.
    DiskFull
        There is no room for as much as an empty file.
    """
    with writing(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        folder = DataFolder(data_dir.resolve())
        for path in (folder.users, folder.start, folder.log):
            touch(path)
    return folder


def touch(path: Path) -> None:
    """Make an empty file if there is none, for the owner of its folder even when root makes it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write into an error that people understand."""
    try:
        yield
    except OSError as refusal:
        raise explained(refusal, path) from refusal


def explained(refusal: OSError, path: Path) -> EmbeddedError:
    """Give the error that says what an ``OSError`` on ``path`` means for the database."""
    where = str(refusal.filename or path)
    if refusal.errno in NO_ROOM:
        return disk_full(Path(where))
    return FolderNotWritable(where=where, reason=refusal.strerror)


def disk_full(path: Path) -> DiskFull:
    """Give the error for a disk without room, with what is left on it in megabytes."""
    existing = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
    return DiskFull(where=str(path), free_mb=shutil.disk_usage(existing).free // 10**6)

"""How much may be uploaded, how long it is kept, and the checks before a file is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers.upload_models import Upload
from layers.uploads.errors import DiskFull, QuotaExceeded, UploadTooLarge

if TYPE_CHECKING:
    from layers.uploads.folder import UploadFolder

_MB = 2**20
_GB = 2**30


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """The limits for files that are sent, in bytes and hours.

    ``author_bytes`` bounds what one person has waiting. ``disk_share`` is the part of the disk's
    free room that all waiting files together may take, and ``keep_free_bytes`` is never touched.
    ``room_factor`` times the size of a file must be free, for its inspection and its version.
    """

    upload_bytes: int = 200 * _MB
    chunk_bytes: int = 4 * _MB
    author_bytes: int = 5 * _GB
    disk_share: float = 0.5
    keep_free_bytes: int = _GB
    room_factor: int = 3
    staging_hours: float = 24.0
    """How long an upload waits without anybody touching it."""
    discarded_hours: float = 24.0
    """How long a discarded file can be restored."""

    def described(self) -> list[dict[str, Any]]:
        """Return the limits by name with their values and units, for people."""
        units = {"disk_share": "", "room_factor": "", "staging_hours": "h", "discarded_hours": "h"}
        return [
            {"name": name, "value": value, "unit": units.get(name, "B")}
            for name, value in vars(self).items()
        ]

    def check(
        self, connection: sa.Connection, folder: UploadFolder, author: str, size_bytes: int
    ) -> None:
        """Refuse a file that there is no room for.

        Raises
        ------
        UploadTooLarge
            When it is larger than ``upload_bytes``; exactly the limit is allowed.
        QuotaExceeded
            When its author, or everybody together, would have too much waiting.
        DiskFull
            When the disk would be left with less than ``keep_free_bytes``.
        """
        if size_bytes > self.upload_bytes:
            raise UploadTooLarge(limit="upload_bytes", allowed=self.upload_bytes, found=size_bytes)
        mine = waiting_bytes(connection, author) + size_bytes
        if mine > self.author_bytes:
            raise QuotaExceeded(limit="author_bytes", allowed=self.author_bytes, found=mine)
        free, waiting = folder.free_bytes(), waiting_bytes(connection)
        allowed = int(self.disk_share * (free + waiting))
        if waiting + size_bytes > allowed:
            raise QuotaExceeded(limit="disk_share", allowed=allowed, found=waiting + size_bytes)
        needed = max(self.keep_free_bytes, self.room_factor * size_bytes)
        if free < needed:
            raise DiskFull(limit="keep_free_bytes", needed=needed, free=free)


def waiting_bytes(connection: sa.Connection, author: str | None = None) -> int:
    """Return the size of all files that are kept and not published, of one author or of all."""
    query = sa.select(sa.func.coalesce(sa.func.sum(Upload.size_bytes), 0)).where(
        Upload.file_kept, Upload.state != "published"
    )
    if author is not None:
        query = query.where(Upload.created_by == author)
    return int(connection.scalars(query).one())

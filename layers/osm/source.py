"""An OpenStreetMap file on disk: what it is, how old it is, how far it has been read."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import osmium

from layers.osm.errors import NotOsm, OsmFileMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY_BYTES = 64 * 2**20
"""Up to this file size the node index lives in memory, above it in a temporary file.

The index takes 16 bytes a node. A PBF of 64 MiB has some nine million nodes, hence 150 MB; an
extract of a whole country would take gigabytes, which belong on disk, where the system may evict
them from memory.
"""

_HEAD_BYTES = 64
_OPEN_FILES = Path("/proc/self/fd")


@dataclass(frozen=True)
class Source:
    """A file that was recognised by its first bytes, whatever its name says."""

    path: Path
    kind: str
    size: int

    def file(self) -> osmium.io.File:
        """Return the handle osmium reads from.

        The absolute path keeps osmium from taking a file name for an address to fetch, and the
        explicit format from guessing by the name.
        """
        return osmium.io.File(str(self.path), self.kind)

    def node_index(self, folder: Path) -> str:
        """Name the node index for this file: in memory when small, in ``folder`` when not."""
        if self.size <= IN_MEMORY_BYTES:
            return "sparse_mem_array"
        return f"sparse_file_array,{folder / 'nodes'}"

    def sha256(self) -> str:
        """Fingerprint the bytes of the file."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def date(self) -> str:
        """Return the day the extract was made (ISO), or nothing when the file does not say.

        Raises
        ------
        NotOsm
            When the file's header cannot be read.
        """
        with osmium_errors(self):
            header = osmium.FileProcessor(self.file()).header
        stamp = header.get("osmosis_replication_timestamp") or header.get("timestamp")
        return stamp[:10]

    def position(self) -> int:
        """Return how many bytes of the file have been read so far, as the system counts them.

        osmium does not tell; where the system does not either, it is 0.
        """
        return max((_offset(handle) for handle in self._handles()), default=0)

    def _handles(self) -> Iterator[Path]:
        if not _OPEN_FILES.is_dir():
            return
        for handle in _OPEN_FILES.iterdir():
            # A handle of another thread may close between listing and looking.
            try:
                if handle.readlink() == self.path:
                    yield handle
            except OSError:
                continue


class osmium_errors:  # noqa: N801 - reads as a statement
    """Context in which osmium's complaints about a file become :class:`NotOsm`."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __enter__(self) -> None:
        """Start watching."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Translate a failure of osmium's own parser; let everything else through."""
        if type(error) is RuntimeError:
            raise NotOsm(where=self.source.path.name, reason=str(error)) from error


def recognise(path: Path) -> Source:
    """Look at a file's first bytes and tell how it is to be read.

    PBF, and OSM XML plain or packed with gzip or bzip2, are known.

    Raises
    ------
    OsmFileMissing
        When there is no such file, or it cannot be opened.
    NotOsm
        When it is none of these.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise OsmFileMissing(where=str(path), reason=error.strerror or "") from error
    kind = _kind(head)
    if kind is None:
        raise NotOsm(where=path.name, reason="unknown_content")
    return Source(path=path.resolve(), kind=kind, size=size)


def _kind(head: bytes) -> str | None:
    if head[4:15] == b"\x0a\x09OSMHeader":
        return "pbf"
    if head.startswith(b"\x1f\x8b"):
        return "osm.gz"
    if head.startswith(b"BZh"):
        return "osm.bz2"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "osm" if text.startswith((b"<?xml", b"<osm")) else None


def _offset(handle: Path) -> int:
    try:
        first = Path("/proc/self/fdinfo", handle.name).read_text(encoding="ascii").splitlines()[0]
    except (OSError, IndexError):
        return 0
    return int(first.removeprefix("pos:"))

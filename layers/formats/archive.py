"""Unpack a zip archive by a loop of our own that trusts nothing the archive says.

What counts is what comes out: real inflated bytes against a size and a ratio, entries, no overlap,
no entry that is a link or a device, no name that leaves the folder. Files get names of ours, but
those that belong together stay together: same folder and stem, or the same geodatabase folder.
"""

from __future__ import annotations

import re
import stat
import struct
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.sandbox.limits import Limits

_LITTER_FOLDERS: Final = frozenset({"__macosx", ".git", "$recycle.bin"})
_LITTER_FILES: Final = frozenset({"thumbs.db", "desktop.ini"})
_RATIO_FROM: Final = 10 * 2**20
_CHUNK: Final = 2**16
_DIRECTORY_BYTES_PER_ENTRY: Final = 4096
_END_RECORD: Final = 22
_LOCAL_HEADER: Final = 30
_SAFE_MEMBER: Final = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
ZIP: Final = ".zip"
_OPENED: Final = (ZIP, ".kmz", ".xlsx", ".xlsm")
"""Archives whose content may be looked at as well, by this same loop."""
_ARCHIVES: Final = (*_OPENED, ".7z", ".rar", ".gz", ".tar", ".tgz")
GEODATABASE: Final = ".gdb"
_CATALOGUE: Final = "a00000001.gdbtable"
"""The table of tables, which every geodatabase has."""


@dataclass(frozen=True)
class Member:
    """An unpacked file: the sender's name with folders, and where it lies now."""

    name: str
    path: Path


@dataclass
class Spent:
    """What was unpacked so far, of an archive of ``size`` bytes and of those inside it."""

    size: int
    unpacked: int = 0
    entries: int = 0


def unpack(
    archive: Path,
    folder: Path,
    limits: Limits,
    *,
    name: str,
    within: Spent | None = None,
    depth: int = 1,
) -> list[Member]:
    """Unpack an archive into a folder and return its files in the order of the archive.

    Litter of file managers is left out. Archives in it stay as they are.

    Parameters
    ----------
    archive, folder, limits, name
        What to unpack where, what is allowed, and what the sender calls it.
    within
        What was unpacked already of the archive that this one lies in; both count together.
    depth
        In how many archives its files are; archives among them are refused when they would be in
        more than is allowed.

    Raises
    ------
    UploadRefused
        When the archive is damaged, lies about itself, is encrypted or holds what it must not.
    LimitExceeded
        When it holds more than is allowed.
    """
    _check_directory(archive, limits, name)
    spent = within or Spent(archive.stat().st_size)
    try:
        with zipfile.ZipFile(archive) as opened, archive.open("rb") as raw:
            entries = _entries(opened, name)
            spent.entries += len(entries)
            limits.check("archive_entries", spent.entries, where=name)
            unpacking = _Unpacking(raw, spent, limits, name, depth=depth)
            return list(unpacking.members(entries, folder))
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError) as error:
        raise UploadRefused(finding="archive_damaged", where=name) from error
    except (NotImplementedError, RuntimeError) as error:
        raise UploadRefused(finding="archive_unsupported", where=name) from error


def names(archive: Path) -> list[str]:
    """Return the names in an archive's directory, as they stand there; none if it has none."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return opened.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _check_directory(archive: Path, limits: Limits, name: str) -> None:
    """Refuse a huge directory before it is parsed: its size is not bounded by its own count."""
    size = archive.stat().st_size
    with archive.open("rb") as stream:
        stream.seek(max(0, size - _END_RECORD - 65_535))
        tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + _END_RECORD > len(tail):
        raise UploadRefused(finding="archive_damaged", where=name)
    count, directory_bytes = struct.unpack_from("<HI", tail, place + 10)
    limits.check("archive_entries", count, where=name)
    if directory_bytes > limits.archive_entries * _DIRECTORY_BYTES_PER_ENTRY:
        raise UploadRefused(finding="archive_damaged", where=name)


def _entries(opened: zipfile.ZipFile, name: str) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return the entries that are files, with their decoded names, after checking every one."""
    listed = sorted(opened.infolist(), key=lambda entry: entry.header_offset)
    ends = 0
    for entry in listed:
        if entry.header_offset < ends:
            raise UploadRefused(finding="archive_overlapping", where=name)
        ends = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    decoded = [(_safe_name(entry, name), entry) for entry in opened.infolist()]
    files = [(path, entry) for path, entry in decoded if not path.endswith("/")]
    lowered = [path.lower() for path, _ in files]
    if len(set(lowered)) < len(lowered):
        raise UploadRefused(finding="archive_duplicate", where=name)
    return files


def _safe_name(entry: zipfile.ZipInfo, archive_name: str) -> str:
    text = decoded_name(entry)
    path = text.replace("\\", "/")
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise UploadRefused(finding="archive_link", where=archive_name, entry=printable(path))
    if entry.flag_bits & 1:
        raise UploadRefused(finding="archive_encrypted", where=archive_name)
    steps = path.split("/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in steps or "\x00" in path:
        raise UploadRefused(finding="archive_path", where=archive_name, entry=printable(path))
    return path


def decoded_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name: UTF-8 where it says or is so, else GB 18030, else as it stands."""
    if entry.flag_bits & 0x800:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def printable(text: str) -> str:
    """Return text of a sender with what does not print made visible, and cut to a length."""
    shown = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
    return shown if len(shown) <= 120 else shown[:119] + "…"  # noqa: PLR2004 - fits a line


def is_litter(name: str) -> bool:
    """Tell whether a file is one that file managers leave behind."""
    *folders, file = PurePosixPath(name.lower()).parts or ("",)
    return (
        file.startswith((".", "~$"))
        or file in _LITTER_FILES
        or any(folder in _LITTER_FOLDERS for folder in folders)
    )


class _Unpacking:
    """Inflates entries and counts what comes out."""

    def __init__(
        self, raw: IO[bytes], spent: Spent, limits: Limits, name: str, *, depth: int
    ) -> None:
        self.raw, self.spent, self.limits, self.name = raw, spent, limits, name
        self.may_hold = _OPENED if depth < limits.archive_depth else ()
        self._databases: set[PurePosixPath] = set()
        self._groups: dict[tuple[str, str], str] = {}

    def members(self, entries: list[tuple[str, zipfile.ZipInfo]], folder: Path) -> Iterator[Member]:
        paths = [PurePosixPath(name) for name, _ in entries]
        self._databases = {path.parent for path in paths if path.name.lower() == _CATALOGUE}
        for name, entry in entries:
            if is_litter(name):
                continue
            if name.lower().endswith(_ARCHIVES) and not name.lower().endswith(self.may_hold):
                raise UploadRefused(
                    finding="archive_nested", where=self.name, entry=printable(name)
                )
            path = folder / self._stored(name)
            path.parent.mkdir(exist_ok=True)
            self._write(entry, path)
            yield Member(name, path)

    def _stored(self, name: str) -> str:
        inside = PurePosixPath(name)
        for step in inside.parents:
            if step.name.lower().endswith(GEODATABASE) or step in self._databases:
                kept = inside.name if _SAFE_MEMBER.fullmatch(inside.name) else uuid.uuid4().hex
                return f"{self._group(str(step), '')}{GEODATABASE}/{kept}"
        stem = self._group(str(inside.parent), inside.stem.lower())
        suffix = inside.suffix.lower()
        return stem + (suffix if _SAFE_MEMBER.fullmatch(suffix) else "")

    def _group(self, folder: str, stem: str) -> str:
        return self._groups.setdefault((folder, stem), uuid.uuid4().hex)

    def _write(self, entry: zipfile.ZipInfo, path: Path) -> None:
        written, checksum = 0, 0
        with path.open("xb") as target:
            for chunk in self._inflated(entry):
                written += len(chunk)
                self._count(len(chunk))
                checksum = zlib.crc32(chunk, checksum)
                target.write(chunk)
        if written != entry.file_size or checksum != entry.CRC:
            raise UploadRefused(finding="archive_lies", where=self.name)

    def _count(self, more: int) -> None:
        spent = self.spent
        spent.unpacked += more
        self.limits.check("unpacked_bytes", spent.unpacked, where=self.name)
        if spent.unpacked > _RATIO_FROM:
            self.limits.check("unpack_ratio", spent.unpacked / spent.size, where=self.name)

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        self.raw.seek(entry.header_offset)
        header = self.raw.read(_LOCAL_HEADER)
        name_bytes, extra_bytes = struct.unpack_from("<HH", header, 26)
        self.raw.seek(name_bytes + extra_bytes, 1)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from self._stored_chunks(entry.compress_size)
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            yield from self._deflated_chunks(entry.compress_size)
        else:
            raise UploadRefused(finding="archive_unsupported", where=self.name)

    def _stored_chunks(self, left: int) -> Iterator[bytes]:
        while left > 0:
            chunk = self.raw.read(min(_CHUNK, left))
            if not chunk:
                raise EOFError
            left -= len(chunk)
            yield chunk

    def _deflated_chunks(self, left: int) -> Iterator[bytes]:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        for chunk in self._stored_chunks(left):
            waiting = chunk
            while waiting:
                yield inflate.decompress(waiting, _CHUNK)
                waiting = inflate.unconsumed_tail
        yield inflate.flush()

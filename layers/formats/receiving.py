"""From what was sent to datasets with their formats: unpack, group, let one format claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from layers import formats
from layers.formats import archive
from layers.formats.archive import GEODATABASE, Member
from layers.formats.base import Dataset, Reading, UploadFormat
from layers.inspection.findings import UploadRefused, Where

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD_BYTES = 8192
_TABLES = frozenset({".csv", ".tsv", ".json", ".xlsx", ".xlsm"})
_WORDS = frozenset({".txt", ".xml"})
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"


def datasets(sent: list[tuple[str, Path]], reading: Reading) -> list[tuple[Dataset, UploadFormat]]:
    """Return what was sent as datasets, each with the one format that claims it.

    Parameters
    ----------
    sent
        The sender's name and the stored file; several files are one dataset with its sidecars.

    Raises
    ------
    UploadRefused
        When the archive is refused, nothing in it is a dataset, or a format does not fit.
    LimitExceeded
        When the archive holds too much.
    """
    name, path = sent[0]
    if len(sent) == 1 and _is_plain_archive(name, path):
        members = _members(path, reading, name)
        found = _without_notes(grouped(members, archived=True), reading, name)
        if not found:
            raise UploadRefused(finding="archive_without_data", where=name, entries=len(members))
    else:
        found = grouped([Member(*one) for one in sent], archived=False)
    if not found:
        raise UploadRefused(finding="format_unknown", where=name, known=_known())
    return _one_format([(one, format_of(one)) for one in _told_apart(found)], name)


def _told_apart(found: list[Dataset]) -> list[Dataset]:
    """Return datasets whose titles differ: files of one name are called by their folders too."""
    titles = Counter(one.title for one in found)
    return [
        one
        if titles[one.title] == 1
        else replace(one, called=str(PurePosixPath(one.name).with_suffix("")))
        for one in found
    ]


def _members(path: Path, reading: Reading, name: str) -> list[Member]:
    """Return the files of an archive and of the archives directly in it."""
    spent = archive.Spent(path.stat().st_size)
    found: list[Member] = []
    for one in archive.unpack(path, reading.scratch, reading.limits, name=name, within=spent):
        if not one.name.lower().endswith(archive.ZIP):
            found.append(one)
            continue
        entry = archive.printable(one.name)
        reading.findings.info("archive_opened", Where(file=name), entry=entry)
        inner = archive.unpack(
            one.path, reading.scratch, reading.limits, name=entry, within=spent, depth=2
        )
        stem = one.name[: -len(archive.ZIP)]
        found += [Member(f"{stem}/{member.name}", member.path) for member in inner]
        one.path.unlink()
    return found


def _is_plain_archive(name: str, path: Path) -> bool:
    suffix = PurePosixPath(name.lower()).suffix
    if suffix != ".zip":
        return False
    with path.open("rb") as stream:
        head = stream.read(4)
    if head not in {_ZIP, _EMPTY_ZIP}:
        raise UploadRefused(
            finding="content_differs", where=name, expected="zip", looks="unknown_content"
        )
    return True


def grouped(members: Iterable[Member], *, archived: bool) -> list[Dataset]:
    """Return the datasets among files: each main file with those of its folder and stem.

    A dataset with a table of Shapefile or MapInfo suffix but without its main file is returned as
    well, for its format to say what is missing.
    """
    groups: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        groups.setdefault(_group(member), []).append(member)
    made = [_dataset(files, archived=archived) for files in groups.values()]
    return [one for one in made if one is not None]


def _without_notes(found: list[Dataset], reading: Reading, name: str) -> list[Dataset]:
    """Leave out tables beside real datasets, and texts beside both: notes, metadata, lists."""
    data = min(
        ([one for one in found if _rank(one) == rank] for rank in range(3)),
        key=lambda some: not some,
    )
    notes = [archive.printable(one.name) for one in found if one not in data]
    if notes:
        reading.findings.info("archive_notes", Where(file=name), notes=", ".join(notes))
    return data


def _rank(one: Dataset) -> int:
    """Return how much a file is likely to be what an archive was sent for, 0 most."""
    return 2 if one.suffix in _WORDS else 1 if one.suffix in _TABLES else 0


def _group(member: Member) -> tuple[str, str]:
    if member.path.parent.name.endswith(GEODATABASE):
        return str(member.path.parent), GEODATABASE
    inside = PurePosixPath(member.name)
    return str(inside.parent), inside.stem.lower()


def _dataset(files: list[Member], *, archived: bool) -> Dataset | None:
    if _group(files[0])[1] == GEODATABASE:
        parts = {GEODATABASE: files[0].path.parent}
        inside = PurePosixPath(files[0].name)
        folder = inside.parent if inside.parent.name else inside
        return Dataset(name=str(folder), suffix=GEODATABASE, parts=parts, archived=archived)
    parts = {PurePosixPath(one.name.lower()).suffix: one.path for one in files}
    for suffix in _main_suffixes():
        if suffix in parts:
            name = next(one.name for one in files if one.name.lower().endswith(suffix))
            return Dataset(name=name, suffix=suffix, parts=parts, archived=archived)
    orphan = next((suffix for suffix in (".shx", ".dbf") if suffix in parts), None)
    if orphan is None:
        return None
    return Dataset(name=files[0].name, suffix=orphan, parts=parts, archived=archived)


def _main_suffixes() -> list[str]:
    """Return main suffixes, those with sidecars first (a ``.csv`` may lie beside a ``.tab``)."""
    together = (".shp", ".tab", ".mif", GEODATABASE)
    return [*together, *sorted(formats.main_suffixes() - set(together))]


def format_of(dataset: Dataset) -> UploadFormat:
    """Return the one format whose suffix and content a dataset has.

    Raises
    ------
    UploadRefused
        When there is none or more than one.
    """
    every = formats.every().values()
    by_name = [one for one in every if dataset.suffix in one.suffixes]
    if not by_name:
        missing = (
            "shapefile_without_shp" if dataset.suffix in {".shx", ".dbf"} else "format_unknown"
        )
        raise UploadRefused(finding=missing, where=dataset.name, known=_known())
    head = _head(dataset.main)
    claiming = [one for one in by_name if one.claims(head, dataset)]
    if len(claiming) != 1:
        looks = next((one.id for one in every if one.claims(head, _under(one, dataset))), "")
        raise UploadRefused(
            finding="content_differs",
            where=dataset.name,
            expected=[one.id for one in by_name],
            looks=looks or "unknown_content",
        )
    return claiming[0]


def _under(one: UploadFormat, dataset: Dataset) -> Dataset:
    """Return the dataset as if it had the name that a format wants."""
    suffix = one.suffixes[0]
    return replace(dataset, suffix=suffix, parts={suffix: dataset.main})


def _head(path: Path) -> bytes:
    if path.is_dir():
        return b""
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _one_format(
    found: list[tuple[Dataset, UploadFormat]], name: str
) -> list[tuple[Dataset, UploadFormat]]:
    ids = sorted({one.id for _, one in found})
    if len(ids) > 1:
        raise UploadRefused(finding="several_formats", where=name, formats=ids)
    return found


def _known() -> str:
    return ", ".join(formats.sendable_suffixes())

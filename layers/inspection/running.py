"""The parent's side of an inspection: files into the confined process, its findings out of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

import orjson

from layers import sandbox
from layers.errors import FileNotReadable
from layers.formats.base import Asked
from layers.inspection import reference
from layers.inspection.findings import Finding, Findings, Where
from layers.inspection.report import InspectionReport, LayerReport
from layers.sandbox.levels import Space
from layers.sandbox.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geopandas import GeoDataFrame

    from layers.sandbox import Outcome

REPORT: Final = "report.json"
_TASK: Final = "layers.inspection.work:inspect"
_CHUNK: Final = 2**20
_TOGETHER: Final = {
    ".shp": (".shp", ".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".tab", ".dat", ".map", ".id", ".ind"),
    ".mif": (".mif", ".mid"),
}
"""Files that are sent together when one is named on this machine."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file to inspect: where it lies, and what its sender calls it and says of it."""

    path: Path
    name: str = ""
    asked: Asked = field(default_factory=Asked)
    with_companions: bool = False
    """Whether files of the same stem beside it belong to it (on the user's own machine)."""


def inspect(
    upload: Upload,
    folder: Path,
    *,
    limits: Limits | None = None,
    references: Mapping[str, GeoDataFrame] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    level: str | None = None,
) -> InspectionReport:
    """Inspect one upload and leave the result in a folder.

    Parameters
    ----------
    upload
        What to inspect.
    folder
        An empty folder for the report, the features and the tables of rejected rows.
    limits
        What is allowed; without it the defaults.
    references
        Published layers by name to compare positions with, besides the counties.
    cancelled
        Asked several times a second; when it says yes the inspection ends with a finding.
    level
        The level of confinement; without it the strongest that works here.

    Raises
    ------
    FileNotReadable
        When the file is missing.
    SandboxUnavailable
        When no confined process can be started.
    """
    [report] = inspect_all(
        [(upload, folder)],
        limits=limits,
        references=references,
        cancelled=cancelled,
        level=level,
    )
    return report


def inspect_all(
    uploads: Sequence[tuple[Upload, Path]],
    *,
    limits: Limits | None = None,
    references: Mapping[str, GeoDataFrame] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    level: str | None = None,
) -> list[InspectionReport]:
    """Inspect several uploads in one confined process, each in a worker of its own.

    The parameters are those of :func:`inspect`, with a folder for each upload.
    """
    bounds = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="jintu-upload-") as root:
        space = Space(Path(root))
        space.make()
        reference.write(space.inbox, references)
        received = [_receive(upload, space.inbox, bounds) for upload, _ in uploads]
        used = level or sandbox.level()
        opened = [one for one in received if not one.too_large]
        tasks = [one.task(bounds) for one in opened]
        outcomes = sandbox.run(tasks, space, level=used, cancelled=cancelled) if tasks else []
        reports = []
        for one, (_, folder) in zip(received, uploads, strict=True):
            place = None if one.too_large else opened.index(one)
            outcome = _too_large(bounds) if place is None else outcomes[place]
            reports.append(_report(one, outcome, used))
            _take(space.outbox / str(place), folder, reports[-1])
        return reports


def _too_large(limits: Limits) -> Outcome:
    """Return how an upload ends that is not opened at all."""
    facts = {"limit": "upload_bytes", "allowed": limits.upload_bytes}
    return sandbox.Outcome(kind="limit", code="limit_exceeded", facts=facts)


def read_report(folder: Path) -> InspectionReport:
    """Return the report that an inspection left in a folder."""
    return InspectionReport.of_stored(orjson.loads((folder / REPORT).read_bytes()))


@dataclass(frozen=True, kw_only=True)
class _Received:
    name: str
    files: list[tuple[str, str]]
    asked: Asked
    sha256: str
    size: int
    too_large: bool = False

    def task(self, limits: Limits) -> sandbox.Task:
        told = {"files": self.files, "asked": asdict(self.asked), "limits": limits.plain()}
        return sandbox.Task(function=_TASK, argument=told, limits=limits)


def _receive(upload: Upload, inbox: Path, limits: Limits) -> _Received:
    """Copy an upload under a name of ours, and count and fingerprint it on the way."""
    if not upload.path.is_file():
        raise FileNotReadable(where=str(upload.path), reason="missing")
    name = PurePath((upload.name or upload.path.name).replace("\\", "/")).name
    stem, digest, total = uuid.uuid4().hex, hashlib.sha256(), 0
    files: list[tuple[str, str]] = []
    for path in _sent(upload):
        suffix = path.suffix.lower() if upload.with_companions else PurePath(name).suffix.lower()
        stored = stem + (suffix if suffix.isascii() and suffix[1:].isalnum() else "")
        shown = name if path == upload.path else path.name
        total += _copy(path, inbox / stored, digest, limits.upload_bytes + 1 - total)
        files.append((shown, stored))
    return _Received(
        name=name,
        files=files,
        asked=upload.asked,
        sha256=digest.hexdigest(),
        size=total,
        too_large=total > limits.upload_bytes,
    )


def _sent(upload: Upload) -> list[Path]:
    return files_of(upload.path) if upload.with_companions else [upload.path]


def files_of(path: Path) -> list[Path]:
    """Return a file of this machine with those beside it that belong to it, itself first."""
    together = _TOGETHER.get(path.suffix.lower(), ())
    beside = [
        one
        for one in sorted(path.parent.glob("*"))
        if one.stem == path.stem and one.suffix.lower() in together
    ]
    return [path, *(one for one in beside if one != path and one.is_file())]


def _copy(source: Path, target: Path, digest: Any, most: int) -> int:  # noqa: ANN401 - a hash
    """Copy at most so many bytes; one more than is allowed tells that there are more."""
    copied = 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while copied < most and (chunk := reader.read(min(_CHUNK, most - copied))):
            digest.update(chunk)
            writer.write(chunk)
            copied += len(chunk)
    return copied


def _report(received: _Received, outcome: Outcome, level: str) -> InspectionReport:
    layers: list[LayerReport] = []
    format_id: str | None = None
    if outcome.kind == "done":
        findings = [Finding.of(plain) for plain in outcome.value["findings"]]
        layers = [LayerReport(**plain) for plain in outcome.value["layers"]]
        format_id = outcome.value["format"]
    else:
        findings = [_failure(outcome, received.name)]
    stops = [one for one in findings if one.level == "error" and not _is_of_a_row(one)]
    valid = any(layer.stored and layer.valid_count for layer in layers)
    rejected = sum(layer.rejected_count for layer in layers)
    usable = valid and not stops
    return InspectionReport(
        file=received.name,
        sha256=received.sha256,
        size_bytes=received.size,
        format=format_id,
        accepted=usable and (received.asked.valid_only or not rejected),
        accepted_if_valid_only=usable,
        layers=layers,
        findings=findings,
        sandbox=level,
    )


def _is_of_a_row(finding: Finding) -> bool:
    """Tell whether an error concerns one row, which can be left out."""
    return finding.where.row is not None or finding.code == "more_of_a_kind"


def _failure(outcome: Outcome, name: str) -> Finding:
    codes = {"crashed": "reader_crashed", "limit": "limit_exceeded", "cancelled": "cancelled"}
    findings = Findings(name)
    findings.error(codes.get(outcome.kind, "damaged"), Where(field=outcome.where), **outcome.facts)
    return findings.all()[0]


def _take(outbox: Path, folder: Path, report: InspectionReport) -> None:
    """Move what the worker left; only plain files, under the names they must have."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, _ in enumerate(report.layers):
        for name in (f"layer-{number}.parquet", f"layer-{number}-rejected.csv"):
            source = outbox / name
            if _is_plain(source):
                shutil.copyfile(source, folder / name, follow_symlinks=False)
    (folder / REPORT).write_bytes(orjson.dumps(report.stored()))


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False

"""``jintu upload``: inspect a file of the user, and publish it when it is accepted."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from api.upload_settings import upload_place
from geo.errors import BadParameter, JintuError
from layers import inspection, uploads
from layers.accounts import OPERATOR
from layers.errors import FileNotReadable
from layers.uploads import Description, Publication, inspecting, sending

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from api.upload_settings import UploadPlace
    from layers.db import Database
    from layers.inspection import InspectionReport

REFUSED = 2
_SHOWN_COORDINATE = 6

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Quality = Literal["official", "derived", "illustrative"]
Mode = Literal["replace", "append", "upsert"]
SwapAxes = Annotated[bool, typer.Option("--swap-axes", help=say("cli.upload.swap_axes"))]


def upload(
    file: Annotated[Path, typer.Argument(help=say("cli.upload.file"))],
    layer: Annotated[str | None, typer.Option(help=say("cli.upload.layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.upload.crs"))] = None,
    datum: Annotated[Datum | None, typer.Option(help=say("cli.upload.datum"))] = None,
    encoding: Annotated[str | None, typer.Option(help=say("cli.upload.encoding"))] = None,
    sheet: Annotated[str | None, typer.Option(help=say("cli.upload.sheet"))] = None,
    source_layer: Annotated[str | None, typer.Option(help=say("cli.upload.source_layer"))] = None,
    header: Annotated[int | None, typer.Option(min=1, help=say("cli.upload.header"))] = None,
    separator: Annotated[str | None, typer.Option(help=say("cli.upload.separator"))] = None,
    columns: Annotated[str | None, typer.Option(help=say("cli.upload.columns"))] = None,
    region: Annotated[str | None, typer.Option(help=say("cli.upload.region"))] = None,
    title_zh: Annotated[str | None, typer.Option(help=say("cli.upload.title_zh"))] = None,
    title_en: Annotated[str | None, typer.Option(help=say("cli.upload.title_en"))] = None,
    source: Annotated[str | None, typer.Option(help=say("cli.upload.source"))] = None,
    source_date: Annotated[str | None, typer.Option(help=say("cli.upload.source_date"))] = None,
    licence: Annotated[str | None, typer.Option(help=say("cli.upload.licence"))] = None,
    role: Annotated[str | None, typer.Option(help=say("cli.upload.role"))] = None,
    quality: Annotated[Quality | None, typer.Option(help=say("cli.upload.quality"))] = None,
    review_number: Annotated[str | None, typer.Option(help=say("cli.upload.review_number"))] = None,
    review_basis: Annotated[str | None, typer.Option(help=say("cli.upload.review_basis"))] = None,
    key: Annotated[str | None, typer.Option(help=say("cli.upload.key"))] = None,
    mode: Annotated[Mode, typer.Option(help=say("cli.upload.mode"))] = "replace",
    rejected: Annotated[Path | None, typer.Option(help=say("cli.upload.rejected"))] = None,
    data_dir: DataDir = None,
    *,
    public: Annotated[bool, typer.Option("--public", help=say("cli.upload.public"))] = False,
    swap_axes: SwapAxes = False,
    valid_only: Annotated[
        bool, typer.Option("--valid-only", help=say("cli.upload.valid_only"))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("cli.upload.dry_run"))] = False,
    publish: Annotated[bool, typer.Option("--publish", help=say("cli.upload.publish"))] = False,
    as_json: AsJson = False,
) -> None:
    """Inspect a file; nothing is written unless publishing is asked for."""
    asked = inspection.Asked(
        crs=crs, datum=datum, encoding=encoding, sheet=sheet, layer=source_layer, header=header,
        separator=separator, columns=_named(columns), region=region, swap_axes=swap_axes,
        valid_only=valid_only,
    )  # fmt: skip
    description = Description(
        title_zh=title_zh, title_en=title_en, source=source, source_date=source_date,
        licence=licence, role=role, quality=quality, review_number=review_number,
        review_basis=review_basis, visibility="public" if public else None,
    )  # fmt: skip
    wanted = Publication(mode=mode, key=key, accept_valid=valid_only, description=description)
    task = _Task(file, layer, asked, wanted, data_dir, rejected, as_json)
    if not _carried_out(task, publish=publish and not dry_run):
        raise typer.Exit(REFUSED)


def _named(columns: str | None) -> dict[str, str]:
    """Return the columns of a position by their role, from ``lon=NAME,lat=NAME`` or ``wkt=NAME``.

    Raises
    ------
    BadParameter
        When it is neither.
    """
    if columns is None:
        return {}
    found = dict(part.strip().split("=", 1) for part in columns.split(",") if "=" in part)
    if set(found) not in ({"lon", "lat"}, {"wkt"}):
        raise BadParameter(where="columns", value=columns, allowed="lon=…,lat=… / wkt=…")
    return found


@dataclass(frozen=True)
class _Task:
    """What the command line says."""

    file: Path
    layer: str | None
    asked: inspection.Asked
    wanted: Publication
    data_dir: Path | None
    rejected: Path | None
    as_json: bool


def _carried_out(task: _Task, *, publish: bool) -> bool:
    """Inspect or publish a file; return whether it is accepted.

    Raises
    ------
    FileNotReadable
        When it is not there or may not be read.
    """
    if not task.file.exists():
        raise FileNotReadable(where=str(task.file), reason="missing")
    try:
        return _published(task) if publish else _inspected(task)
    except PermissionError as error:
        raise FileNotReadable(where=error.filename or str(task.file)) from error


def _inspected(task: _Task) -> bool:
    """Inspect a file and tell; nothing stays."""
    limits = upload_place(store.settings_for(task.data_dir)).limits
    with tempfile.TemporaryDirectory(prefix="jintu-inspection-") as folder:
        found, file = Path(folder) / "found", task.file
        whole = sending.in_one_file(file, Path(folder)) if file.is_dir() else file
        upload = inspection.Upload(path=whole, asked=task.asked, with_companions=True)
        others = _references(task.data_dir, task.layer or "")
        report = inspection.inspect(upload, found, limits=limits, references=others)
        _tell(report, as_json=task.as_json)
        _save_rejected(found, task.rejected)
        return report.accepted


def _references(data_dir: Path | None, layer: str) -> dict[str, GeoDataFrame]:
    """Return the published layers to compare with, if the database happens to run."""
    try:
        with store.running_store(data_dir) as database:
            if database is None:
                return {}
            with database.begin() as connection:
                return inspecting.references(connection, layer)
    except JintuError:
        # A database that is not there, or not migrated, is no reason against an inspection.
        return {}


def _published(task: _Task) -> bool:
    """Publish a file on the way that sent ones go."""
    if task.layer is None:
        raise BadParameter(where="layer", value="", allowed="--layer ID")
    place = upload_place(store.settings_for(task.data_dir))
    said = {name: value for name, value in vars(task.asked).items() if value}
    said.pop("valid_only", None)
    with (
        tempfile.TemporaryDirectory(prefix="jintu-sending-") as folder,
        store.store(task.data_dir) as database,
    ):
        uploads.sweep(database, place.folder, place.quotas)
        whole = sending.in_one_file(task.file, Path(folder))
        with sending.sent(
            database, place.folder, place.quotas, whole,
            layer=task.layer, asked=said, author=OPERATOR,
        ) as upload_id:  # fmt: skip
            report = _report(database, place, upload_id, accept_valid=task.wanted.accept_valid)
            _save_rejected(_found(database, place, upload_id), task.rejected)
            answer = None
            if report.accepted:
                answer = _publish(database, place, upload_id, task.wanted)
    _tell(report, as_json=task.as_json, published=answer)
    return report.accepted


def _report(
    database: Database, place: UploadPlace, upload_id: str, *, accept_valid: bool
) -> InspectionReport:
    uploads.inspect(database, place.folder, upload_id, limits=place.limits)
    with database.begin() as connection:
        report = uploads.report_of(uploads.find(connection, upload_id))
    return replace(report, accepted=report.accepted_if_valid_only) if accept_valid else report


def _found(database: Database, place: UploadPlace, upload_id: str) -> Path:
    with database.begin() as connection:
        row = uploads.find(connection, upload_id)
    return place.folder.inspection(upload_id, row.inspection)


def _publish(
    database: Database, place: UploadPlace, upload_id: str, wanted: Publication
) -> dict[str, Any]:
    """Publish an inspected upload over the version that the inspection saw."""
    with database.begin() as connection:
        seen = uploads.find(connection, upload_id).base_version_id
    publication = replace(wanted, base_version_id=seen)
    return uploads.publish(database, place.folder, upload_id, publication, author=OPERATOR)


def _tell(
    report: InspectionReport, *, as_json: bool, published: dict[str, Any] | None = None
) -> None:
    language = options.language()
    if as_json:
        more = {} if published is None else {"published": published}
        options.emit(report.brief(language) | more)
        return
    verdict = say("cli.upload.accepted" if report.accepted else "cli.upload.refused")
    kind = say(f"format.{report.format}") if report.format else "-"
    options.tell(
        say("cli.upload.head", file=report.file, verdict=verdict, format=kind,
            sandbox=report.sandbox)
    )  # fmt: skip
    for layer in report.layers:
        known = {name: "-" if value is None else value for name, value in vars(layer).items()}
        options.tell(say("cli.upload.layer_line", **known))
    for finding in report.to_json(language, command_line=True)["findings"]:
        options.tell(_line(finding))
        options.tell(f"    → {finding['repair']}")
    rows = sum(layer.rejected_count for layer in report.layers)
    if rows and report.accepted_if_valid_only and not report.accepted:
        options.tell(say("cli.upload.valid_only_hint", count=rows))
    if published is not None:
        number = published["version"]["number"]
        options.tell(say("cli.upload.published", layer=published["layer"], number=number))


def _line(finding: dict[str, object]) -> str:
    level = say(f"cli.upload.level.{finding['level']}")
    place = finding["where"]
    parts: list[str] = []
    if isinstance(place, dict):
        parts += [str(place["layer"])] if "layer" in place else []
        parts += [say("cli.upload.row", row=place["row"])] if "row" in place else []
        parts += [str(place["field"])] if "field" in place else []
        position = place.get("lonlat") or place.get("coordinate")
        if position:
            parts.append(", ".join(f"{value:.{_SHOWN_COORDINATE}g}" for value in position))
    return f"{level} · {' · '.join(parts)}{': ' if parts else ''}{finding['message']}"


def _save_rejected(found: Path, target: Path | None) -> None:
    """Write the rejected rows of the first layer that has some."""
    tables = sorted(found.glob("layer-*-rejected.csv"))
    if target is not None and tables:
        shutil.copyfile(tables[0], target)

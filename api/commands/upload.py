"""``jintu upload``: inspect a file of the user, and publish it when it is accepted."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers import inspection, loading
from layers.inspection.publishing import Description, publishable

if TYPE_CHECKING:
    from layers.inspection import InspectionReport

REFUSED = 2
OPERATOR = "operator"
_SHOWN_COORDINATE = 6

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Quality = Literal["official", "derived", "illustrative"]


def upload(
    file: Annotated[Path, typer.Argument(help=say("cli.upload.file"))],
    layer: Annotated[str | None, typer.Option(help=say("cli.upload.layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.upload.crs"))] = None,
    datum: Annotated[Datum | None, typer.Option(help=say("cli.upload.datum"))] = None,
    encoding: Annotated[str | None, typer.Option(help=say("cli.upload.encoding"))] = None,
    sheet: Annotated[str | None, typer.Option(help=say("cli.upload.sheet"))] = None,
    source_layer: Annotated[str | None, typer.Option(help=say("cli.upload.source_layer"))] = None,
    header: Annotated[int | None, typer.Option(min=1, help=say("cli.upload.header"))] = None,
    region: Annotated[str | None, typer.Option(help=say("cli.upload.region"))] = None,
    title_zh: Annotated[str, typer.Option(help=say("cli.upload.title_zh"))] = "",
    title_en: Annotated[str, typer.Option(help=say("cli.upload.title_en"))] = "",
    source: Annotated[str, typer.Option(help=say("cli.upload.source"))] = "",
    source_date: Annotated[str, typer.Option(help=say("cli.upload.source_date"))] = "",
    licence: Annotated[str, typer.Option(help=say("cli.upload.licence"))] = "",
    role: Annotated[str, typer.Option(help=say("cli.upload.role"))] = "",
    key: Annotated[str | None, typer.Option(help=say("cli.upload.key"))] = None,
    quality: Annotated[Quality | None, typer.Option(help=say("cli.upload.quality"))] = None,
    rejected: Annotated[Path | None, typer.Option(help=say("cli.upload.rejected"))] = None,
    data_dir: DataDir = None,
    *,
    swap_axes: Annotated[
        bool, typer.Option("--swap-axes", help=say("cli.upload.swap_axes"))
    ] = False,
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
        region=region, swap_axes=swap_axes, valid_only=valid_only,
    )  # fmt: skip
    about = Description(
        layer=layer or "", title_zh=title_zh, title_en=title_en, source=source,
        source_date=source_date, licence=licence, role=role, quality=quality, key=key,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="jintu-inspection-") as folder:
        report = _inspected(file, asked, Path(folder))
        _tell(report, as_json=as_json)
        if rejected is not None:
            _save_rejected(Path(folder), rejected)
        if report.accepted and publish and not dry_run:
            _publish(Path(folder), about, data_dir, as_json=as_json)
    if not report.accepted:
        raise typer.Exit(REFUSED)


def _inspected(file: Path, asked: inspection.Asked, folder: Path) -> InspectionReport:
    upload = inspection.Upload(path=file, asked=asked, with_companions=True)
    return inspection.inspect(upload, folder)


def _tell(report: InspectionReport, *, as_json: bool) -> None:
    language = options.language()
    if as_json:
        options.emit(report.brief(language))
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
    for finding in report.to_json(language)["findings"]:
        options.tell(_line(finding))
        options.tell(f"    → {finding['repair']}")
    rows = sum(layer.rejected_count for layer in report.layers)
    if rows and report.accepted_if_valid_only and not report.accepted:
        options.tell(say("cli.upload.valid_only_hint", count=rows))


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


def _save_rejected(folder: Path, target: Path) -> None:
    """Write the rejected rows of the first layer that has some."""
    tables = sorted(folder.glob("layer-*-rejected.csv"))
    if tables:
        shutil.copyfile(tables[0], target)


def _publish(folder: Path, about: Description, data_dir: Path | None, *, as_json: bool) -> None:
    content = publishable(folder, about)
    with store.store(data_dir) as database:
        [loaded] = loading.load(database, [content], created_by=OPERATOR)
    if not as_json:
        key = "published" if loaded.outcome == "loaded" else "unchanged"
        options.tell(say(f"cli.upload.{key}", layer=loaded.layer_id, number=loaded.number))

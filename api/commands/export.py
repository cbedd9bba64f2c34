"""``jintu export``: maps and files of what the store holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands import export_sheet, options, store
from api.commands.options import AsJson, DataDir, say
from api.settings import PROJECT
from layers import export, journal, plans, runs, texts
from layers.accounts import OPERATOR
from layers.export import folium_map, positions, stored
from layers.export.base import Encoding, Format, Wishes
from layers.export.stored import Asked
from layers.types import Finding

app = typer.Typer(no_args_is_help=True, help=say("cli.export"))
app.command("sheet", help=say("cli.export.sheet"))(export_sheet.sheet)
app.command("atlas", help=say("cli.export.atlas"))(export_sheet.atlas)


@app.command(help=say("cli.export.folium"))
def folium(
    run: Annotated[str, typer.Option(help=say("cli.export.run"))],
    out: Annotated[Path, typer.Option(help=say("cli.export.out"))],
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write a run as one HTML file that needs no network."""
    with store.store(data_dir) as database:
        with database.begin() as connection:
            asked = runs.get(connection, run, internal=True)["params"]
        folium_map.write_run(
            database,
            run,
            out,
            target_km=_limit_km(asked),
            language=options.language(),
            internal=True,
        )
    if as_json:
        options.emit({"out": str(out), "bytes": out.stat().st_size})
    else:
        options.tell(say("cli.export.written", out=out))


Id = Annotated[str, typer.Argument(help=say("cli.export.data.id"))]
Out = Annotated[Path, typer.Option(help=say("cli.export.out"))]
FormatName = Annotated[str | None, typer.Option("--format", help=say("cli.export.data.format"))]
CrsName = Annotated[str | None, typer.Option(help=say("cli.export.data.crs"))]
EncodingName = Annotated[Encoding, typer.Option(help=say("cli.export.data.encoding"))]


@app.command(help=say("cli.export.data.layer"))
def layer(
    id_: Id,
    out: Out,
    version: Annotated[int | None, typer.Option(help=say("cli.export.data.version"))] = None,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write a layer, in the version that readers see or another, to a file."""
    asked = Asked(kind="layer", id=id_, version=version)
    _write(asked, out, _format(format_, out), _wishes(crs, encoding), data_dir, as_json=as_json)


@app.command("run", help=say("cli.export.data.run_data"))
def run_result(
    id_: Id,
    out: Out,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write the result of a run to a file."""
    asked = Asked(kind="run", id=id_)
    _write(asked, out, _format(format_, out), _wishes(crs, encoding), data_dir, as_json=as_json)


@app.command("evaluation", help=say("cli.export.data.evaluation"))
def evaluation_result(
    id_: Id,
    out: Out,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write the result of an evaluation to a file."""
    asked = Asked(kind="evaluation", id=id_)
    _write(asked, out, _format(format_, out), _wishes(crs, encoding), data_dir, as_json=as_json)


def _format(name: str | None, out: Path) -> Format:
    return export.for_path(out) if name is None else export.named(name)


def _wishes(crs: str | None, encoding: Encoding) -> Wishes:
    placement = positions.placement(crs, where="--crs")
    return Wishes(placement=placement, encoding=encoding, language=options.language())


def _write(
    asked: Asked,
    out: Path,
    wanted: Format,
    wishes: Wishes,
    data_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    wanted.check(wishes)
    with store.store(data_dir) as database:
        target_km = None
        if asked.kind == "run":
            with database.begin() as connection:
                target_km = _limit_km(runs.get(connection, asked.id, internal=True)["params"])
        content = stored.content(database, asked, internal=True, target_km=target_km)
        findings = wanted.save(content, out, wishes)
        with database.begin() as connection:
            journal.append(
                connection,
                actor=OPERATOR,
                action="export",
                object=f"{asked.kind}:{asked.id}",
                details={"file": content.name, "format": wanted.id, "crs": wishes.placement.id},
            )
    told = [_told(one, wishes) for one in findings]
    if as_json:
        found = {"out": str(out), "bytes": out.stat().st_size, "features": content.count}
        options.emit(found | {"findings": told})
        return
    options.tell(say("cli.export.written", out=out))
    for line in told:
        sys.stderr.write(line + "\n")


def _told(finding: Finding, wishes: Wishes) -> str:
    return texts.text(f"export.finding.{finding.code}", wishes.language, **finding.facts)


def _limit_km(asked: dict[str, Any]) -> float | None:
    """Return the charging distance that the plan of a run's region and year sets for places."""
    if asked.get("year") is None or asked.get("region") is None:
        return None
    registry = plans.load(PROJECT / "data" / "plans")
    found = [
        target.value
        for target in registry.targets(region=asked["region"], year=asked["year"])
        if target.indicator == "charging-distance"
        and target.scope.zone is None
        and target.scope.place is None
    ]
    return min(found, default=None)

"""``jintu export``: maps and files of what the store holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands import export_sheet, options, store
from api.commands.options import AsJson, DataDir, say
from layers import export, plans, runs, texts
from layers.accounts import OPERATOR, absent
from layers.export import folium_map, positions, work
from layers.export.base import Encoding, Shape, Wishes
from layers.export.order import Order, Part
from layers.export.work import PLANS
from layers.plans.charging_limit import limit_km
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
            target_km=limit_km(plans.load(PLANS), asked),
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
ShapeName = Annotated[Shape, typer.Option(help=say("cli.export.data.shape"))]


@app.command(help=say("cli.export.data.layer"))
def layer(
    id_: Id,
    out: Out,
    version: Annotated[int | None, typer.Option(help=say("cli.export.data.version"))] = None,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    shape: ShapeName = "auto",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write a layer, in the version that readers see or another, to a file."""
    order = Order(layer=id_, version=version, **_manner(out, format_, crs, encoding, shape))
    _write(order, out, data_dir, as_json=as_json)


@app.command("run", help=say("cli.export.data.run_data"))
def run_result(
    id_: Id,
    out: Out,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    shape: ShapeName = "auto",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write the result of a run to a file."""
    order = Order(run=id_, **_manner(out, format_, crs, encoding, shape))
    _write(order, out, data_dir, as_json=as_json)


@app.command("evaluation", help=say("cli.export.data.evaluation"))
def evaluation_result(
    id_: Id,
    out: Out,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    shape: ShapeName = "auto",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write the result of an evaluation to a file."""
    order = Order(evaluation=id_, **_manner(out, format_, crs, encoding, shape))
    _write(order, out, data_dir, as_json=as_json)


@app.command("scenario", help=say("cli.export.data.scenario"))
def scenario_result(
    id_: Id,
    out: Out,
    part: Annotated[Part | None, typer.Option(help=say("cli.export.data.part"))] = None,
    format_: FormatName = None,
    crs: CrsName = None,
    encoding: EncodingName = "UTF-8",
    shape: ShapeName = "auto",
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write a scenario to a file: its places, stations, targets or figures; a workbook has all."""
    order = Order(scenario=id_, part=part, **_manner(out, format_, crs, encoding, shape))
    _write(order, out, data_dir, as_json=as_json)


def _manner(
    out: Path, format_: str | None, crs: str | None, encoding: Encoding, shape: Shape
) -> dict[str, Any]:
    """Return how the file is wanted; the system is looked up here to name the option."""
    wanted = export.for_path(out) if format_ is None else export.named(format_)
    return {
        "format": wanted.id,
        "crs": positions.placement(crs, where="--crs").id,
        "encoding": encoding,
        "shape": shape,
        "language": options.language(),
    }


def _write(order: Order, out: Path, data_dir: Path | None, *, as_json: bool) -> None:
    order.check()
    with store.store(data_dir) as database:
        content = work.content(database, plans.load(PLANS), order, absent.operator())
        findings = order.writer.save(content, out, order.wishes)
        work.note(database, order, content, OPERATOR)
    told = [_told(one, order.wishes) for one in findings]
    if as_json:
        found = {"out": str(out), "bytes": out.stat().st_size, "features": content.count}
        options.emit(found | {"findings": told})
        return
    options.tell(say("cli.export.written", out=out))
    for line in told:
        sys.stderr.write(line + "\n")


def _told(finding: Finding, wishes: Wishes) -> str:
    return texts.text(f"export.finding.{finding.code}", wishes.language, **finding.facts)

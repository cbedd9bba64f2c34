"""``jintu analyse``: analyses on files, without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.commands import options
from api.commands.options import AsJson, DataDir, say
from geo import analyses
from geo.errors import BadParameter
from layers import export, files
from layers.files import Datum

Mode = Literal["straight", "network"]

app = typer.Typer(no_args_is_help=True, help=say("cli.analyse"))


@app.command("charging-distance", help=say("cli.analyse.charging_distance"))
def charging_distance(
    origins: Annotated[Path, typer.Option(help=say("cli.analyse.origins"))],
    stations: Annotated[Path, typer.Option(help=say("cli.analyse.stations"))],
    out: Annotated[Path, typer.Option(help=say("cli.analyse.out"))],
    year: Annotated[int | None, typer.Option(help=say("cli.analyse.year"))] = None,
    thresholds_km: Annotated[str | None, typer.Option(help=say("cli.analyse.thresholds"))] = None,
    region: Annotated[str | None, typer.Option(help=say("cli.analyse.region"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.analyse.crs"))] = None,
    datum: Annotated[Datum | None, typer.Option(help=say("cli.analyse.datum"))] = None,
    mode: Annotated[Mode, typer.Option(help=say("cli.analyse.mode"))] = "straight",
    roads: Annotated[Path | None, typer.Option(help=say("cli.analyse.roads"))] = None,
    data_dir: DataDir = None,  # noqa: ARG001 - every command takes it
    *,
    as_json: AsJson = False,
) -> None:
    """Distance from each origin to its nearest station, written as a table or layer."""
    writer = export.for_path(out)
    sources = {"origins": origins, "stations": stations} | _roads(mode, roads)
    analysis = analyses.get("network-distance" if mode == "network" else "charging-distance")
    given = {"year": year, "region": region, "thresholds_km": _numbers(thresholds_km)}
    params = analysis.parse({name: value for name, value in given.items() if value is not None})
    frames = {
        role.id: files.named(
            files.read(sources[role.id], crs=crs, datum=datum),
            [column.name for column in role.contract.columns],
        )
        for role in analysis.inputs
    }
    _warn_of_assumed_datum(sources.values(), datum)
    result = analysis.run(frames, params)
    writer.write(result.features, out)
    if as_json:
        options.emit({"out": str(out), "summary": result.summary})
    else:
        options.tell(say("cli.analyse.written", out=out, count=result.summary["count"]))


def _roads(mode: Mode, roads: Path | None) -> dict[str, Path]:
    """Return the roads as an input; distance along roads needs them, straight lines do not."""
    if mode == "straight":
        return {}
    if roads is None:
        raise BadParameter(where="--roads", value=None, allowed="FILE")
    return {"roads": roads}


def _numbers(thresholds_km: str | None) -> list[float] | None:
    if thresholds_km is None:
        return None
    return files.numbers(thresholds_km, where="--thresholds-km")


def _warn_of_assumed_datum(paths: Iterable[Path], datum: Datum | None) -> None:
    """Say that a table of bare longitudes and latitudes was taken for WGS 84."""
    for path in paths:
        if datum is None and path.suffix.lower() in files.TABLES:
            sys.stderr.write(say("cli.analyse.assumed", file=path) + "\n")

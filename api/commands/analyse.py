"""``jintu analyse``: analyses on files, without a database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from geopandas import GeoDataFrame

from api.commands import analysed, options
from api.commands.analyse_route import route_spacing
from api.commands.options import AsJson, DataDir, say
from geo import analyses
from geo.analyses.base import Analysis, AnalysisResult
from geo.analyses.charging_distance import charging_distance as charged
from geo.errors import BadParameter
from layers import export, spread
from layers.files import Datum

Mode = Literal["straight", "network"]
Noding = Literal["shared", "crossings"]

app = typer.Typer(no_args_is_help=True, help=say("cli.analyse"))
app.command("route-spacing", help=say("cli.analyse.route_spacing"))(route_spacing)


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
    max_snap_m: Annotated[float | None, typer.Option(help=say("cli.analyse.snap"))] = None,
    noding: Annotated[Noding | None, typer.Option(help=say("cli.analyse.noding"))] = None,
    dask: Annotated[str | None, typer.Option(help=say("cli.analyse.dask"))] = None,
    data_dir: DataDir = None,  # noqa: ARG001 - every command takes it
    *,
    as_json: AsJson = False,
) -> None:
    """Distance from each origin to its nearest station, written as a table or layer."""
    writer = export.for_path(out)
    sources = {"origins": origins, "stations": stations} | _roads(mode, roads)
    analysis = analyses.get("network-distance" if mode == "network" else "charging-distance")
    limits = analysed.numbers(thresholds_km, "--thresholds-km")
    given = {"year": year, "region": region, "thresholds_km": limits}
    joined = {"max_snap_m": max_snap_m, "noding": noding}
    params = analysis.parse(analysed.stated(given | _for_roads(mode, joined)))
    frames = analysed.frames(analysis, sources, crs, datum)
    result = _carried_out(analysis, frames, params, dask)
    writer.write(result.features, out)
    if as_json:
        options.emit({"out": str(out), "summary": result.summary})
        return
    options.tell(say("cli.analyse.written", out=out, count=result.summary["count"]))
    analysed.tell_reasons(result.summary)


def _carried_out(
    analysis: Analysis[Any], frames: dict[str, GeoDataFrame], params: object, dask: str | None
) -> AnalysisResult:
    """Run an analysis here, or its search for the nearest on a cluster."""
    if dask is None:
        return analysis.run(frames, params)
    if analysis.by_road is not None:
        raise BadParameter(where="--dask", value=dask, allowed="--mode straight")
    with spread.nearest_over(dask) as find:
        whole = replace(analysis, compute=lambda given, asked: charged(given, asked, find))
        return whole.run(frames, params)


def _roads(mode: Mode, roads: Path | None) -> dict[str, Path]:
    """Return the roads as an input; distance along roads needs them, straight lines do not."""
    if mode == "straight":
        return {}
    if roads is None:
        raise BadParameter(where="--roads", value=None, allowed="FILE")
    return {"roads": roads}


def _for_roads(mode: Mode, joined: dict[str, Any]) -> dict[str, Any]:
    """Return parameters of the roads, which straight lines do not have."""
    named = analysed.stated(joined)
    if mode == "straight" and named:
        option = "--" + next(iter(named)).replace("_", "-")
        raise BadParameter(where=option, value=next(iter(named.values())), allowed="--mode network")
    return named

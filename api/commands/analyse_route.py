"""``jintu analyse route-spacing``: the gaps between chargers along a route, from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands import analysed, options
from api.commands.options import AsJson, DataDir, say
from geo import analyses
from layers import columns, export
from layers.files import Datum

if TYPE_CHECKING:
    from collections.abc import Mapping


def route_spacing(
    route: Annotated[Path, typer.Option(help=say("cli.route.route"))],
    stations: Annotated[Path, typer.Option(help=say("cli.analyse.stations"))],
    out: Annotated[Path, typer.Option(help=say("cli.analyse.out"))],
    name: Annotated[str | None, typer.Option(help=say("cli.route.name"))] = None,
    lateral_offset_m: Annotated[float | None, typer.Option(help=say("cli.route.offset"))] = None,
    max_gap_m: Annotated[float | None, typer.Option(help=say("cli.route.bridge"))] = None,
    thresholds_km: Annotated[str | None, typer.Option(help=say("cli.analyse.thresholds"))] = None,
    year: Annotated[int | None, typer.Option(help=say("cli.analyse.year"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.analyse.crs"))] = None,
    datum: Annotated[Datum | None, typer.Option(help=say("cli.analyse.datum"))] = None,
    data_dir: DataDir = None,  # noqa: ARG001 - every command takes it
    *,
    as_json: AsJson = False,
) -> None:
    """Largest gap between chargers along a route, its two ends included."""
    writer = export.for_path(out)
    analysis = analyses.get("route-spacing")
    given = {
        "route_name": name,
        "lateral_offset_m": lateral_offset_m,
        "max_gap_m": max_gap_m,
        "thresholds_km": analysed.numbers(thresholds_km, "--thresholds-km"),
        "year": year,
    }
    params = analysis.parse(analysed.stated(given))
    sources = {"route": route, "stations": stations}
    frames = analysed.frames(analysis, sources, crs, datum)
    frames["route"] = columns.aliased(frames["route"], ["name_zh"])
    result = analysis.run(frames, params)
    writer.write(result.features, out)
    if as_json:
        options.emit({"out": str(out), "summary": result.summary})
        return
    for each in result.summary["routes"]:
        _tell(each, result.summary["lateral_offset_m"])
    options.tell(say("cli.route.written", out=out, count=len(result.features)))


def _tell(found: Mapping[str, Any], offset_m: float) -> None:
    """Say where the largest gap of a route is, and what was crossed without a road."""
    km = {key: f"{found[f'{key}_m'] / 1000:.3f}" for key in ("length", "max_gap", "from", "to")}
    options.tell(say("cli.route.found", name=found["name"], stations=found["stations"],
                     offset_m=f"{offset_m:g}", limits=found["class"], **km))  # fmt: skip
    for gap in found["bridged"]:
        lon, lat = gap["from_lonlat"]
        place = f"{lon:.5f}, {lat:.5f}"
        options.tell("  " + say("cli.route.bridged", metres=f"{gap['gap_m']:.0f}", place=place))

"""``jintu site``: where more stations should go, asked of files or of the store's layers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import geopandas as gpd
import orjson
import typer

from api.commands import options
from api.commands.options import AsJson, DataDir, say
from api.commands.store import store
from geo.errors import BadParameter
from layers import export, files, siting
from layers.accounts import OPERATOR, Caller, rights_of
from layers.files import Datum
from layers.scenarios import Looker, records
from layers.siting import from_files, work

Mode = Literal["straight", "network"]
Problem = Literal["best-k", "fewest", "p-median", "p-centre", "plan"]


def site(
    problem: Annotated[Problem, typer.Argument(help=say("cli.site.problem"))],
    sites: Annotated[int | None, typer.Option(help=say("cli.site.sites"))] = None,
    within_km: Annotated[str | None, typer.Option(help=say("cli.site.within"))] = None,
    origins: Annotated[Path | None, typer.Option(help=say("cli.site.origins"))] = None,
    stations: Annotated[Path | None, typer.Option(help=say("cli.site.stations"))] = None,
    candidates: Annotated[str | None, typer.Option(help=say("cli.site.candidates"))] = None,
    exclude: Annotated[list[str] | None, typer.Option(help=say("cli.site.exclude"))] = None,
    roads: Annotated[Path | None, typer.Option(help=say("cli.site.roads"))] = None,
    quotas: Annotated[str | None, typer.Option(help=say("cli.site.quotas"))] = None,
    scenario: Annotated[str | None, typer.Option(help=say("cli.site.scenario"))] = None,
    year: Annotated[int | None, typer.Option(help=say("cli.site.year"))] = None,
    region: Annotated[str | None, typer.Option(help=say("cli.site.region"))] = None,
    mode: Annotated[Mode, typer.Option(help=say("cli.site.mode"))] = "straight",
    plan: Annotated[list[str] | None, typer.Option(help=say("cli.site.plan"))] = None,
    weight: Annotated[str | None, typer.Option(help=say("cli.site.weight"))] = None,
    piles: Annotated[int | None, typer.Option(help=say("cli.site.piles"))] = None,
    time_limit_s: Annotated[float | None, typer.Option(help=say("cli.site.time"))] = None,
    gap: Annotated[float | None, typer.Option(help=say("cli.site.gap"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.analyse.crs"))] = None,
    datum: Annotated[Datum | None, typer.Option(help=say("cli.analyse.datum"))] = None,
    out: Annotated[Path | None, typer.Option(help=say("cli.site.out"))] = None,
    edits: Annotated[Path | None, typer.Option(help=say("cli.site.edits"))] = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Find sites and write them as a layer, and as edits that a scenario can take."""
    if out is not None:
        export.for_path(out)
    numbers = {"sites": sites, "weight": weight, "piles": piles, "time_limit_s": time_limit_s,
               "gap": gap}  # fmt: skip
    given = _problem(problem, within_km, _stated(numbers), _plan(plan))
    ground = _stated({"year": year, "region": region, "mode": mode})
    if origins is None:
        given |= _stated({"candidates": candidates, "exclude": exclude})
        given |= {"plan": given.get("plan", {}) | _stated({"quotas": quotas})}
        answer = _of_layers(data_dir, scenario, ground, given)
    else:
        sources = from_files.Sources(
            origins=origins, stations=stations, candidates=_path(candidates), roads=roads,
            quotas=_path(quotas), exclude=tuple(Path(each) for each in exclude or ()),
            crs=crs, datum=datum,
        )  # fmt: skip
        answer = from_files.answered(sources, ground, given)
    _write(answer, out, edits)
    _tell(answer, as_json=as_json)


def _write(answer: dict[str, Any], out: Path | None, edits: Path | None) -> None:
    if out is not None and answer["sites"]:
        export.write(_layer(answer["sites"]), out)
    if edits is not None:
        edits.write_bytes(orjson.dumps(answer["edits"], option=orjson.OPT_INDENT_2))


def _plan(stated: list[str] | None) -> dict[str, Any]:
    """Read ``name=value``, a number or numbers separated by commas."""
    told: dict[str, Any] = {}
    for each in stated or []:
        name, _, value = each.partition("=")
        listed = files.numbers(value, where=f"--plan {name}")
        told[name] = listed if name in {"years", "within_km"} else int(listed[0])
    return told


def _problem(
    problem: str, within_km: str | None, numbers: dict[str, Any], plan: dict[str, Any]
) -> dict[str, Any]:
    """Return the request; the plan problem takes a distance for each year."""
    limits = _numbers(within_km, "--within-km")
    given: dict[str, Any] = {"problem": problem.replace("-", "_"), **numbers}
    if problem == "plan":
        return given | {"plan": plan | _stated({"within_km": limits})}
    if limits is not None and len(limits) != 1:
        raise BadParameter(where="--within-km", value=within_km, allowed="10")
    return given | _stated({"within_km": limits[0] if limits else None})


def _of_layers(
    data_dir: Path | None, scenario: str | None, ground: dict[str, Any], given: dict[str, Any]
) -> dict[str, Any]:
    operator = Caller(kind="session", role="admin", rights=rights_of("admin"), name=OPERATOR)
    looker = Looker(caller=operator)
    asked = siting.parse(given)
    with store(data_dir) as database, database.begin() as connection:
        if scenario is None:
            base, params = records.based(connection, {"params": ground}, internal=True)
            edits: list[dict[str, Any]] = []
        else:
            row = records.find(connection, scenario, looker)
            base, params = records.with_params(connection, row, ground, looker)
            edits = row.edits
        request = work.request(base, params.plain(), edits, given)
        return siting.answer(work.given(connection, request, asked, internal=True), asked)


def _tell(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        options.emit(answer)
        return
    language = options.language()
    options.tell(answer["label"][language])
    for each in answer["conflicts"]:
        options.tell("  " + each["explanation"][language])
    for note in answer["notes"]:
        options.tell("  " + note["message"][language])
    if answer["status"] == "infeasible":
        return
    options.tell(say("cli.site.found", count=len(answer["sites"]), **_figures(answer)))
    options.tell(say("cli.site.verdict.passed" if answer["verdict"]["passed"]
                     else "cli.site.verdict.failed"))  # fmt: skip


def _figures(answer: dict[str, Any]) -> dict[str, Any]:
    unit = say(f"siting.unit.{answer['unit']}")
    return {"objective": f"{answer['objective']:,.0f}", "bound": f"{answer['bound']:,.0f}",
            "unit": unit, "seconds": answer["seconds"]}  # fmt: skip


def _layer(sites: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    names = ("id", "candidate", "name_zh", "county_code", "lon", "lat", "piles", "year")
    table = {name: [each[name] for each in sites] for name in names}
    points = gpd.points_from_xy(table["lon"], table["lat"])
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


def _numbers(text: str | None, where: str) -> list[float] | None:
    return None if text is None else files.numbers(text, where=where)


def _stated(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}

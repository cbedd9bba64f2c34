"""``jintu load``: bundled data, OpenStreetMap extracts, township points."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from api.commands.progress import bar
from layers import catalogue, features, loading, osm, plan_layers, township_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.db import Database
    from layers.loading import Loaded
    from layers.township_points import MatchReport
    from layers.types import Finding

app = typer.Typer(no_args_is_help=True, help=say("cli.load"))

OPERATOR = "operator"
"""Who loads from the command line, in the store's records."""

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]


@app.command(help=say("cli.load.bundled"))
def bundled(data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Load the data that comes with jintu; what is loaded already is left alone."""
    with store.store(data_dir) as database:
        loaded = store.load_bundled(database)
    _show(loaded, as_json=as_json)


@app.command("osm", help=say("cli.load.osm"))
def load_osm(
    source: Annotated[str, typer.Argument(help=say("cli.load.osm.source"))],
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Load the layers that an OpenStreetMap extract can fill."""
    with (
        tempfile.TemporaryDirectory(prefix="jintu-osm-") as folder,
        store.store(data_dir) as database,
    ):
        file = _fetched(source, Path(folder), shown=not as_json)
        counties = _frame(database, "counties")
        with (
            bar(say("cli.load.reading"), shown=not as_json) as progress,
            osm.read(file, counties, progress) as extract,
        ):
            layers, derived = plan_layers.rederive(extract.layers, counties)
            loaded = loading.load(database, layers, created_by=OPERATOR)
            findings = [*extract.findings, *derived]
        store.refresh(database, created_by=OPERATOR)
    _show(loaded, as_json=as_json, findings=[_plain(finding) for finding in findings])


@app.command(help=say("cli.load.townships"))
def townships(
    file: Annotated[Path, typer.Argument(help=say("cli.load.townships.file"))],
    datum: Annotated[Datum, typer.Option(help=say("cli.load.datum"))] = "wgs84",
    layer: Annotated[str | None, typer.Option(help=say("cli.load.layer"))] = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Give the official townships the points of a file, and say which rows did not match."""
    with store.store(data_dir) as database:
        report = township_points.match(
            file, _frame(database, "townships"), _frame(database, "counties"), datum, layer=layer
        )
        content = township_points.content(report, source=file.name)
        loaded = loading.load(database, [content], created_by=OPERATOR)
        store.refresh(database, created_by=OPERATOR)
    _show(loaded, as_json=as_json, report=report.to_json())
    if not as_json:
        _tell_of(report)


def _fetched(source: str, folder: Path, *, shown: bool) -> Path:
    if "://" not in source:
        return Path(source)
    with bar(say("cli.load.downloading"), shown=shown) as progress:
        return osm.fetch(source, folder / "extract.osm", progress)


def _frame(database: Database, layer_id: str) -> GeoDataFrame:
    with database.begin() as connection:
        return features.frame(connection, catalogue.get(connection, layer_id, internal=True))


def _plain(finding: Finding) -> dict[str, Any]:
    message = say(f"finding.{finding.code}", where=finding.where, **finding.facts)
    return {
        "level": finding.level,
        "code": finding.code,
        "where": finding.where,
        "message": message,
    }


def _show(loaded: list[Loaded], *, as_json: bool, **more: Any) -> None:  # noqa: ANN401 - JSON
    if as_json:
        options.emit({"layers": [vars(one) for one in loaded], **more})
        return
    for one in loaded:
        options.tell(say(f"cli.load.{one.outcome}", layer=one.layer_id, number=one.number))
    for finding in more.get("findings", ()):
        options.tell(finding["message"])


def _tell_of(report: MatchReport) -> None:
    left = [(row.row, row.name or row.code or "", row.reason) for row in report.unmatched]
    left += [(row.row, row.name_zh, row.reason) for row in report.suspicious]
    counts = {"matched": len(report.matched), "total": len(report.frame), "unmatched": len(left)}
    options.tell(say("cli.load.matched", **counts))
    for row, name, reason in sorted(left):
        options.tell(f"  {row}  {name}  {say(f'townships.reason.{reason}')}")

"""``jintu export``: maps and files of what the store holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands import export_sheet, options, store
from api.commands.options import AsJson, DataDir, say
from api.settings import PROJECT
from layers import plans, runs
from layers.export import folium_map

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

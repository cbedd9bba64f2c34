"""``jintu targets``: the plans' targets with their clauses."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands import options
from api.commands.options import AsJson, DataDir, say
from api.settings import PROJECT
from layers import plans


def targets(
    region: Annotated[str | None, typer.Option(help=say("cli.targets.region"))] = None,
    year: Annotated[int | None, typer.Option(help=say("cli.targets.year"))] = None,
    theme: Annotated[str | None, typer.Option(help=say("cli.targets.theme"))] = None,
    data_dir: DataDir = None,  # noqa: ARG001 - every command takes it
    *,
    as_json: AsJson = False,
) -> None:
    """List the targets that apply to a region, year or theme."""
    registry = plans.load(PROJECT / "data" / "plans")
    found = plans.targets_json(registry, region=region, year=year, theme=theme)
    if as_json:
        options.emit(found)
        return
    title = f"title_{options.language()}"
    for target in found:
        figure = f"{target['comparator']} {target['value']} {target['unit']}"
        year_text = target["year"] or "—"
        options.tell(f"{target['clause']}  {target[title]}  {figure}  {year_text}")

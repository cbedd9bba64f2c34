"""``jintu versions``: the versions of a layer."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers import version_changes


def versions(
    layer: Annotated[str, typer.Argument(help=say("cli.versions.layer"))],
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the versions of a layer, the newest first."""
    with store.store(data_dir) as database, database.begin() as connection:
        found = version_changes.history(connection, layer)
    if as_json:
        options.emit({"layer": layer, "versions": found})
        return
    for one in found:
        options.tell(_line(one))


def _line(one: dict[str, Any]) -> str:
    shown = ("number", "feature_count", "created_by", "published_at", "source")
    words = {name: "-" if one[name] is None else one[name] for name in shown}
    return say("cli.versions.line", **words, state=say(f"version.{one['state']}"))

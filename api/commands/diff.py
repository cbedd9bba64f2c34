"""``jintu diff``: what differs between two versions of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers import version_changes

if TYPE_CHECKING:
    from layers.version_changes import Change

Number = Annotated[int, typer.Argument(min=1, help=say("cli.versions.number"))]

_SHOWN: Final = 20
_MOST: Final = 1_000
"""Changes that are listed for people, and for programs."""


def diff(
    layer: Annotated[str, typer.Argument(help=say("cli.versions.layer"))],
    before: Number,
    after: Number,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what differs between two versions of a layer."""
    limit = _MOST if as_json else _SHOWN
    with store.store(data_dir) as database, database.begin() as connection:
        found = version_changes.between(connection, layer, before, after, limit=limit)
    if as_json:
        options.emit(found.plain())
        return
    options.tell(say("cli.diff.counts", **vars(found.counts)))
    for change in found.changes:
        options.tell(f"{say(f'change.{change.kind}')}  {change.id}  {_changed(change)}")
    if found.total > len(found.changes):
        options.tell(say("cli.diff.more", count=found.total - len(found.changes)))


def _changed(change: Change) -> str:
    parts = [say("change.geometry")] if change.geometry_changed else []
    parts += [f"{name}: {old} → {new}" for name, (old, new) in change.fields.items()]
    return "; ".join(parts)

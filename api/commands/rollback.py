"""``jintu rollback``: go back to an earlier version of a layer, or forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers import uploads, version_changes
from layers.accounts import OPERATOR

if TYPE_CHECKING:
    from layers.db import Database


def rollback(
    layer: Annotated[str, typer.Argument(help=say("cli.versions.layer"))],
    to: Annotated[int, typer.Option("--to", min=1, help=say("cli.rollback.to"))],
    expected: Annotated[
        int | None, typer.Option("--expected", min=1, help=say("cli.rollback.expected"))
    ] = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make another version of a layer the one that readers see."""
    with store.store(data_dir) as database:
        seen = _published(database, layer) if expected is None else expected
        answer = version_changes.roll_back(database, layer, to, expected=seen, author=OPERATOR)
        if answer["moved"]:
            uploads.answer_standing(database, author=OPERATOR)
    if as_json:
        options.emit(answer)
    else:
        key = "cli.rollback.done" if answer["moved"] else "cli.rollback.already"
        options.tell(say(key, layer=layer, number=to))


def _published(database: Database, layer: str) -> int:
    with database.begin() as connection:
        found = version_changes.history(connection, layer)
    return next((int(one["number"]) for one in found if one["state"] == "published"), 0)

"""``jintu check``: look over the store, and say how uploads are confined here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from api.upload_settings import upload_place
from layers import check as checking
from layers import migrate, sandbox
from layers.sandbox import SandboxUnavailable

if TYPE_CHECKING:
    from layers.db import Database

FOUND = 1
"""Exit status when a promise does not hold."""


def check(data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Look for what must never be; the exit status is 1 when something was found."""
    place = upload_place(store.settings_for(data_dir))
    with store.store(data_dir) as database:
        about = _about(database)
        found = checking.every_violation(database, place.folder)
    if as_json:
        plain = [one.plain() | {"message": _sentence(one)} for one in found]
        options.emit({"ok": not found, "about": about, "violations": plain})
    else:
        options.tell(say("cli.check.about", **about))
        for one in found:
            options.tell(f"{one.invariant}  {_sentence(one)}")
        options.tell(
            say("cli.check.sound") if not found else say("cli.check.found", count=len(found))
        )
    if found:
        raise typer.Exit(FOUND)


def _sentence(violation: checking.Violation) -> str:
    return say(f"check.{violation.code}", where=violation.where, **violation.facts)


def _about(database: Database) -> dict[str, Any]:
    """Return what this installation works with."""
    import pyogrio

    with database.begin() as connection:
        revision = migrate.current(connection)
        versions = checking.server(connection)
    return {
        "sandbox": _confinement(),
        "gdal": pyogrio.__gdal_version__,
        "schema": revision,
    } | versions


def _confinement() -> str:
    try:
        return sandbox.level()
    except SandboxUnavailable:
        return say("cli.check.no_sandbox")

"""The command line: ``jintu serve``, ``load``, ``analyse``, ``targets``, ``export`` and more.

Only the module of the command that is asked for is imported, so that each starts fast; the others
are listed with their help.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

import typer

from api.commands.options import complain, say
from geo.errors import JintuError

COMMANDS: Final = {
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "load": "app",
    "upload": "upload",
    "versions": "versions",
    "diff": "diff",
    "rollback": "rollback",
    "check": "check",
    "targets": "targets",
    "audit": "audit",
    "evaluate": "evaluate",
    "analyse": "app",
    "site": "site",
    "verify-bundle": "verify_bundle",
    "export": "app",
    "user": "app",
}
"""Each command by the name of its module in ``api.commands``; what to take from there."""

REFUSED: Final = 2
"""Exit status when the command was understood but cannot be carried out."""


def application(wanted: str | None) -> typer.Typer:
    """Return the command line with the wanted command ready to run."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=say("cli"),
    )
    for name, attribute in COMMANDS.items():
        command = _listed
        if name == wanted:
            command = getattr(import_module(f"api.commands.{name.replace('-', '_')}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, help=say(f"cli.{name}"))
        else:
            app.command(name, help=say(f"cli.{name}"))(command)
    return app


def _listed() -> None:
    """Stand in the list for a command that is not asked for."""


def main() -> None:
    """Run a command; an error of ours becomes a clear sentence and a status, never a traceback."""
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    try:
        application(wanted)(prog_name="jintu")
    except JintuError as error:
        complain(error, as_json="--json" in sys.argv)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

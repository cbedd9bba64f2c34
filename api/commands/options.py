"""Options that every command takes, and how a command speaks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from api.settings import locale_name
from layers import texts

if TYPE_CHECKING:
    from geo.errors import JintuError
    from layers.texts import Language


def language() -> Language:
    """Return the language of the terminal."""
    return texts.preferred(locale_name().replace("_", "-"))


def say(key: str, **facts: object) -> str:
    """Return a text in the language of the terminal."""
    return texts.text(key, language(), **facts)


DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help=say("cli.data_dir"), file_okay=False)
]
AsJson = Annotated[bool, typer.Option("--json", help=say("cli.json"))]


def emit(value: Any) -> None:  # noqa: ANN401 - JSON
    """Print one JSON value on standard output."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    """Print one line on standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(error: JintuError, *, as_json: bool) -> None:
    """Print an error: a sentence on standard error, or the one error shape as JSON."""
    sentence = texts.message(error, language())
    if as_json:
        facts = {name: str(value) for name, value in error.facts.items()}
        emit({"error": {"code": error.code, "message": sentence, "detail": facts,
                        "where": error.where}})  # fmt: skip
    sys.stderr.write(f"jintu: {sentence}\n")
    detail = error.facts.get("detail")
    if detail:
        sys.stderr.write(f"{detail}\n")

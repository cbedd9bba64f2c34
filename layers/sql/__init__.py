"""Every spatial or multi-table statement lives in a ``.sql`` file here and is fetched by its name.

A statement starts at a line ``-- name: some_name``; the comment lines below say what it is for.
Values are bound as ``%(name)s``. A file is read once; a name given twice is refused.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_NAME = re.compile(r"^-- name: (?P<name>[a-z][a-z0-9_]*)\s*$")


@cache
def statements() -> dict[str, str]:
    """Return every statement by its name.

    Raises
    ------
    ValueError
        When two statements share a name, or SQL stands before the first name.
    """
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob("*.sql")):
        for name, text in parse(path.read_text(encoding="utf-8")):
            if name in found:
                msg = f"{path.name}: statement {name} exists already"
                raise ValueError(msg)
            found[name] = text
    return found


def parse(text: str) -> list[tuple[str, str]]:
    """Split the text of one file into pairs of name and statement."""
    pairs: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if head := _NAME.match(line):
            pairs.append((head["name"], []))
        elif pairs:
            pairs[-1][1].append(line)
        elif line.strip() and not line.startswith("--"):
            msg = f"SQL before the first name: {line!r}"
            raise ValueError(msg)
    return [(name, "\n".join(lines).strip().rstrip(";")) for name, lines in pairs]


def get(name: str, *, version: int | None = None, where: str | None = None) -> str:
    """Return the statement of this name; an unknown name is a KeyError.

    ``version`` fills ``{version}`` (partition names cannot be bound) and must be an integer of
    ours; ``where`` fills ``{where}`` with a clause of ``layers.features``, never with user text.
    """
    text = statements()[name]
    if version is not None:
        text = text.replace("{version}", str(int(version)))
    if where is not None:
        text = text.replace("{where}", where)
    return text

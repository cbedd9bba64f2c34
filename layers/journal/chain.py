"""What an entry's hash is made of, and how its values are written."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FIRST: Final = "0" * 64
"""Stands in place of the previous hash in the first entry."""
LONGEST: Final = 200
"""Values are cut after this many characters."""

Plain = str | int | bool | None


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the previous entry's hash and this entry as canonical JSON.

    ``entry`` has ``number``, ``at``, ``actor``, ``action``, ``object`` and ``details``; keys are
    sorted, nothing is indented, the time is UTC in ISO 8601 with six decimals.
    """
    text = json.dumps(
        {**entry, "at": _iso(entry["at"])}, sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _iso(moment: datetime) -> str:
    from datetime import UTC

    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: object) -> Plain:
    """Return a value as the journal keeps it: a number, a truth value, nothing, or short text."""
    if value is None or isinstance(value, bool | int):
        return value
    return safe_text(str(value))


def safe_text(text: str) -> str:
    r"""Return text of at most ``LONGEST`` characters without any that could forge a line.

    Line ends and every other control character are written as escapes (``\n``, ``\x1b``), and so
    are halves of surrogate pairs, which the database cannot store.
    """
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(char if _is_harmless(char) else _escaped(char) for char in cut)[: LONGEST * 4]


def _is_harmless(char: str) -> bool:
    return char.isprintable() and char != "\\"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")

"""Names and values as a dBASE table can hold them: ten bytes and 254 bytes, no half character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME_BYTES: Final = 10
VALUE_BYTES: Final = 254
_NOT_USABLE: Final = re.compile(r"[^\w]|^(?=[0-9_])")


def names(wanted: Sequence[str], encoding: str) -> list[str]:
    """Return a name of at most ten bytes for each, unique whatever the case of letters."""
    taken: set[str] = set()
    found = []
    for one in wanted:
        name = _free(_NOT_USABLE.sub("_", one) or "field", encoding, taken)
        taken.add(name.casefold())
        found.append(name)
    return found


def _free(name: str, encoding: str, taken: set[str]) -> str:
    short = cut(name, NAME_BYTES, encoding)
    number = 1
    while short.casefold() in taken:
        number += 1
        short = cut(name, NAME_BYTES - len(str(number)) - 1, encoding) + f"_{number}"
    return short


def cut(text: str, most: int, encoding: str) -> str:
    """Return the beginning of a text that takes at most so many bytes, whole characters only."""
    if len(text.encode(encoding, "replace")) <= most:
        return text
    kept = text[:most]
    while len(kept.encode(encoding, "replace")) > most:
        kept = kept[:-1]
    return kept

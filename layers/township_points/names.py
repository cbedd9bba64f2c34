"""Township and county names as they are written, reduced to what makes them the same."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Suffixes:
    """The endings of names that say what kind of place it is, the longest first."""

    township: tuple[str, ...]
    county: tuple[str, ...]


def tidy(text: str) -> str:
    """Return a name without spaces and with full-width letters and digits made plain."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stem(name: str, suffixes: tuple[str, ...]) -> str:
    """Return a tidied name without its ending; a name that is only an ending stays."""
    plain = tidy(name)
    for suffix in suffixes:
        if plain.endswith(suffix) and len(plain) > len(suffix):
            return plain.removesuffix(suffix)
    return plain

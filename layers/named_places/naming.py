"""When two names mean the same place: forms of a name, from the printed one to its core."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE: Final = Path(__file__).resolve().parents[2] / "data" / "place-naming.toml"

How = Literal["exact", "spelling", "region", "works", "part"]
HOWS: Final[tuple[How, ...]] = ("exact", "spelling", "region", "works", "part")
"""What had to be taken off a name, from nothing to much: the strength of the evidence."""

_BRACKETS = re.compile(r"[(\[〔【].*?[)\]〕】]")
_SEPARATORS = re.compile(r"[\s·・\-—–_,，、\"'“”‘’«»《》]+")
_LEAST = 2
"""One character is no name."""


@dataclass(frozen=True)
class Form:
    """One way to write a name, and what was taken off to get there."""

    text: str
    how: How


@dataclass(frozen=True, kw_only=True)
class Naming:
    """The words that may be taken off names, and the columns that hold them."""

    name_columns: tuple[str, ...]
    county_columns: tuple[str, ...]
    works: tuple[str, ...]
    parts: tuple[str, ...]
    regions: tuple[str, ...]

    @classmethod
    def read(cls, path: Path = FILE) -> Naming:
        """Read it from its file; longer words are tried before shorter ones."""
        return _read(path)

    def forms(self, name: str) -> tuple[Form, ...]:
        """Return the forms of a plan's name, the strongest first, each text once."""
        found: dict[str, Form] = {}
        for form in self._every_form(name):
            if len(form.text) >= _LEAST:
                found.setdefault(form.text, form)
        return tuple(found.values())

    def _every_form(self, name: str) -> Iterator[Form]:
        yield Form(name, "exact")
        plain = spelled(name)
        yield Form(plain, "spelling")
        local = _without_start(plain, self.regions)
        yield Form(local, "region")
        for how, words in (("works", self.works), ("part", self.parts)):
            for base in (plain, local):
                yield from (Form(core, how) for core in _without_ends(base, words))  # type: ignore[arg-type]


def spelled(name: str) -> str:
    """Return a name without what is a matter of writing: width, spaces, brackets, separators."""
    return _SEPARATORS.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name)))


def _without_start(name: str, words: tuple[str, ...]) -> str:
    word = next((word for word in words if name.startswith(word)), "")
    return name[len(word) :]


def _without_ends(name: str, words: tuple[str, ...]) -> Iterator[str]:
    """Yield a name with one word after another taken off its end."""
    while word := next((word for word in words if name.endswith(word) and name != word), ""):
        name = name[: -len(word)]
        yield name


@cache
def _read(path: Path) -> Naming:
    content: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    longest_first = {
        name: tuple(sorted(content[name], key=len, reverse=True))
        for name in ("works", "parts", "regions")
    }
    return Naming(
        name_columns=tuple(content["name_columns"]),
        county_columns=tuple(content["county_columns"]),
        **longest_first,
    )

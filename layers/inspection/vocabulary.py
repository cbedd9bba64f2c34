"""Names under which people keep things, from ``data/intake/columns.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from layers.inspection.encodings import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKETS: Final = re.compile(r"[(\[（【].*?[)\]）】]")


@cache
def tables() -> dict[str, Any]:
    """Return the whole vocabulary."""
    return tomllib.loads((DATA / "columns.toml").read_text(encoding="utf-8"))


def bare(name: str) -> str:
    """Return a column's name as it is compared: no case, spaces, underscores, brackets."""
    without = _BRACKETS.sub("", name) or name
    return "".join(sign for sign in without.casefold() if sign not in " _-\t\n\r.·:：")


@cache
def known(section: str, kind: str) -> dict[str, int]:
    """Return the compared names of a kind with their rank, most trusted first."""
    return {bare(name): rank for rank, name in enumerate(tables()[section][kind])}


def best(section: str, kind: str, names: Iterable[str]) -> str | None:
    """Return which of some columns is of a kind, by the most trusted name; None without one."""
    ranks = known(section, kind)
    ranked = [(ranks[bare(name)], name) for name in names if bare(name) in ranks]
    return min(ranked)[1] if ranked else None


def every(section: str, kind: str, names: Iterable[str]) -> list[str]:
    """Return all columns of a kind."""
    ranks = known(section, kind)
    return [name for name in names if bare(name) in ranks]

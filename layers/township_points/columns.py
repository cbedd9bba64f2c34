"""Which column of a file means what, by the aliases kept in ``data``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from layers.bundled.sources import DATA
from layers.township_points.errors import ColumnsNotRecognised
from layers.township_points.names import Suffixes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VOCABULARY_FILE: Final = DATA / "township-points.toml"
ROLES: Final = ("code", "name", "county", "lon", "lat")
_SIGNS = re.compile(r"[\s_.\-]+")


@dataclass(frozen=True)
class Vocabulary:
    """How headers and names are understood."""

    columns: Mapping[str, tuple[str, ...]]
    suffixes: Suffixes


@cache
def vocabulary() -> Vocabulary:
    """Read the aliases and name endings from ``data/township-points.toml``."""
    content = tomllib.loads(VOCABULARY_FILE.read_text(encoding="utf-8"))
    columns = {role: tuple(map(_plain, content["columns"][role])) for role in ROLES}
    return Vocabulary(
        columns=columns,
        suffixes=Suffixes(
            township=tuple(content["suffixes"]["township"]),
            county=tuple(content["suffixes"]["county"]),
        ),
    )


def recognise(
    headers: Sequence[str], given: Mapping[str, str], *, has_points: bool
) -> dict[str, str]:
    """Return the header of each role that the file has.

    Parameters
    ----------
    headers
        The file's column names.
    given
        Roles the user has named a column for; these come first.
    has_points
        Whether the file brings points of its own, so that coordinate columns are not needed.

    Raises
    ------
    ColumnsNotRecognised
        When a named column is not there, when there is neither code nor name, or no coordinates.
    """
    for role, header in given.items():
        if role not in ROLES or header not in headers:
            raise ColumnsNotRecognised(role=role, column=header, columns=", ".join(headers))
    known = {_plain(header): header for header in reversed(headers)}
    found = {
        role: next((known[alias] for alias in aliases if alias in known), None)
        for role, aliases in vocabulary().columns.items()
    }
    roles = {role: header for role, header in (found | dict(given)).items() if header}
    _require(roles, headers, has_points=has_points)
    return roles


def _require(roles: Mapping[str, str], headers: Sequence[str], *, has_points: bool) -> None:
    if not {"code", "name"} & roles.keys():
        raise ColumnsNotRecognised(role="code / name", columns=", ".join(headers))
    missing = {"lon", "lat"} - roles.keys()
    if missing and not has_points:
        raise ColumnsNotRecognised(role=" / ".join(sorted(missing)), columns=", ".join(headers))


def _plain(header: str) -> str:
    return _SIGNS.sub("", header).lower()

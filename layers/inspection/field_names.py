"""Names of fields: every one usable, the sender's own spelling kept where it can be."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from layers.inspection import vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

    from layers.inspection.findings import Findings, Where
    from layers.sandbox.limits import Limits

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control characters, marks that turn the direction of text, halves of characters, line ends."""
_LOOKS_LIKE_CODE: Final = re.compile(r"[<>\"'`;\\{}$]|--|/\*|^[=+@]")


def usable(
    table: pa.Table, limits: Limits, findings: Findings, where: Where
) -> tuple[pa.Table, dict[str, str]]:
    """Return a table whose columns have usable names, and what they were called before.

    Raises
    ------
    LimitExceeded
        When there are too many columns.
    """
    limits.check("columns", table.num_columns, where=where.layer)
    taken: dict[str, str] = {}
    for original in table.column_names:
        name = _usable(original, limits)
        at = where.at(field=_shown(original))
        _report(original, name, findings, at)
        if name.casefold() in {one.casefold() for one in taken}:
            findings.warn("field_twice", at)
        while name.casefold() in {one.casefold() for one in taken}:
            name += "_"
        taken[name] = original
    return table.rename_columns(list(taken)), taken


def _usable(original: str, limits: Limits) -> str:
    seen = "".join(sign for sign in original if unicodedata.category(sign) not in _UNSEEN)
    name = seen.strip() or "field"
    if name.casefold() in vocabulary.tables()["reserved"]["names"]:
        name += "_"
    return _cut(name, limits.name_bytes)


def _cut(name: str, most: int) -> str:
    """Return a name that fits, without half a character at its end."""
    return name.encode()[:most].decode("utf-8", "ignore")


def _shown(original: str) -> str:
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in original
    )[:80]


def _report(original: str, name: str, findings: Findings, at: Where) -> None:
    if original.casefold() in vocabulary.tables()["reserved"]["names"]:
        findings.info("field_reserved", at, name=name)
    elif name != original:
        findings.warn("field_renamed", at, name=name)
    elif _LOOKS_LIKE_CODE.search(original):
        findings.warn("field_odd", at)

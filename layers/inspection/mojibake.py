"""Text that was once decoded wrongly and stored so: recognise it and turn it back.

Chinese bytes read as Western text give ``Ë·³Ç``, UTF-8 read as GB 18030 gives rare characters. Such
text is turned back only where every value of a column that is not ASCII can be, and what results is
much likelier text than what was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from layers.inspection import encodings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.inspection.findings import Findings, Where

_WAYS: Final = (
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("gb18030", "utf-8"),
    ("latin-1", "cp950"),
)
"""As what it was read, and what it is."""
_SAMPLE: Final = 500
_LIKELY: Final = 0.5
_GAIN: Final = 0.3


@dataclass(frozen=True)
class Way:
    """How text went wrong: ``was`` its encoding and ``read_as`` the one it was taken for."""

    read_as: str
    was: str

    def undone(self, text: str) -> str | None:
        """Return the text as it was meant, or None when it did not go wrong this way."""
        try:
            return text.encode(self.read_as).decode(self.was)
        except UnicodeError:
            return None


def find(texts: Sequence[str]) -> Way | None:
    """Return how texts went wrong, or None when they are in order."""
    beyond = [text for text in dict.fromkeys(texts) if not text.isascii()][:_SAMPLE]
    if not beyond:
        return None
    before = encodings.likeness("".join(beyond))
    best: tuple[float, Way] | None = None
    for read_as, was in _WAYS:
        way = Way(read_as, was)
        undone = [way.undone(text) for text in beyond]
        if any(text is None for text in undone):
            continue
        joined = "".join(text for text in undone if text)
        after = encodings.likeness(joined, traditional=was == "cp950")
        if after >= max(_LIKELY, before + _GAIN) and (best is None or after > best[0]):
            best = (after, way)
    return best[1] if best else None


def undo(table: pa.Table, findings: Findings, where: Where) -> pa.Table:
    """Return a table whose garbled columns and names are turned back, each with a finding."""
    for place, name in enumerate(table.column_names):
        column = table.column(name)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        beyond = column.filter(pc.invert(pc.fill_null(pc.string_is_ascii(column), fill_value=True)))
        way = find(beyond.slice(0, _SAMPLE).to_pylist())
        if way is None:
            continue
        values = column.to_pylist()
        undone = [None if value is None else way.undone(value) for value in values]
        if sum(value is None for value in undone) == column.null_count:
            table = table.set_column(place, name, pa.array(undone, pa.string()))
            _report(findings, where.at(field=name), values, way)
    return _names_undone(table, findings, where)


def _names_undone(table: pa.Table, findings: Findings, where: Where) -> pa.Table:
    way = find(table.column_names)
    if way is None:
        return table
    undone = [way.undone(name) or name for name in table.column_names]
    if len(set(undone)) < len(undone):
        return table
    _report(findings, where, table.column_names, way)
    return table.rename_columns(undone)


def _report(findings: Findings, where: Where, values: Sequence[str | None], way: Way) -> None:
    before = next(value for value in values if value and not value.isascii())
    findings.warn(
        "mojibake",
        where,
        before=before[:40],
        after=(way.undone(before) or "")[:40],
        read_as=way.read_as.upper(),
        was=way.was.upper(),
    )

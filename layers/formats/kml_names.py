"""Names of a KML document's own fields, which the vector library reduces to ASCII.

It writes an underscore for each byte that is no Latin letter or digit, so that two names of two
Chinese characters become one field and one of them is lost. The document is read with short names
of ours in their place.
"""

from __future__ import annotations

import html
import re
import uuid
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from layers.formats.base import Reading

_FIELD: Final = re.compile(
    rb"""(<(?:[\w.\-]+:)?(?:Data|SimpleField|SimpleData)\b[^<>]*?\sname\s*=\s*)"""
    rb"""(?:"([^"<]*)"|'([^'<]*)')"""
)
_PLAIN: Final = re.compile(rb"[A-Za-z0-9_]*")


def with_plain_names(path: Path, reading: Reading) -> tuple[Path, dict[str, str]]:
    """Return a document whose fields have names that stay as they are, and the names they had.

    Parameters
    ----------
    path
        The document in UTF-8.
    reading
        Where a copy may be made, and what is allowed.

    Raises
    ------
    LimitExceeded
        When there are too many different names.
    """
    raw = path.read_bytes()
    found = {one[2] if one[2] is not None else one[3] for one in _FIELD.finditer(raw)}
    if all(_PLAIN.fullmatch(name) for name in found):
        return path, {}
    reading.limits.check("columns", len(found))
    ours = {name: f"field_{place}" for place, name in enumerate(sorted(found))}

    def renamed(one: re.Match[bytes]) -> bytes:
        name = one[2] if one[2] is not None else one[3]
        return one[1] + b'"' + ours[name].encode() + b'"'

    copy = reading.scratch / f"{uuid.uuid4().hex}.kml"
    copy.write_bytes(_FIELD.sub(renamed, raw))
    return copy, {plain: html.unescape(name.decode()) for name, plain in ours.items()}


def with_own_names(table: pa.Table, names: dict[str, str]) -> pa.Table:
    """Return a table whose columns have the names of the document again."""
    return table.rename_columns([names.get(name, name) for name in table.column_names])

"""Formats that are text and have to be UTF-8, but are sent in other encodings all the same."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

from layers.inspection import encodings
from layers.inspection.findings import Where

if TYPE_CHECKING:
    from pathlib import Path

    from layers.formats.base import Dataset, Reading

_PIECE: Final = re.compile(rb'[\n"<>]')
"""Between these stand names and values; no character of GB 18030 or Big5 has one of these bytes."""
_STATED: Final = re.compile(rb"""^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["']([\w.:\-]+)["']""")


def as_utf8(dataset: Dataset, reading: Reading, path: Path | None = None) -> tuple[Path, str]:
    """Return a file in UTF-8, itself or a copy, and the encoding it was in.

    What an XML declaration says of the encoding counts as a label, and is left out of a copy.
    """
    source = path or dataset.main
    raw = source.read_bytes()
    stated = _STATED.match(raw)
    label = stated[2].decode("ascii") if stated else None
    if _is_utf8(raw) and not reading.asked.encoding:
        return source, "UTF-8"
    choice = encodings.choose(_PIECE.split(raw), label=label, asked=reading.asked.encoding)
    encodings.report(choice, reading.findings, Where(file=dataset.name, layer=dataset.title))
    text = raw.decode(encodings.codec(choice.name), "replace").encode()
    copy = reading.scratch / f"{uuid.uuid4().hex}{dataset.suffix}"
    copy.write_bytes(_STATED.sub(rb"\1", text, count=1))
    return copy, choice.name


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

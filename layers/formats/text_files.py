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

_HEAD_BYTES: Final = 8192
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_NAMES: Final = {"utf-16": "UTF-16", "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE"}
_USUAL_SHARE: Final = 0.2
_PIECE: Final = re.compile(rb'[\n"<>]')
"""Between these stand names and values; no character of GB 18030 or Big5 has one of these bytes."""
_STATED: Final = re.compile(rb"""^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["']([\w.:\-]+)["']""")


def as_utf8(dataset: Dataset, reading: Reading, path: Path | None = None) -> tuple[Path, str]:
    """Return a file in UTF-8, itself or a copy, and the encoding it was in.

    What an XML declaration says of the encoding counts as a label, and is left out of a copy.
    """
    source = path or dataset.main
    raw = source.read_bytes()
    wide = utf16(raw[:_HEAD_BYTES])
    if wide is not None and not reading.asked.encoding:
        return _copied(raw.decode(wide, "replace"), dataset, reading), _NAMES[wide]
    stated = _STATED.match(raw)
    label = stated[2].decode("ascii") if stated else None
    if _is_utf8(raw) and not reading.asked.encoding:
        return source, "UTF-8"
    choice = encodings.choose(_PIECE.split(raw), label=label, asked=reading.asked.encoding)
    encodings.report(choice, reading.findings, Where(file=dataset.name, layer=dataset.title))
    text = raw.decode(encodings.codec(choice.name), "replace")
    return _copied(text, dataset, reading), choice.name


def _copied(text: str, dataset: Dataset, reading: Reading) -> Path:
    copy = reading.scratch / f"{uuid.uuid4().hex}{dataset.suffix}"
    copy.write_bytes(_STATED.sub(rb"\1", text.encode(), count=1))
    return copy


def utf16(head: bytes) -> str | None:
    """Return the codec of text in UTF-16 by its beginning, with a mark or without; else None.

    Without a mark one of every two bytes is zero wherever the text is ASCII, and read the right way
    round no character is.
    """
    if head[:2] in _MARKS:
        return "utf-16"
    if b"\x00" not in head or head.startswith(b"\x00\x00"):
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(codec, "replace")
        usual = sum(sign.isascii() and (sign.isprintable() or sign in "\r\n\t") for sign in text)
        if "\x00" not in text and "\n" in text and usual > _USUAL_SHARE * len(text):
            return codec
    return None


def as_text(head: bytes) -> bytes:
    """Return the beginning of a text file in UTF-8 if it is UTF-16, else as it is."""
    codec = utf16(head)
    if codec is None:
        return head
    return head[: len(head) // 2 * 2].decode(codec, "ignore").encode()


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

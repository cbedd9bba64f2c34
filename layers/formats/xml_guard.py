"""Look at XML as bytes before any parser does: no document type, so no entity can be declared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from pathlib import Path

_DECLARES: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK: Final = 2**20
_OVERLAP: Final = 16
_MARKS_OF_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def check(path: Path, *, name: str) -> None:
    """Refuse XML that declares a document type or entities, or hides text in UTF-16.

    Raises
    ------
    UploadRefused
        When it does.
    """
    with path.open("rb") as stream:
        before = b""
        while chunk := stream.read(_CHUNK):
            if not before and chunk.startswith(_MARKS_OF_UTF16):
                raise UploadRefused(finding="xml_utf16", where=name)
            if _DECLARES.search(before + chunk):
                raise UploadRefused(finding="xml_entities", where=name)
            before = chunk[-_OVERLAP:]


def root(head: bytes) -> str:
    """Return the name of the first element, without its prefix, lower case; empty if none."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    text = re.sub(
        rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", b"", text, flags=re.DOTALL
    )
    found = re.match(rb"\s*<(?:[\w.\-]+:)?([\w.\-]+)[\s>/]", text)
    return found[1].decode("ascii", "replace").lower() if found else ""

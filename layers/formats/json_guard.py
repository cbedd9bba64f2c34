"""Look at JSON as bytes before any parser does: how deep it nests, what it says of its CRS."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.sandbox.limits import Limits

_CHUNK: Final = 2**22
_ESCAPED: Final = re.compile(rb"\\.", re.DOTALL)
_CRS: Final = re.compile(rb'"crs"\s*:\s*')
_MOST_CRS_BYTES: Final = 4096
_CODE: Final = re.compile(
    r"(?:\bEPSG:(?:[\d.]*:)?|^https?://www\.opengis\.net/def/crs/EPSG/[\d.]+/)(\d{3,6})$",
    re.IGNORECASE,
)
"""A code in the forms that name one; what looks like an address is read and never asked for."""


def check_depth(path: Path, limits: Limits, *, name: str) -> None:
    """Refuse JSON that nests deeper than is allowed.

    Raises
    ------
    LimitExceeded
        With the first depth that is too great.
    """
    depth, inside_text = 0, False
    for chunk in _unescaped(path):
        signs = np.frombuffer(chunk, np.uint8)
        quotes = np.cumsum(signs == ord('"')) + inside_text
        outside = quotes % 2 == 0
        opens = ((signs == ord("{")) | (signs == ord("["))) & outside
        closes = ((signs == ord("}")) | (signs == ord("]"))) & outside
        depths = depth + np.cumsum(opens.astype(np.int64) - closes)
        deepest = int(depths.max(initial=0))
        limits.check("json_nesting", deepest, where=name)
        depth = int(depths[-1]) if len(depths) else depth
        inside_text = bool(quotes[-1] % 2) if len(quotes) else inside_text


def _unescaped(path: Path) -> Iterator[bytes]:
    """Yield the file in pieces, with escaped characters made harmless and none cut in two."""
    with path.open("rb") as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            whole = rest + chunk
            slashes = len(whole) - len(whole.rstrip(b"\\"))
            rest = b"\\" if slashes % 2 else b""
            yield _ESCAPED.sub(b"..", whole[: len(whole) - len(rest)])


def stated_crs(path: Path, *, name: str) -> dict[str, Any] | None:
    """Return the ``crs`` member that stands outside of the features, or None.

    Raises
    ------
    UploadRefused
        When it points to somewhere else instead of saying it.
    """
    for text in _ends(path):
        for found in _CRS.finditer(text):
            member = _object(text[found.end() : found.end() + _MOST_CRS_BYTES])
            if member is not None and member.get("type") is not None:
                if str(member["type"]).lower() not in {"name", "epsg"}:
                    raise UploadRefused(finding="crs_link", where=name)
                return member
    return None


def _ends(path: Path) -> Iterator[bytes]:
    """Yield the pieces of the file; a member at a border is found in the overlap."""
    with path.open("rb") as stream:
        before = b""
        while chunk := stream.read(_CHUNK):
            yield before + chunk
            before = chunk[-_MOST_CRS_BYTES:]


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        member, _ = json.JSONDecoder().raw_decode(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return member if isinstance(member, dict) and "properties" in member else None


def crs_text(member: dict[str, Any]) -> str | None:
    """Return the code that a ``crs`` member names (``EPSG:4546``), or None."""
    properties = member.get("properties")
    if not isinstance(properties, dict):
        return None
    if isinstance(properties.get("code"), int):
        return f"EPSG:{properties['code']}"
    said = str(properties.get("name", ""))
    if re.search(r"CRS:?84|CRS84", said, re.IGNORECASE):
        return "OGC:CRS84"
    found = _CODE.search(said)
    return f"EPSG:{found[1]}" if found else None

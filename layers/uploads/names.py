"""What a file is called on screen; on disk it never carries a name from outside."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST_BYTES: Final = 255
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, formatting (text direction too) and unassigned characters, line separators."""


def shown(name: str) -> str:
    """Return a file name that is safe to show: no folders, nothing unseen, 255 bytes at most.

    Where nothing is left before the suffix, it is called ``file``. The suffix survives shortening,
    because the format is told by it.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(char for char in last if unicodedata.category(char) not in _UNSEEN)
    bare = " ".join(seen.split()).rstrip(".")
    return _shortened(f"file{bare}" if bare.startswith(".") else bare) or "file"


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    ending = f"{dot}{suffix}".encode()
    if not stem or len(ending) > LONGEST_BYTES // 8:
        stem, ending = name, b""
    return stem.encode()[: LONGEST_BYTES - len(ending)].decode(errors="ignore") + ending.decode()

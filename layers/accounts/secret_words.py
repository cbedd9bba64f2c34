"""Secrets of ours: made at random, shown once, stored only as their SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

_BYTES: Final = 32
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another."""
_GROUPS: Final = 6
_GROUP: Final = 5


def new_secret() -> str:
    """Return 256 random bits as text for a cookie or a header."""
    return secrets.token_urlsafe(_BYTES)


def new_code() -> str:
    """Return a code to be typed by hand: six groups of five letters, over 140 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def fingerprint(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def code_fingerprint(code: str) -> str:
    """Return what is stored of a code, typed in either case, with or without its hyphens."""
    return fingerprint("".join(char for char in code.upper() if char.isalnum()))

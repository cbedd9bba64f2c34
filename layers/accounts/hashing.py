"""Passwords as argon2id hashes, never more than two at work at once.

46 MiB, two passes, one lane, as OWASP's password storage cheat sheet lists among its equals. Memory
is what makes guessing dear, and what many sign-ins at once would exhaust: so they wait their turn.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from layers.accounts.errors import HashingBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY_KIB: Final = 46 * 1024
PASSES: Final = 2
LANES: Final = 1
AT_ONCE: Final = 2
WAIT_SECONDS: Final = 5.0

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Return the hash of a password, taken as it is.

    Raises
    ------
    HashingBusy
        When no turn comes within ``WAIT_SECONDS``.
    """
    with _turn():
        return _hasher.hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is the one that was hashed.

    Without a stored hash (there is no such account) the same work is done on one of ours, so that
    the time of the answer does not tell who has an account.

    Raises
    ------
    HashingBusy
        When no turn comes within ``WAIT_SECONDS``.
    """
    against = stored or _nobodys()
    with _turn():
        try:
            _hasher.verify(against, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    import secrets

    return _hasher.hash(secrets.token_bytes(32))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise HashingBusy
    try:
        yield
    finally:
        _turns.release()


def _bytes(password: str) -> bytes:
    """Return the password's bytes; half a surrogate pair, which UTF-8 lacks, has its own."""
    return password.encode("utf-8", "surrogatepass")

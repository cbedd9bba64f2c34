"""Appending to the journal, and reading it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from layers.account_models import JournalEntry
from layers.journal.chain import FIRST, digest, plain, safe_text

if TYPE_CHECKING:
    from collections.abc import Mapping

Action = Literal[
    "set_up",
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "account_made",
    "account_disabled",
    "account_enabled",
    "role_changed",
    "password_changed",
    "token_made",
    "token_revoked",
    "upload",
    "discard",
    "publish",
    "roll_back",
    "visibility_changed",
    "place_decided",
    "export",
    "backup",
    "restore",
]
"""What the journal tells of; people read ``journal.<action>`` of the texts."""

_LOCK = 0x6A6F75726E616C
"""One number for everybody who appends ("journal" in bytes): entries are made one after another."""


def append(
    connection: sa.Connection,
    *,
    actor: str,
    action: Action,
    object: str = "",  # noqa: A002 - the column's name
    details: Mapping[str, object] | None = None,
) -> int:
    """Write one entry in the transaction of the action it tells of; return its number.

    Others who append wait until that transaction ends, so let this be its last statement. Values
    are numbers, truth values, or text of at most 200 characters with line ends escaped. Never
    hand over a password, a token or the content of a request.

    Raises
    ------
    DatabaseUnavailable
        When it cannot be written; the action must then fail too.
    """
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    number, previous = _last(connection)
    entry = {
        "number": number + 1,
        "at": datetime.now(UTC),
        "actor": safe_text(actor),
        "action": action,
        "object": safe_text(object),
        "details": {name: plain(value) for name, value in (details or {}).items()},
    }
    hashes = {"previous_hash": previous, "hash": digest(previous, entry)}
    connection.execute(sa.insert(JournalEntry).values(**entry, **hashes))
    return number + 1


def _last(connection: sa.Connection) -> tuple[int, str]:
    query = sa.select(JournalEntry.number, JournalEntry.hash)
    row = connection.execute(query.order_by(JournalEntry.number.desc()).limit(1)).one_or_none()
    return (0, FIRST) if row is None else (row.number, row.hash)


def read(
    connection: sa.Connection, *, before: int | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """Return entries, newest first; ``before`` is the number that they all stay below."""
    query = sa.select(JournalEntry.__table__).order_by(JournalEntry.number.desc()).limit(limit)
    if before is not None:
        query = query.where(JournalEntry.number < before)
    return [dict(row._mapping) | {"at": row.at.isoformat()} for row in connection.execute(query)]  # noqa: SLF001 - the public name

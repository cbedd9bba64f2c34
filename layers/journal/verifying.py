"""Checking that nobody changed the journal behind jintu's back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers.account_models import JournalEntry
from layers.journal.chain import FIRST, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 1_000
_MOST_BROKEN = 20
_HASHED = ("number", "at", "actor", "action", "object", "details")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a look over the whole journal found.

    ``count`` entries end with the hash ``head``. ``broken`` are the numbers of the first entries
    that are not as they were written, or whose predecessor is missing. Entries cut off the end
    leave no mark in the chain: keep number and head elsewhere, and compare.
    """

    count: int
    head: str
    broken: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.broken


def verify(connection: sa.Connection) -> Verdict:
    """Recompute every hash of the journal in order, in bounded memory."""
    count, number, head = 0, 0, FIRST
    broken: list[int] = []
    for row in _rows(connection):
        if not _is_sound(row, number, head) and len(broken) < _MOST_BROKEN:
            broken.append(row.number)
        count, number, head = count + 1, row.number, row.hash
    return Verdict(count=count, head=head, broken=tuple(broken))


def _is_sound(row: sa.Row[Any], before: int, head: str) -> bool:
    """Tell whether an entry follows the one before it and is what was hashed."""
    entry = {name: getattr(row, name) for name in _HASHED}
    follows = row.number == before + 1 and row.previous_hash == head
    return follows and bool(row.hash == digest(row.previous_hash, entry))


def _rows(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    query = sa.select(JournalEntry.__table__).order_by(JournalEntry.number)
    return iter(connection.execute(query.execution_options(yield_per=_AT_ONCE)))

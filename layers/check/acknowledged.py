"""I4 and I5: the journal is whole, its last word is what readers see, nothing it tells is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from layers import journal
from layers.account_models import Account, JournalEntry
from layers.check.violations import Violation
from layers.models import Layer, LayerVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOVES = ("publish", "roll_back")


def check(connection: sa.Connection) -> Iterator[Violation]:
    """Yield where journal and store do not agree."""
    verdict = journal.verify(connection)
    if not verdict.whole:
        numbers = ", ".join(map(str, verdict.broken))
        yield Violation(invariant="I4", code="journal", where=numbers)
    yield from _last_moves(connection)
    yield from _lost_versions(connection)
    yield from _lost_accounts(connection)


def _last_moves(connection: sa.Connection) -> Iterator[Violation]:
    last = (
        sa.select(JournalEntry.object, sa.func.max(JournalEntry.number).label("number"))
        .where(JournalEntry.action.in_(_MOVES))
        .group_by(JournalEntry.object)
        .subquery()
    )
    query = (
        sa.select(
            JournalEntry.object,
            JournalEntry.details["version"].astext.label("told"),
            LayerVersion.number,
        )
        .join(last, last.c.number == JournalEntry.number)
        .outerjoin(Layer, Layer.id == JournalEntry.object)
        .outerjoin(LayerVersion, LayerVersion.id == Layer.current_version_id)
        .order_by(JournalEntry.object)
    )
    for row in connection.execute(query):
        if row.told != str(row.number):
            facts = {"told": row.told, "published": row.number}
            yield Violation(invariant="I4", code="last_move", where=row.object, facts=facts)


def _lost_versions(connection: sa.Connection) -> Iterator[Violation]:
    number = sa.cast(JournalEntry.details["version"].astext, sa.Integer)
    known = sa.and_(
        LayerVersion.layer_id == JournalEntry.object,
        LayerVersion.number == number,
        LayerVersion.published_at.is_not(None),
    )
    query = (
        sa.select(JournalEntry.number, JournalEntry.object, number.label("version"))
        .outerjoin(LayerVersion, known)
        .where(JournalEntry.action.in_(_MOVES), LayerVersion.id.is_(None))
        .order_by(JournalEntry.number)
    )
    for row in connection.execute(query):
        facts = {"version": row.version, "entry": row.number}
        yield Violation(invariant="I5", code="version_lost", where=row.object, facts=facts)


def _lost_accounts(connection: sa.Connection) -> Iterator[Violation]:
    query = (
        sa.select(JournalEntry.number, JournalEntry.object)
        .outerjoin(Account, Account.name == JournalEntry.object)
        .where(JournalEntry.action == "account_made", Account.id.is_(None))
        .order_by(JournalEntry.number)
    )
    for row in connection.execute(query):
        facts = {"entry": row.number}
        yield Violation(invariant="I5", code="account_lost", where=row.object, facts=facts)

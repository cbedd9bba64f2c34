"""Sessions of browsers, kept on the server: opened, looked up, renewed, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers.account_models import Account, AccountSession
from layers.accounts.policies import ABSOLUTE, SESSIONS_EACH
from layers.accounts.secret_words import fingerprint, new_secret

if TYPE_CHECKING:
    from layers.accounts.policies import Policy

SEEN_EVERY: Final = timedelta(seconds=30)
"""How exact the time of last use is, so that not every request writes."""
GRACE: Final = timedelta(seconds=30)
"""How long the secret before a renewal is taken, for requests that were under way."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A session that stands, whose it is, and the secret to hand out if it was just renewed."""

    token_hash: str
    account: sa.Row[Any]
    renewed: str | None = None


def open_session(connection: sa.Connection, policy: Policy, account_id: int) -> str:
    """Open a session; return its secret, which is stored nowhere.

    The oldest sessions of the account beyond five are ended, and so are everybody's outlived ones.
    """
    outlived = sa.select(AccountSession.token_hash).where(sa.not_(_stands(policy)))
    _delete(connection, outlived.with_for_update(skip_locked=True))
    mine = sa.select(AccountSession.token_hash).where(AccountSession.account_id == account_id)
    surplus = mine.order_by(AccountSession.seen_at.desc()).offset(SESSIONS_EACH - 1)
    _delete(connection, surplus)
    secret = new_secret()
    row = {"token_hash": fingerprint(secret), "account_id": account_id}
    connection.execute(sa.insert(AccountSession).values(**row))
    return secret


def look_up(connection: sa.Connection, policy: Policy, secret: str) -> Found | None:
    """Return the session that a secret opens, or None; it counts as used now."""
    hash_ = fingerprint(secret)
    query = (
        sa.select(*_looked_at())
        .join(Account, Account.id == AccountSession.account_id)
        .where(_opened_by(hash_), _stands(policy), sa.not_(Account.disabled))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.rotate:
        return _renewed(connection, row)
    if row.stale:
        _change(connection, row.token_hash, seen_at=sa.func.now())
    return Found(token_hash=row.token_hash, account=row)


def _looked_at() -> list[Any]:
    stale = (sa.func.now() - AccountSession.seen_at > SEEN_EVERY).label("stale")
    return [
        AccountSession.token_hash,
        AccountSession.rotate,
        stale,
        Account.id,
        Account.name,
        Account.role,
    ]


def _renewed(connection: sa.Connection, row: sa.Row[Any]) -> Found:
    """Put a new secret in place of the old one; of two requests at once only one does it."""
    secret = new_secret()
    done = connection.execute(
        sa.update(AccountSession)
        .where(AccountSession.token_hash == row.token_hash, AccountSession.rotate)
        .values(
            token_hash=fingerprint(secret),
            previous_hash=row.token_hash,
            rotated_at=sa.func.now(),
            seen_at=sa.func.now(),
            rotate=False,
        )
    )
    if done.rowcount != 1:
        return Found(token_hash=row.token_hash, account=row)
    return Found(token_hash=fingerprint(secret), account=row, renewed=secret)


def rotate_all(connection: sa.Connection, account_id: int) -> None:
    """Have every session of an account get a new secret at its next request."""
    connection.execute(
        sa.update(AccountSession).where(AccountSession.account_id == account_id).values(rotate=True)
    )


def end(connection: sa.Connection, token_hash: str) -> None:
    """End one session."""
    connection.execute(sa.delete(AccountSession).where(AccountSession.token_hash == token_hash))


def end_all(connection: sa.Connection, account_id: int) -> None:
    """End every session of an account."""
    connection.execute(sa.delete(AccountSession).where(AccountSession.account_id == account_id))


def _stands(policy: Policy) -> sa.ColumnElement[bool]:
    """Not idle for longer, and not older, than allowed."""
    return sa.and_(
        AccountSession.seen_at > sa.func.now() - policy.idle,
        AccountSession.created_at > sa.func.now() - ABSOLUTE,
    )


def _opened_by(hash_: str) -> sa.ColumnElement[bool]:
    just_before = sa.and_(
        AccountSession.previous_hash == hash_,
        AccountSession.rotated_at > sa.func.now() - GRACE,
        sa.not_(AccountSession.rotate),
    )
    return sa.or_(AccountSession.token_hash == hash_, just_before)


def _delete(connection: sa.Connection, which: sa.Select[Any]) -> None:
    connection.execute(sa.delete(AccountSession).where(AccountSession.token_hash.in_(which)))


def _change(connection: sa.Connection, token_hash: str, **values: Any) -> None:  # noqa: ANN401
    connection.execute(
        sa.update(AccountSession).where(AccountSession.token_hash == token_hash).values(**values)
    )

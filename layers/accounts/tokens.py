"""Personal tokens for programs: made, listed, looked up, revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import journal
from layers.account_models import Account, AccountToken
from layers.accounts import people
from layers.accounts.callers import Caller
from layers.accounts.errors import BadScope, UnknownToken
from layers.accounts.rights import RIGHTS, rights_of, role_named
from layers.accounts.secret_words import fingerprint, new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX: Final = "jintu_"
"""By which a token is known for one, by people and by programs that look for leaked secrets."""
USUAL_DAYS: Final = 90
MOST_DAYS: Final = 365
USED_EVERY: Final = timedelta(minutes=1)
"""How exact the time of last use is, so that not every request writes."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A token to be made: what it is for, what it may do, how many days it lives."""

    label: str
    rights: Sequence[str]
    days: int = USUAL_DAYS


def make(connection: sa.Connection, owner: Caller, wish: Wish) -> dict[str, Any]:
    """Make a token for a signed-in person; ``token`` of the answer is shown this once.

    Raises
    ------
    BadScope
        When it asks for a right that its owner does not have, or for more than 365 days.
    """
    _require_within(owner, wish)
    account = people.find(connection, owner.author)
    if account is None:  # pragma: no cover - the caller was looked up a moment ago
        raise UnknownToken(where=owner.author)
    secret = PREFIX + new_secret()
    identity = secrets.token_hex(8)
    connection.execute(
        sa.insert(AccountToken).values(
            id=identity,
            account_id=account.id,
            label=wish.label,
            rights=sorted({"read_public", *wish.rights}),
            token_hash=fingerprint(secret),
            expires_at=sa.func.now() + timedelta(days=wish.days),
        )
    )
    made = _one(connection, identity)
    told = {"label": wish.label, "rights": " ".join(made["rights"]), "days": wish.days}
    journal.append(
        connection, actor=owner.author, action="token_made", object=identity, details=told
    )
    return made | {"token": secret}


def _require_within(owner: Caller, wish: Wish) -> None:
    if not 1 <= wish.days <= MOST_DAYS:
        raise BadScope(where="days", reason="days", value=wish.days, most=MOST_DAYS)
    for right in wish.rights:
        if right not in RIGHTS or right not in owner.rights:
            allowed = ", ".join(sorted(owner.rights))
            raise BadScope(where="rights", reason="right", value=right, allowed=allowed)


def look_up(connection: sa.Connection, secret: str, *, open_runs: bool) -> Caller | None:
    """Return who stands behind a token, or None when it is not valid (any more).

    Its rights are those it was made with as far as its owner's role has them at this moment.
    """
    query = _query().where(
        AccountToken.token_hash == fingerprint(secret),
        AccountToken.expires_at > sa.func.now(),
        AccountToken.revoked_at.is_(None),
        sa.not_(Account.disabled),
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    connection.execute(
        sa.update(AccountToken)
        .where(
            AccountToken.id == row.id,
            sa.func.coalesce(sa.func.now() - AccountToken.used_at > USED_EVERY, sa.true()),
        )
        .values(used_at=sa.func.now())
    )
    role = role_named(row.role)
    rights = rights_of(role, open_runs=open_runs).intersection(row.rights)
    return Caller(kind="token", role=role, rights=rights, name=row.name)


def listing(connection: sa.Connection, owner: str | None) -> list[dict[str, Any]]:
    """Return the tokens of an owner, or everybody's for None, newest first."""
    query = _query().order_by(AccountToken.created_at.desc(), AccountToken.id)
    if owner is not None:
        query = query.where(Account.name_key == people.name_key(owner))
    return [_described(row) for row in connection.execute(query)]


def revoke(connection: sa.Connection, identity: str, *, caller: Caller) -> None:
    """Revoke a token of the caller's own, or any when the caller administers.

    Raises
    ------
    UnknownToken
        When there is none with this id that the caller may revoke.
    """
    query = _query().where(AccountToken.id == identity)
    if not caller.may("administer"):
        query = query.where(Account.name_key == people.name_key(caller.author))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownToken(where=identity)
    if row.revoked_at is not None:
        return
    connection.execute(
        sa.update(AccountToken).where(AccountToken.id == identity).values(revoked_at=sa.func.now())
    )
    told = {"label": row.label, "owner": row.name}
    journal.append(
        connection, actor=caller.author, action="token_revoked", object=identity, details=told
    )


def _one(connection: sa.Connection, identity: str) -> dict[str, Any]:
    return _described(connection.execute(_query().where(AccountToken.id == identity)).one())


def _query() -> sa.Select[Any]:
    columns = [column for column in AccountToken.__table__.columns if column.key != "token_hash"]
    owner = Account.id == AccountToken.account_id
    return sa.select(*columns, Account.name, Account.role).join(Account, owner)


def _described(row: sa.Row[Any]) -> dict[str, Any]:
    moments = ("created_at", "expires_at", "used_at", "revoked_at")
    told = {name: getattr(row, name) for name in moments}
    return {
        "id": row.id,
        "owner": row.name,
        "label": row.label,
        "rights": row.rights,
        **{name: moment.isoformat() if moment else None for name, moment in told.items()},
    }

"""Accounts: made, listed, given a role, disabled, given a password; each change in the journal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import journal
from layers.account_models import Account
from layers.accounts import hashing, policies, sessions
from layers.accounts.callers import OPERATOR, PUBLIC
from layers.accounts.errors import AccountExists, BadName, LastAdmin, UnknownAccount
from layers.accounts.rights import role_named

if TYPE_CHECKING:
    from layers.accounts.policies import Policy
    from layers.db import Database

_NAME: Final = re.compile(r"\w[\w.@-]{0,63}")
_TAKEN: Final = frozenset({PUBLIC, OPERATOR, "bundled", "system", "setup"})
"""Names that the records use for those who are nobody in particular."""
_ADMINS = 0x61646D696E73
"""One number for everybody who takes an administrator away ("admins" in bytes): two at once could
each believe the other's to be left."""


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """An account to be made."""

    name: str
    role: str
    password: str


def name_key(name: str) -> str:
    """Return a name without regard to case and width; names with the same key are one.

    Whatever is asked for can be looked up: what no name may hold is escaped.
    """
    return journal.safe_text(unicodedata.normalize("NFKC", name).casefold())


def make(database: Database, policy: Policy, newcomer: Newcomer, *, actor: str) -> dict[str, Any]:
    """Make an account; return it as :func:`listing` does.

    Raises
    ------
    BadName
        When the name is empty, too long, reserved or holds other than letters and ``. @ - _``.
    UnknownRole
        When there is no such role.
    WeakPassword
        When the password breaks a rule of the policy.
    AccountExists
        When the name is taken.
    """
    row = prepared(policy, newcomer)
    with database.begin() as connection:
        insert(connection, row)
        journal.append(
            connection,
            actor=actor,
            action="account_made",
            object=newcomer.name,
            details={"role": newcomer.role},
        )
        return get(connection, newcomer.name)


def prepared(policy: Policy, newcomer: Newcomer) -> dict[str, Any]:
    """Check a newcomer and hash the password, outside any transaction because that takes time."""
    role_named(newcomer.role)
    key = name_key(newcomer.name)
    if not may_be_named(newcomer.name):
        raise BadName(where=newcomer.name)
    policies.check(policy, newcomer.password, newcomer.name)
    return {
        "name": newcomer.name,
        "name_key": key,
        "role": newcomer.role,
        "password_hash": hashing.hashed(newcomer.password),
    }


def may_be_named(name: str) -> bool:
    """Tell whether somebody may have a name: letters and ``. @ - _``, and not a reserved one."""
    return bool(_NAME.fullmatch(name)) and name_key(name) not in _TAKEN


def insert(connection: sa.Connection, row: dict[str, Any]) -> int:
    """Store a prepared account; return its number.

    Raises
    ------
    AccountExists
        When the name is taken.
    """
    from sqlalchemy.dialects.postgresql import insert as insert_or_nothing

    statement = insert_or_nothing(Account).values(**row).on_conflict_do_nothing()
    number = connection.scalar(statement.returning(Account.id))
    if number is None:
        raise AccountExists(where=row["name"])
    return int(number)


def listing(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return every account by name, without anything secret."""
    return [_described(row) for row in connection.execute(_query().order_by(Account.name_key))]


def get(connection: sa.Connection, name: str) -> dict[str, Any]:
    """Return one account.

    Raises
    ------
    UnknownAccount
        When there is none of this name.
    """
    row = connection.execute(_query().where(Account.name_key == name_key(name))).one_or_none()
    if row is None:
        raise UnknownAccount(where=name)
    return _described(row)


def find(connection: sa.Connection, name: str, *, lock: bool = False) -> sa.Row[Any] | None:
    """Return the whole row of an account, or None; ``lock`` keeps it as it is until the end."""
    query = sa.select(Account.__table__).where(Account.name_key == name_key(name))
    return connection.execute(query.with_for_update() if lock else query).one_or_none()


def any_exists(connection: sa.Connection) -> bool:
    """Tell whether there is any account."""
    return bool(connection.scalar(sa.select(sa.exists().select_from(Account))))


def set_role(connection: sa.Connection, name: str, role: str, *, actor: str) -> None:
    """Give an account another role; it holds at the next request, for sessions and tokens alike.

    Raises
    ------
    UnknownRole, UnknownAccount
        When there is no such role or account.
    LastAdmin
        When nobody could administer any more.
    """
    role_named(role)
    account = _taken(connection, name)
    if account.role == role:
        return
    _update(connection, account.id, role=role)
    _require_admin(connection, account)
    sessions.rotate_all(connection, account.id)
    change = {"from": account.role, "to": role}
    journal.append(
        connection, actor=actor, action="role_changed", object=account.name, details=change
    )


def set_disabled(connection: sa.Connection, name: str, *, disabled: bool, actor: str) -> None:
    """Disable an account, which ends its sessions and silences its tokens, or enable it again.

    Raises
    ------
    UnknownAccount
        When there is none of this name.
    LastAdmin
        When nobody could administer any more.
    """
    account = _taken(connection, name)
    if account.disabled == disabled:
        return
    _update(connection, account.id, disabled=disabled)
    _require_admin(connection, account)
    sessions.end_all(connection, account.id)
    action: journal.Action = "account_disabled" if disabled else "account_enabled"
    journal.append(connection, actor=actor, action=action, object=account.name)


def set_password(
    database: Database, policy: Policy, name: str, password: str, *, actor: str
) -> None:
    """Give an account another password, which ends its sessions and any lock on it.

    Raises
    ------
    UnknownAccount
        When there is none of this name.
    WeakPassword
        When the password breaks a rule of the policy.
    """
    with database.begin() as connection:
        account = find(connection, name)
    if account is None:
        raise UnknownAccount(where=name)
    policies.check(
        policy, password, account.name, [account.password_hash, *account.password_history]
    )
    new_hash = hashing.hashed(password)
    with database.begin() as connection:
        before = _taken(connection, name)
        history = [before.password_hash, *before.password_history]
        _update(
            connection,
            before.id,
            password_hash=new_hash,
            password_changed_at=sa.func.now(),
            password_history=history[: policies.KEPT],
            failures=0,
            locked_until=None,
        )
        sessions.end_all(connection, before.id)
        journal.append(connection, actor=actor, action="password_changed", object=before.name)


def reads_internal(connection: sa.Connection, author: str) -> bool:
    """Tell whether an author of the records may see internal layers now.

    For work that is done later than it was asked for: an account that lost its role meanwhile
    has lost the sight too. The operator and jintu itself see everything.
    """
    from layers.accounts.rights import rights_of

    if author in _TAKEN:
        return author != PUBLIC
    account = find(connection, author)
    if account is None or account.disabled:
        return False
    return "read_internal" in rights_of(role_named(account.role))


def _taken(connection: sa.Connection, name: str) -> sa.Row[Any]:
    """Return the row of an account that is about to be changed, kept from changing otherwise."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADMINS)))
    account = find(connection, name, lock=True)
    if account is None:
        raise UnknownAccount(where=name)
    return account


def _update(connection: sa.Connection, account_id: int, **values: Any) -> None:  # noqa: ANN401
    connection.execute(sa.update(Account).where(Account.id == account_id).values(**values))


def _require_admin(connection: sa.Connection, before: sa.Row[Any]) -> None:
    able = sa.select(sa.exists().where(Account.role == "admin", sa.not_(Account.disabled)))
    if before.role == "admin" and not before.disabled and not connection.scalar(able):
        raise LastAdmin(where=before.name)


_MOMENTS = ("created_at", "signed_in_at", "password_changed_at", "locked_until")


def _query() -> sa.Select[Any]:
    told = ("name", "role", "disabled", *_MOMENTS)
    return sa.select(*(Account.__table__.columns[name] for name in told))


def _described(row: sa.Row[Any]) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in _MOMENTS}
    return {
        "name": row.name,
        "role": row.role,
        "disabled": row.disabled,
        **{name: moment.isoformat() if moment else None for name, moment in told.items()},
    }

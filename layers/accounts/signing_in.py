"""Signing in with a password, and changing one's own.

Whether the name is known, the password right, the account locked or disabled: the same statements
and the same hashing happen, and the same answer is given, so that nobody learns who has an account.
Hashing takes time and therefore stands between two short transactions, never inside one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers import journal
from layers.account_models import Account
from layers.accounts import hashing, people, sessions
from layers.accounts.errors import BadCredentials, PasswordExpired

if TYPE_CHECKING:
    from layers.accounts.policies import Policy
    from layers.db import Database


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What somebody shows, and from which address; ``new_password`` replaces the one shown."""

    name: str
    password: str = field(repr=False)
    new_password: str | None = field(default=None, repr=False)
    address: str = ""


def sign_in(
    database: Database, policy: Policy, shown: Credentials, *, replacing: str | None = None
) -> str:
    """Check a password and open a session; return the session's secret.

    ``replacing`` is the hash of the session that the browser had before, which is ended.

    Raises
    ------
    BadCredentials
        When name or password are wrong, or the account is locked or disabled.
    PasswordExpired
        When the password is too old and no new one came with it.
    WeakPassword
        When the new password breaks a rule.
    HashingBusy
        When too many sign in at once.
    """
    proved = _proved(database, policy, shown)
    account: sa.Row[Any] | None = proved
    if shown.new_password is not None:
        people.set_password(database, policy, proved.name, shown.new_password, actor=proved.name)
        account = _account(database, proved.name)
    elif policy.is_expired(proved.password_changed_at, datetime.now(UTC)):
        raise PasswordExpired(days=policy.lifetime.days if policy.lifetime else 0)
    secret = _opened(database, policy, account, shown, replacing)
    if shown.new_password is None:
        _freshen(database, proved, shown.password)
    return secret


def _proved(database: Database, policy: Policy, shown: Credentials) -> sa.Row[Any]:
    seen = _account(database, shown.name)
    right = hashing.matches(None if seen is None else seen.password_hash, shown.password)
    with database.begin() as connection:
        account = people.find(connection, shown.name, lock=True)
        if account is not None and seen is not None and right and _may_enter(account, seen):
            return account
        _count_failure(connection, policy, shown.name)
        journal.append(
            connection,
            actor=shown.name,
            action="sign_in_failed",
            details={"address": shown.address},
        )
    raise BadCredentials


def _may_enter(account: sa.Row[Any], seen: sa.Row[Any]) -> bool:
    """Tell whether an account is open, and has still the password that was looked at."""
    locked = account.locked_until is not None and account.locked_until > datetime.now(UTC)
    return not locked and not account.disabled and account.password_hash == seen.password_hash


def _count_failure(connection: sa.Connection, policy: Policy, name: str) -> None:
    """Count a failure, and lock at the policy's number of them.

    While the lock holds nothing is counted, so it always ends; after it, counting begins anew.
    """
    is_over = Account.locked_until <= sa.func.now()
    count = sa.case((is_over, 1), else_=Account.failures + 1)
    values: dict[str, Any] = {"failures": count}
    if policy.failures is not None:
        until = sa.func.now() + policy.lock
        values["locked_until"] = sa.case((count >= policy.failures, until), else_=None)
    connection.execute(
        sa.update(Account)
        .where(
            Account.name_key == people.name_key(name),
            sa.or_(Account.locked_until.is_(None), is_over),
        )
        .values(**values)
    )


def _account(database: Database, name: str) -> sa.Row[Any] | None:
    with database.begin() as connection:
        return people.find(connection, name)


def _opened(
    database: Database,
    policy: Policy,
    proved: sa.Row[Any] | None,
    shown: Credentials,
    replacing: str | None,
) -> str:
    with database.begin() as connection:
        account = people.find(connection, shown.name, lock=True)
        if account is None or proved is None or not _may_enter(account, proved):
            raise BadCredentials
        if replacing is not None:
            sessions.end(connection, replacing)
        secret = sessions.open_session(connection, policy, account.id)
        values: dict[str, Any] = {"signed_in_at": sa.func.now(), "failures": 0}
        connection.execute(sa.update(Account).where(Account.id == account.id).values(**values))
        details = {"address": shown.address}
        journal.append(connection, actor=account.name, action="sign_in", details=details)
    return secret


def _freshen(database: Database, account: sa.Row[Any], password: str) -> None:
    """Hash a password that was just proved right again, if it was hashed at other costs."""
    if not hashing.is_outdated(account.password_hash):
        return
    new_hash = hashing.hashed(password)
    unchanged = sa.and_(Account.id == account.id, Account.password_hash == account.password_hash)
    with database.begin() as connection:
        connection.execute(sa.update(Account).where(unchanged).values(password_hash=new_hash))

"""Signing in with an identity that a provider outside has proved (OpenID Connect).

An account belongs to an identity, never to a name or an address: who gets a colleague's name at the
provider does not get the colleague's account here. The first sign-in makes an account with the role
that the configuration says; an administrator may raise it as any other's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from layers import journal
from layers.account_models import Account, AccountIdentity
from layers.accounts import hashing, people, sessions
from layers.accounts.errors import AccountExists, BadCredentials
from layers.accounts.rights import role_named
from layers.accounts.secret_words import new_secret

if TYPE_CHECKING:
    from layers.accounts.policies import Policy
    from layers.db import Database

_UNUSABLE: Final = re.compile(r"[^\w.@-]+")
_LONGEST = 50


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who somebody is: the provider, the number there, and a name to be called by."""

    issuer: str
    subject: str
    name: str
    address: str = ""


def enter(database: Database, policy: Policy, shown: Identity, *, new_role: str) -> str:
    """Open a session for an identity, making its account at the first time; return its secret.

    Raises
    ------
    UnknownRole
        When the role for newcomers is none.
    BadCredentials
        When the account is disabled.
    """
    if not _is_known(database, shown):
        _make(database, shown, role_named(new_role))
    with database.begin() as connection:
        account = connection.execute(_query(shown).with_for_update(of=Account)).one_or_none()
        if account is None or account.disabled:
            raise BadCredentials
        secret = sessions.open_session(connection, policy, account.id)
        values = {"signed_in_at": sa.func.now()}
        connection.execute(sa.update(Account).where(Account.id == account.id).values(**values))
        details = {"address": shown.address, "issuer": shown.issuer}
        journal.append(connection, actor=account.name, action="sign_in", details=details)
    return secret


def _is_known(database: Database, shown: Identity) -> bool:
    with database.begin() as connection:
        return connection.execute(_query(shown)).one_or_none() is not None


def _query(shown: Identity) -> sa.Select[int, str, bool]:
    return (
        sa.select(Account.id, Account.name, Account.disabled)
        .join(AccountIdentity, AccountIdentity.account_id == Account.id)
        .where(AccountIdentity.issuer == shown.issuer, AccountIdentity.subject == shown.subject)
    )


def _make(database: Database, shown: Identity, role: str) -> None:
    """Make an account with a password that nobody knows, under the first name that is free."""
    password_hash = hashing.hashed(new_secret())
    for name in _names(shown):
        row = {
            "name": name,
            "name_key": people.name_key(name),
            "role": role,
            "password_hash": password_hash,
        }
        try:
            with database.begin() as connection:
                number = people.insert(connection, row)
                _bind(connection, shown, number)
                details = {"role": role, "issuer": shown.issuer}
                journal.append(
                    connection, actor=name, action="account_made", object=name, details=details
                )
        except AccountExists:
            continue
        except sa.exc.IntegrityError:
            # The same person has come in by another window in between.
            return
        return


def _bind(connection: sa.Connection, shown: Identity, number: int) -> None:
    values = {"issuer": shown.issuer, "subject": shown.subject, "account_id": number}
    connection.execute(sa.insert(AccountIdentity).values(**values))


def _names(shown: Identity) -> tuple[str, str]:
    """Return the name the provider gives, and one that can only be this identity's."""
    usable = _UNUSABLE.sub("-", shown.name)[:_LONGEST].strip("-.@")
    name = usable if people.may_be_named(usable) else "member"
    own = hashlib.sha256(f"{shown.issuer}\n{shown.subject}".encode()).hexdigest()[:12]
    return name, f"{name}-{own}"

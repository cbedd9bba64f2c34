"""Who asked for work that is done when they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.accounts import people
from layers.accounts.callers import OPERATOR, PUBLIC, Caller, anonymous
from layers.accounts.rights import rights_of, role_named

if TYPE_CHECKING:
    import sqlalchemy as sa


def caller_of(connection: sa.Connection, author: str) -> Caller:
    """Return an author of the records with the rights that are theirs now.

    An account that is gone or disabled is like a reader who has shown nothing.
    """
    if author == OPERATOR:
        return operator()
    account = None if author == PUBLIC else people.find(connection, author)
    if account is None or account.disabled:
        return anonymous(open_runs=False)
    role = role_named(account.role)
    return Caller(kind="session", role=role, rights=rights_of(role), name=author)


def operator() -> Caller:
    """Return whoever sits at the command line."""
    return Caller(kind="session", role="admin", rights=rights_of("admin"), name=OPERATOR)

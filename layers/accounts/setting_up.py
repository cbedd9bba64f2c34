"""The first administrator, made by a code that only the one who starts the service sees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import journal
from layers.account_models import SetupCode
from layers.accounts import people
from layers.accounts.errors import BadSetupCode
from layers.accounts.people import Newcomer
from layers.accounts.secret_words import code_fingerprint, new_code

if TYPE_CHECKING:
    from layers.accounts.policies import Policy
    from layers.db import Database

LIFETIME: Final = timedelta(hours=24)
_LOCK = 0x7365747570
"""One number for set-up ("setup" in bytes): two people with the code cannot both be the first."""


def setup_code(database: Database) -> str | None:
    """Return a new set-up code while there is no account, else None.

    It is stored only as a hash, replaces any code before it, works once and for 24 hours.
    """
    with database.begin() as connection:
        _take_turns(connection)
        connection.execute(sa.delete(SetupCode))
        if people.any_exists(connection):
            return None
        code = new_code()
        connection.execute(
            sa.insert(SetupCode).values(
                code_hash=code_fingerprint(code), expires_at=sa.func.now() + LIFETIME
            )
        )
        return code


def set_up(
    database: Database, policy: Policy, code: str, *, name: str, password: str
) -> dict[str, Any]:
    """Make the first administrator; the code is used up.

    Raises
    ------
    BadSetupCode
        When the code is wrong or expired, or there is an account already.
    BadName, WeakPassword
        When name or password break a rule; the code stays good.
    """
    with database.begin() as connection:
        _require(connection, code)
    row = people.prepared(policy, Newcomer(name=name, role="admin", password=password))
    with database.begin() as connection:
        _take_turns(connection)
        _require(connection, code)
        connection.execute(sa.delete(SetupCode))
        people.insert(connection, row)
        journal.append(connection, actor=name, action="set_up", object=name)
        return people.get(connection, name)


def is_needed(connection: sa.Connection) -> bool:
    """Tell whether there is no account yet."""
    return not people.any_exists(connection)


def _require(connection: sa.Connection, code: str) -> None:
    good = sa.exists().where(
        SetupCode.code_hash == code_fingerprint(code), SetupCode.expires_at > sa.func.now()
    )
    if people.any_exists(connection) or not connection.scalar(sa.select(good)):
        raise BadSetupCode


def _take_turns(connection: sa.Connection) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))

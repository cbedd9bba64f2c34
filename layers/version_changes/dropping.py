"""Giving up versions, and giving their space back without making a reader wait.

Giving up is a change of state and always succeeds. The table with the features is dropped
afterwards, in a transaction of its own that waits half a second for its lock and no longer: while
it waits, everybody who comes after it waits too. What could not be dropped is dropped next time.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from layers import sql
from layers.db import run
from layers.models import LayerVersion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.db import Database

log = logging.getLogger("jintu.versions")

LOCK_TIMEOUT_MS: Final = 500


def discard(connection: sa.Connection, version_ids: Iterable[int]) -> list[int]:
    """Give up versions that readers do not see; return those that were given up now."""
    given_up = (
        sa.update(LayerVersion)
        .where(LayerVersion.id.in_(list(version_ids)))
        .where(LayerVersion.state.in_(("staged", "superseded")))
        .values(state="discarded")
        .returning(LayerVersion.id)
    )
    return sorted(connection.scalars(given_up))


def give_back(database: Database) -> list[int]:
    """Drop the features of every version that was given up; return those that are gone now.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    with database.begin() as connection:
        left = _left(connection)
    return [version for version in left if _drop(database, version)]


def _left(connection: sa.Connection) -> list[int]:
    present = {row.version for row in run(connection, sql.get("partitions"))}
    given_up = sa.select(LayerVersion.id).where(LayerVersion.state == "discarded")
    return sorted(present & set(connection.scalars(given_up)))


def _drop(database: Database, version: int) -> bool:
    with database.begin() as connection:
        attempt = connection.begin_nested()
        try:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
            run(connection, sql.get("drop_partition", version=version))
        except DBAPIError as error:
            attempt.rollback()
            if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise
            log.info("version %s is still being read; its space is given back later", version)
            return False
        attempt.commit()
    return True

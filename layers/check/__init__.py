"""What must always hold, whatever was killed when: looked over in one transaction.

I1 the pointers, I2 the contents, I3 the tables, I4 and I5 the journal, I7 the queue, I9 the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from layers import sql
from layers.check import acknowledged, contents, disk, pointers, queue, tables
from layers.check.violations import Violation
from layers.db import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.db import Database
    from layers.uploads import UploadFolder

__all__ = ["Violation", "every_violation", "server"]


def every_violation(database: Database, folder: UploadFolder) -> list[Violation]:
    """Return every promise that does not hold.

    Everything is looked at in one state of the database, so what goes on meanwhile is no fault.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    with database.begin() as connection:
        connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        return list(_every(connection, folder))


def server(connection: sa.Connection) -> dict[str, str]:
    """Return the versions of the database and of its spatial extension."""
    return dict(run(connection, sql.get("server_versions")).one()._mapping)  # noqa: SLF001 - the public name


def _every(connection: sa.Connection, folder: UploadFolder) -> Iterator[Violation]:
    yield from pointers.check(connection)
    yield from contents.check(connection)
    yield from tables.check(connection)
    yield from acknowledged.check(connection)
    yield from queue.check(connection)
    yield from disk.check(connection, folder)

"""The tables that hold the features of one version, for statements that read nothing else.

Reading the table of a version itself spares the server looking for it among all versions at each
statement, which takes as long as a small answer.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from psycopg.errors import UndefinedTable

from layers.errors import UnknownVersion

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import psycopg

    from layers.db import Database


def features_of(version_id: int) -> str:
    """Return the name of the table that holds the features of a version."""
    return f"feature_v{int(version_id)}"


def coarse_of(version_id: int) -> str:
    """Return the name of the table that holds the generalised shapes of a version."""
    return f"feature_v{int(version_id)}_coarse"


@asynccontextmanager
async def reading(
    database: Database, version_id: int, patience_s: float | None = None
) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """Borrow a reader's connection for the tables of a version.

    Raises
    ------
    UnknownVersion
        When the version was given up after it was looked up.
    DatabaseUnavailable
        When no connection is free in time or the server is gone.
    """
    try:
        async with database.reading(patience_s) as connection:
            yield connection
    except UndefinedTable as error:
        raise UnknownVersion(version=version_id) from error

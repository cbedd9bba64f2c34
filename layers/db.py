"""The database: connections, and the one place where driver errors become our own."""

from __future__ import annotations

import select
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, LiteralString, cast

import psycopg
import psycopg_pool
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from layers.errors import BadQuery, DatabaseUnavailable
from layers.stamps import Remembered, Stamps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

POOL_SIZE = 6
ACQUIRE_SECONDS = 3.0
"""A request waits this long for a connection, then is told to come back."""

_SESSION = "-c jit=off -c max_parallel_workers_per_gather=0 -c timezone=UTC"
"""Parallel plans and JIT make tile and page queries two to four times slower."""


def driver_url(url: str) -> str:
    """Return the address in libpq's form, whichever form it was given in."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def engine_url(url: str) -> str:
    """Return the address in SQLAlchemy's form for the psycopg driver."""
    plain = driver_url(url)
    for scheme in ("postgresql://", "postgres://"):
        if plain.startswith(scheme):
            return "postgresql+psycopg://" + plain.removeprefix(scheme)
    raise DatabaseUnavailable(where="JINTU_DATABASE_URL", reason="not a postgresql:// address")


@contextmanager
def translated() -> Iterator[None]:
    """Turn a lost or refused connection into :class:`DatabaseUnavailable`.

    A value that no column can hold (a text with NUL, a number too large) becomes
    :class:`BadQuery`: only a request can have brought it.
    """
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.DataError) and _cannot_be_held(error.orig):
            raise _bad_value(error.orig) from error
        if error.connection_invalidated or isinstance(error.orig, psycopg.OperationalError):
            raise DatabaseUnavailable(reason=_first_line(error.orig)) from error
        raise
    except psycopg.DataError as error:
        if _cannot_be_held(error):
            raise _bad_value(error) from error
        raise
    except (psycopg.OperationalError, psycopg_pool.PoolTimeout) as error:
        raise DatabaseUnavailable(reason=_first_line(error)) from error


def _cannot_be_held(error: psycopg.DataError) -> bool:
    """Tell whether the driver (without a state) or the server finds a value out of its type."""
    return error.sqlstate in {None, "22003", "22021", "22P05"}


def _bad_value(error: psycopg.DataError) -> BadQuery:
    return BadQuery(where="?", value=_first_line(error))


def _first_line(error: object) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else "no answer"


def _has_ended(connection: psycopg.AsyncConnection[Any]) -> bool:
    """Tell whether the server ended a connection: an idle one has nothing else to say.

    To ask the server each time would cost as much as a small request does.
    """
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


class Database:
    """A PostGIS database: transactions for writers, a small warm pool for readers.

    ``read_url`` may name a replica; without one, reads go to the same server.
    """

    def __init__(self, url: str, read_url: str | None = None) -> None:
        self.url = driver_url(url)
        self.engine = sa.create_engine(
            engine_url(url),
            pool_size=POOL_SIZE,
            pool_pre_ping=True,
            pool_timeout=ACQUIRE_SECONDS,
            connect_args={"options": _SESSION, "connect_timeout": 5},
        )
        reading: dict[str, Any] = {"autocommit": True, "options": _SESSION, "connect_timeout": 5}
        self.stamps = Stamps(driver_url(read_url or url), **reading)
        self.remembered = Remembered(self.stamps)
        self._pool = psycopg_pool.AsyncConnectionPool(
            driver_url(read_url or url),
            min_size=2,
            max_size=POOL_SIZE,
            timeout=ACQUIRE_SECONDS,
            open=False,
            kwargs=reading,
        )

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Open a transaction; it is committed at the end, undone by any error.

        Raises
        ------
        DatabaseUnavailable
            When the server does not answer.
        """
        with translated(), self.engine.begin() as connection:
            yield connection

    async def open(self) -> None:
        """Open the readers' pool."""
        await self._pool.open()

    async def close(self) -> None:
        """Close every connection."""
        await self.stamps.close()
        await self._pool.close()
        self.engine.dispose()

    def dispose(self) -> None:
        """Close the writers' connections, for programs that never opened the readers' pool."""
        self.engine.dispose()

    @asynccontextmanager
    async def reading(
        self, patience_s: float | None = None
    ) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        """Borrow a reader's connection; wait ``patience_s`` for it instead of the usual time.

        Raises
        ------
        DatabaseUnavailable
            When no connection is free within ``ACQUIRE_SECONDS`` or the server is gone.
        """
        with translated():
            connection = await self._living(patience_s)
            try:
                yield connection
            finally:
                await self._pool.putconn(connection)

    async def _living(self, patience_s: float | None) -> psycopg.AsyncConnection[Any]:
        """Take a connection that still stands out of the pool, and let go of others.

        The pool's own check waits longer after each one that does not stand, as if the server were
        away; after a restart of the server every one of them is such.
        """
        while True:
            connection = await self._pool.getconn(patience_s)
            if not _has_ended(connection):
                return connection
            await connection.close()
            await self._pool.putconn(connection)


def run(
    connection: sa.Connection, statement: str, values: Mapping[str, Any] | None = None
) -> sa.CursorResult[Any]:
    """Execute a statement of ``layers.sql`` with bound values."""
    return connection.exec_driver_sql(statement, dict(values) if values else None)


def raw(connection: sa.Connection) -> psycopg.Connection[Any]:
    """Return psycopg's own connection of an open transaction, for COPY."""
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


def literal(statement: str) -> LiteralString:
    """Vouch for a statement: it comes from ``layers.sql``, not from outside."""
    return cast("LiteralString", statement)  # type: ignore[redundant-cast]

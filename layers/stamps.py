"""Whether anything has been written since: what may be remembered between two requests.

PostgreSQL's snapshot names the transactions that a statement sees. As long as it is the same,
every answer is the same, so what was looked up under one snapshot holds under it. Asking for it is
the cheapest question there is, and one question serves every request that came before it was sent:
none of them can miss what was published before it.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import psycopg

from layers.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Iterator

Found = TypeVar("Found")

MOST_REMEMBERED: Final = 10_000
PATIENCE_SECONDS: Final = 3.0
"""The server is taken for gone when it does not answer for so long."""
_NAME: Final = b"jintu_stamp"
_PREPARE: Final = "PREPARE jintu_stamp AS SELECT pg_current_snapshot()::text"

_TOLD: ContextVar[bytes | None] = ContextVar("told", default=None)


@contextmanager
def told(stamp: bytes) -> Iterator[None]:
    """Let a stamp that was asked for after a request came in hold for all that it leads to."""
    before = _TOLD.set(stamp)
    try:
        yield
    finally:
        _TOLD.reset(before)


class Stamps:
    """Asks for the snapshot over a connection of its own, once for all who wait."""

    def __init__(self, url: str, **settings: Any) -> None:  # noqa: ANN401 - of the driver
        self._url, self._settings = url, settings
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._connecting = asyncio.Lock()
        self._coming: list[asyncio.Future[bytes]] = []
        self._asked: list[asyncio.Future[bytes]] = []
        self._patience: asyncio.TimerHandle | None = None

    async def now(self) -> bytes:
        """Return the snapshot of a question that is sent after this call.

        Raises
        ------
        DatabaseUnavailable
            When the server does not answer.
        """
        if (told := _TOLD.get()) is not None:
            return told
        if self._connection is None:
            await self._connect()
        waiting: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._coming.append(waiting)
        if not self._asked:
            self._ask()
        return await waiting

    async def close(self) -> None:
        """Close the connection."""
        connection = self._connection
        self._lose("closed")
        if connection is not None:
            await connection.close()

    async def _connect(self) -> None:
        async with self._connecting:
            if self._connection is not None:
                return
            try:
                opened = await psycopg.AsyncConnection.connect(self._url, **self._settings)
                await opened.execute(_PREPARE)
            except psycopg.OperationalError as error:
                raise DatabaseUnavailable(reason=str(error).splitlines()[0]) from error
            asyncio.get_running_loop().add_reader(opened.fileno(), self._readable)
            self._connection = opened

    def _ask(self) -> None:
        self._asked, self._coming = self._coming, []
        try:
            wire = cast("psycopg.AsyncConnection[Any]", self._connection).pgconn
            wire.send_query_prepared(_NAME, None)
            wire.flush()
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(PATIENCE_SECONDS, self._lose, "no answer")
        except psycopg.Error as error:
            self._lose(str(error))

    def _readable(self) -> None:
        if self._connection is None:
            return
        wire = self._connection.pgconn
        try:
            wire.consume_input()
            if not self._asked or wire.is_busy():
                return
            result = wire.get_result()
            while wire.get_result() is not None:
                pass
            stamp = None if result is None else result.get_value(0, 0)
        except psycopg.Error as error:
            self._lose(str(error))
            return
        if stamp is None:
            self._lose("no snapshot")
            return
        self._tell(stamp)

    def _tell(self, stamp: bytes) -> None:
        if self._patience is not None:
            self._patience.cancel()
        answered, self._asked = self._asked, []
        for waiting in answered:
            if not waiting.done():
                waiting.set_result(stamp)
        if self._coming:
            self._ask()

    def _lose(self, reason: str) -> None:
        """Drop the connection and tell all who wait; the next question opens another."""
        connection, self._connection = self._connection, None
        if self._patience is not None:
            self._patience.cancel()
        if connection is not None:
            asyncio.get_running_loop().remove_reader(connection.fileno())
            connection.pgconn.finish()
        for waiting in [*self._asked, *self._coming]:
            if not waiting.done():
                waiting.set_exception(DatabaseUnavailable(reason=reason))
        self._asked, self._coming = [], []


class Remembered:
    """What was looked up under the present snapshot, by its question."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._stamp = b""
        self._held: dict[Hashable, Any] = {}

    async def get(self, question: Hashable, look_up: Callable[[], Awaitable[Found]]) -> Found:
        """Return the answer to a question, looked up once per snapshot.

        An answer that came while somebody wrote may be newer than its snapshot, never older; it is
        forgotten with it.
        """
        await self.refresh()
        if question in self._held:
            return cast("Found", self._held[question])
        stamp = self._stamp
        found = await look_up()
        if stamp == self._stamp and len(self._held) < MOST_REMEMBERED:
            self._held[question] = found
        return found

    async def refresh(self) -> None:
        """Forget everything when something was written."""
        stamp = await self._stamps.now()
        if stamp != self._stamp:
            self._stamp = stamp
            self._held.clear()

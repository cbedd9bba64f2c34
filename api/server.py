"""The HTTP server around the application."""

from __future__ import annotations

import contextlib
import gc
import importlib
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from starlette.types import ASGIApp

LIMIT_CONCURRENCY = 400
SHUTDOWN_SECONDS = 5


class _Announcing(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What is there now stays until the end, so no collection need look through it again: a
        # million geometries are made in two thirds of the time.
        gc.collect()
        gc.freeze()
        if self.started:
            self._announce()


def run(app: ASGIApp, listener: socket.socket, announce: Callable[[], None]) -> None:
    """Serve on a bound socket until interrupted; ``announce`` is called once it answers.

    Raises
    ------
    ImportError
        When uvloop or httptools are missing: without uvloop several processes cost 44 ms a request,
        so there is no start without it.
    """
    for needed in ("uvloop", "httptools"):
        importlib.import_module(needed)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=LIMIT_CONCURRENCY,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    # An interrupt is the ordinary way to end; the closing blocks around this call do the rest.
    with contextlib.suppress(KeyboardInterrupt):
        _Announcing(config, announce).run(sockets=[listener])

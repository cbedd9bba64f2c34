"""Having the database back when its server dies under a running service."""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from geo.errors import JintuError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers.embedded.processes import Process

LOOK_EVERY_S = 0.25
PAUSE_AFTER_FAILURE_S = 2.0

_log = logging.getLogger("jintu.database")


@contextlib.contextmanager
def watched(process: Process, revive: Callable[[], Process]) -> Iterator[None]:
    """Call ``revive`` whenever the process has ended, for as long as the context is open."""
    ended = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(process, revive, ended), name="jintu-database", daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _watch(process: Process, revive: Callable[[], Process], ended: threading.Event) -> None:
    pause_s = LOOK_EVERY_S
    while not ended.wait(pause_s):
        pause_s = LOOK_EVERY_S
        if process.lives():
            continue
        try:
            process = revive()
        except (JintuError, OSError):
            # it stays away until the cause is gone; requests say so meanwhile
            _log.exception("the database ended and cannot be started again")
            pause_s = PAUSE_AFTER_FAILURE_S

"""Two locks that let several processes share one cluster.

Whoever uses the cluster shares the lock ``cluster.users``; who starts or stops it holds
``cluster.start`` alone. The kernel gives both back when a process dies, however it dies.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING

from layers.embedded.errors import ClusterBusy
from layers.embedded.folder import writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TURN_TIMEOUT_S = 400.0
STEP_S = 0.01


@contextlib.contextmanager
def opened(path: Path) -> Iterator[int]:
    """Open a lock file; closing it gives its lock back."""
    with writing(path):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def turn(path: Path, timeout_s: float = TURN_TIMEOUT_S) -> Iterator[None]:
    """Hold a lock alone, waiting for it up to ``timeout_s`` seconds.

    Raises
    ------
    ClusterBusy
        Somebody else kept it longer than that.
    """
    with opened(path) as descriptor:
        give_up = time.monotonic() + timeout_s
        while not alone(descriptor):
            if time.monotonic() >= give_up:
                raise ClusterBusy(where=str(path), waited_s=timeout_s)
            time.sleep(STEP_S)
        yield


def share(descriptor: int) -> None:
    """Join the holders of a lock."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def alone(descriptor: int) -> bool:
    """Take a lock alone if nobody else holds it, without waiting; tell whether it was taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""``jintu worker``: background work in a process of its own."""

from __future__ import annotations

import asyncio
import signal
import sys
from types import FrameType

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers import jobs


def worker(data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Work through the queue until interrupted."""
    signal.signal(signal.SIGTERM, _leave)
    with store.store(data_dir) as database:
        if as_json:
            options.emit({"working": True})
        else:
            options.tell(say("cli.worker.ready"))
        asyncio.run(jobs.work(database))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)

"""How far background work has come, told while it goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from layers.jobs import records

if TYPE_CHECKING:
    from layers.db import Database

EVERY_SECONDS: Final = 0.3
_NEVER_DONE: Final = 0.99
"""Only the end of the work is the end of the work."""


class Progress:
    """Writes into a job's record how much of it is done: not too often, and never backwards."""

    def __init__(self, database: Database, job_id: str, every: float = EVERY_SECONDS) -> None:
        self._database, self._job_id, self._every = database, job_id, every
        self._told, self._at = 0.0, -every

    def __call__(self, share: float) -> None:
        """Tell a share between 0 and 1."""
        now, told = time.monotonic(), min(share, _NEVER_DONE)
        if told <= self._told or now - self._at < self._every:
            return
        self._told, self._at = told, now
        records.move(self._database, self._job_id, progress=told)

"""Working through the queue: in the service itself, or as a process of its own.

A worker that dies leaves its job marked as being done. Once a minute such jobs are looked for: the
first time one is tried again, the second time it is given up, so that work that kills its worker
does not go round for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import procrastinate
import psycopg
from procrastinate.jobs import Status

from layers.db import ACQUIRE_SECONDS, driver_url
from layers.jobs import records, tasks

if TYPE_CHECKING:
    from procrastinate.jobs import Job

    from layers.db import Database

log = logging.getLogger("jintu.jobs")

SWEEP_SECONDS = 60.0
STALLED_SECONDS = 60.0
"""A worker reports every ten seconds; one that is silent for this long is dead."""
MOST_ATTEMPTS = 2


class Worker:
    """Works through the queue of a database until it is cancelled."""

    def __init__(
        self,
        database: Database,
        *,
        stalled_seconds: float = STALLED_SECONDS,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self.database = database
        self.stalled_seconds = stalled_seconds
        self.sweep_seconds = sweep_seconds
        connector = procrastinate.PsycopgConnector(
            conninfo=driver_url(database.url), min_size=1, max_size=3, timeout=ACQUIRE_SECONDS
        )
        self.app = procrastinate.App(connector=connector)
        self.app.task(name=records.TASK)(self._carry_out)

    async def _carry_out(self, job_id: str) -> None:
        await asyncio.to_thread(tasks.carry_out, self.database, job_id)

    async def run(self, *, wait: bool = True) -> None:
        """Work until cancelled, or with ``wait=False`` until the queue is empty."""
        async with self.app.open_async():
            await self.sweep()
            sweeping = asyncio.create_task(self._sweep_always())
            try:
                await self.app.run_worker_async(
                    wait=wait, install_signal_handlers=False, delete_jobs="always"
                )
            finally:
                sweeping.cancel()

    async def sweep(self) -> None:
        """Try again, or give up, the jobs whose worker died."""
        stalled = await self.app.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=self.stalled_seconds
        )
        for job in stalled:
            await self._settle(job)

    async def _settle(self, job: Job) -> None:
        if job.id is None:  # pragma: no cover - a stored job has its number
            return
        if job.attempts + 1 < MOST_ATTEMPTS:
            await self.app.job_manager.retry_job_by_id_async(job.id, datetime.now(UTC))
            return
        log.error("job %s took its worker down and is given up", job.task_kwargs)
        await asyncio.to_thread(
            records.move,
            self.database,
            str(job.task_kwargs["job_id"]),
            status="failed",
            error={"code": "job_given_up"},
        )
        await self.app.job_manager.finish_job_by_id_async(
            job.id, status=Status.FAILED, delete_job=False
        )

    async def _sweep_always(self) -> None:
        while True:
            await asyncio.sleep(self.sweep_seconds)
            try:
                await self.sweep()
            except (psycopg.Error, procrastinate.exceptions.ConnectorException):
                log.warning("the sweep for stalled jobs found no database; it tries again")


async def work(database: Database) -> None:
    """Work through the queue until cancelled; a lost database is waited for."""
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            try:
                await Worker(database).run()
            except (psycopg.Error, procrastinate.exceptions.ConnectorException):
                log.warning("the worker lost the database; it tries again")
                await asyncio.sleep(ACQUIRE_SECONDS)

"""Background work: done once, failing with an answer, given up when it kills its worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from layers import jobs
from layers.db import Database
from layers.jobs.records import UnknownJob
from tests import staging

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = {
    "analysis": "charging-distance",
    "layers": {"origins": "townships", "stations": "stations"},
    "params": {"year": 2024},
}


@pytest.fixture
def loaded(loaded_url: str) -> Iterator[Database]:
    opened = Database(loaded_url)
    yield opened
    opened.dispose()


def finish(database: Database) -> None:
    staging.work_off(database)


def state(database: Database, job_id: str) -> dict:
    with database.begin() as connection:
        return jobs.get(connection, job_id)


def test_a_queued_run_is_carried_out(loaded):
    job = jobs.queue(loaded, "run", QUESTION, created_by="test")
    assert job["status"] == "queued"
    finish(loaded)
    done = state(loaded, job["id"])
    assert done["status"] == "done"
    assert done["progress"] == 1
    assert done["result"]["result_collection"].startswith("run-")


def test_a_question_without_an_answer_fails_with_its_reason(loaded):
    wrong = QUESTION | {"params": {"year": 1990}}
    job = jobs.queue(loaded, "run", wrong, created_by="test")
    finish(loaded)
    failed = state(loaded, job["id"])
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "year_without_data"


def abandon(database: Database) -> None:
    """Leave the queue as a worker leaves it that is killed in the middle of its job."""
    with database.begin() as connection:
        worker = connection.scalar(sa.text("SELECT procrastinate_register_worker_v1()"))
        fetched = connection.execute(
            sa.text("SELECT id FROM procrastinate_fetch_job_v2(NULL, :worker)"), {"worker": worker}
        ).one()
        connection.execute(
            sa.text(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
                " WHERE id = :worker"
            ),
            {"worker": worker},
        )
    assert fetched.id is not None


def test_a_job_whose_worker_died_is_tried_again(loaded):
    job = jobs.queue(loaded, "run", QUESTION, created_by="test")
    abandon(loaded)
    finish(loaded)
    assert state(loaded, job["id"])["status"] == "done"


def test_a_job_that_kills_its_worker_twice_is_given_up(loaded):
    job = jobs.queue(loaded, "run", QUESTION, created_by="test")
    abandon(loaded)
    staging.in_its_own_loop(_sweep(loaded))
    abandon(loaded)
    finish(loaded)
    given_up = state(loaded, job["id"])
    assert given_up["status"] == "failed"
    assert given_up["error"]["code"] == "job_given_up"


async def _sweep(database: Database) -> None:
    worker = jobs.Worker(database, stalled_seconds=0)
    async with worker.app.open_async():
        await worker.sweep()


def test_an_unknown_job_is_an_error(loaded):
    with pytest.raises(UnknownJob), loaded.begin() as connection:
        jobs.get(connection, "none")


def test_nothing_is_queued_without_its_record(loaded):
    with loaded.begin() as connection:
        before = connection.scalar(sa.text("SELECT count(*) FROM procrastinate_jobs"))
    jobs.queue(loaded, "run", QUESTION, created_by="test")
    with loaded.begin() as connection:
        after = connection.scalar(sa.text("SELECT count(*) FROM procrastinate_jobs"))
        records = connection.scalar(sa.text("SELECT count(*) FROM job"))
    assert (before, after, records) == (0, 1, 1)

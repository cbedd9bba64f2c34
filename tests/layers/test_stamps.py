"""What may be remembered between two requests, and for how long."""

import asyncio

import psycopg
import pytest

from layers.db import Database, driver_url
from layers.errors import DatabaseUnavailable
from layers.stamps import Remembered, Stamps
from tests import staging

WRITE = "INSERT INTO layer (id, role, visibility) VALUES ('{}', 'place', 'public')"


def test_the_stamp_stays_until_somebody_writes(empty_url):
    async def looked_at():
        stamps = Stamps(driver_url(empty_url), autocommit=True)
        with psycopg.connect(driver_url(empty_url), autocommit=True) as writer:
            same = [await stamps.now(), await stamps.now()]
            writer.execute(WRITE.format("a"))
            after = await stamps.now()
            writer.execute("SELECT count(*) FROM layer")
            reading = await stamps.now()
        await stamps.close()
        return same, after, reading

    same, after, reading = staging.in_its_own_loop(looked_at())
    assert same[0] == same[1]
    assert after != same[0]
    assert reading == after


def test_many_who_wait_are_served_by_few_questions(empty_url):
    async def asked():
        stamps = Stamps(driver_url(empty_url), autocommit=True)
        await stamps.now()
        questions = []
        ask = stamps._ask
        stamps._ask = lambda: (questions.append(1), ask())
        found = await asyncio.gather(*(stamps.now() for _ in range(500)))
        await stamps.close()
        return questions, set(found)

    questions, found = staging.in_its_own_loop(asked())
    assert len(questions) == 2  # one that was on its way for the first, one for the rest
    assert len(found) == 1


def test_what_is_remembered_is_forgotten_when_somebody_writes(empty_url):
    async def remembered():
        stamps = Stamps(driver_url(empty_url), autocommit=True)
        known, looked_up = Remembered(stamps), []

        async def look_up():
            looked_up.append(1)
            return len(looked_up)

        with psycopg.connect(driver_url(empty_url), autocommit=True) as writer:
            answers = [await known.get("a", look_up) for _ in range(3)]
            writer.execute(WRITE.format("b"))
            answers.append(await known.get("a", look_up))
        await stamps.close()
        return answers

    assert staging.in_its_own_loop(remembered()) == [1, 1, 1, 2]


def test_a_lost_connection_is_replaced(empty_url):
    async def lost():
        stamps = Stamps(driver_url(empty_url), autocommit=True)
        first = await stamps.now()
        with psycopg.connect(driver_url(empty_url), autocommit=True) as writer:
            writer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await asyncio.sleep(0.2)
        again = await stamps.now()
        await stamps.close()
        return first, again

    first, again = staging.in_its_own_loop(lost())
    assert first == again


def test_no_server_is_said(tmp_path):
    async def asked():
        await Stamps(f"postgresql://nobody@/none?host={tmp_path}", connect_timeout=2).now()

    with pytest.raises(DatabaseUnavailable):
        staging.in_its_own_loop(asked())


def test_readers_survive_the_end_of_their_connections(empty_url):
    async def read():
        database = Database(empty_url)
        await database.open()
        with psycopg.connect(driver_url(empty_url), autocommit=True) as writer:
            # Both of the pool's connections are there, none is only being made.
            async with database.reading() as one, database.reading() as other:
                await one.execute("SELECT 1")
                await other.execute("SELECT 1")
            writer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.2)
            for _ in range(4):
                async with database.reading() as connection:
                    await connection.execute("SELECT 1")
        await database.close()

    staging.in_its_own_loop(read())

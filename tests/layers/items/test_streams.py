"""Long answers, sent while they are read."""

import asyncio
import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers import items, loading, sql
from layers.clauses import fill
from layers.db import POOL_SIZE, Database
from layers.features import pointer
from layers.items import Asked, select
from layers.types import LayerContent, LayerMeta
from tests import staging

COUNT = 7_000


@pytest.fixture
def filled(database, empty_url):
    random = np.random.default_rng(3)
    frame = gpd.GeoDataFrame(
        {"n": np.arange(COUNT), "word": ['a "quoted" \\ back\nslash'] * COUNT},
        geometry=shapely.points(random.uniform((112, 37), (113, 38), (COUNT, 2))),
        crs=4326,
    )
    meta = LayerMeta(
        id="wells", title_zh="水井", title_en="Wells", role="place", geometry_type="Point",
        quality="illustrative", licence="none", source="made for a test", source_date="2024",
    )  # fmt: skip
    content = LayerContent(meta=meta, batches=lambda: [frame], sha256="x")
    loading.load(database, [content], created_by="test")
    return empty_url


def running(url, work):
    async def with_database():
        database = Database(url)
        await database.open()
        try:
            version = await pointer(database, "wells")
            return await work(database, version.version_id)
        finally:
            await database.close()

    return staging.in_its_own_loop(with_database())


async def whole(database, wanted, pause=0.0):
    chunks = []
    async for chunk in items.stream(database, wanted):
        chunks.append(chunk)
        await asyncio.sleep(pause)
    return chunks


@pytest.mark.parametrize("order", [(), ("-n",)])
def test_a_stream_is_the_page_in_chunks(filled, order):
    async def both(database, version):
        asked = Asked(limit=6_500, offset=100, order=order)
        wanted = select(version, asked, {"n": "integer"})
        return await whole(database, wanted), (await items.page(database, wanted))[0]

    chunks, page = running(filled, both)
    assert len(chunks) > 3
    assert b"".join(chunks) == page
    numbers = [one["properties"]["n"] for one in json.loads(b"[" + page + b"]")]
    expected = range(100, 6_600) if not order else range(COUNT - 101, COUNT - 6_601, -1)
    assert numbers == list(expected)


def test_a_stream_that_asks_for_more_than_there_is_ends(filled):
    async def past_the_end(database, version):
        return [
            await whole(database, select(version, Asked(limit=10_000, offset=offset), {}))
            for offset in (COUNT - 1, COUNT, COUNT + 5)
        ]

    last, *beyond = running(filled, past_the_end)
    assert len(json.loads(b"".join(last))) > 0
    assert beyond == [[], []]


def test_slow_readers_keep_no_connection(filled):
    """Many more readers than connections, all slow; a short question is answered at once."""

    async def slowly(database, version):
        wanted = select(version, Asked(limit=COUNT), {})
        readers = [
            asyncio.create_task(whole(database, wanted, pause=0.3)) for _ in range(4 * POOL_SIZE)
        ]
        await asyncio.sleep(1)
        counted = await asyncio.wait_for(items.count(database, wanted), 3)
        return counted, [b"".join(chunks) for chunks in await asyncio.gather(*readers)]

    counted, bodies = running(filled, slowly)
    assert counted == COUNT
    assert len(set(bodies)) == 1
    assert len(json.loads(b"[" + bodies[0] + b"]")) == COUNT


@pytest.mark.parametrize("offset", [0, 5_000])
def test_a_page_is_read_in_the_order_of_the_key_without_sorting_the_layer(filled, offset):
    def plan(connection, version):
        wanted = select(version, Asked(limit=10, offset=offset), {})
        statement = "EXPLAIN (FORMAT JSON) " + fill(sql.get("item_page"), **wanted.parts)
        [answer] = connection.exec_driver_sql(statement, wanted.bound).one()
        return json.dumps(answer)

    database = Database(filled)
    with database.begin() as connection:
        version = connection.exec_driver_sql("SELECT current_version_id FROM layer").scalar_one()
        steps = plan(connection, version)
    database.dispose()
    assert '"Sort"' not in steps
    assert f"pk_feature_v{version}" in steps

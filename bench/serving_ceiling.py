"""The least that a FastAPI service can do: bytes assembled in SQL, and nothing else.

No roles, counts, links, paging, filters, versions, compression, headers or checks. It reads plain
tables through psycopg's pool, and is what the other servers are measured by.
"""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg_pool
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

FEATURES = """
SELECT convert_to('{"type":"FeatureCollection","features":[' || coalesce(string_agg(
    '{"type":"Feature","id":' || to_json(code)::text || ',"geometry":' || st_asgeojson(geom, 7)
    || ',"properties":' || jsonb_build_object(
        'code', code, 'name_zh', name_zh, 'households', households)::text || '}', ','), '')
    || ']}', 'UTF8')
  FROM plain.town
"""
BOX = f"{FEATURES} WHERE geom && st_makeenvelope(%s, %s, %s, %s, 4326)"
ITEM = f"{FEATURES} WHERE code = %s"
TILE = """
SELECT st_asmvt(t, 'town', 4096, 'g') FROM (
    SELECT code, name_zh, households,
           st_asmvtgeom(geom_3857, st_tileenvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g
      FROM plain.town
     WHERE geom_3857 && st_tileenvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096)) AS t
"""
POINTS = """
COPY (SELECT '{"type":"Feature","id":' || to_json(code)::text || ',"geometry":'
    || st_asgeojson(geom, 7) || ',"properties":'
    || jsonb_build_object('code', code, 'year', year, 'piles', piles)::text || '}'
    FROM plain.pt ORDER BY gid) TO STDOUT
"""
GEOJSON = "application/geo+json"
MVT = "application/vnd.mapbox-vector-tile"
HELD = Path(__file__).read_bytes()

pool = psycopg_pool.AsyncConnectionPool(
    os.environ["BENCH_DATABASE"], min_size=2, max_size=6, open=False,
    kwargs={"autocommit": True, "options": "-c jit=off -c max_parallel_workers_per_gather=0"},
)  # fmt: skip


@asynccontextmanager
async def lifespan(_app):
    await pool.open()
    yield
    await pool.close()


app = FastAPI(lifespan=lifespan)


async def value(statement, values=None):
    async with pool.connection() as connection:
        cursor = await connection.execute(statement, values, binary=True)
        return (await cursor.fetchone())[0]


@app.get("/items")
async def items():
    return Response(await value(FEATURES), media_type=GEOJSON)


@app.get("/box")
async def box(bbox: str):
    return Response(await value(BOX, [float(part) for part in bbox.split(",")]), media_type=GEOJSON)


@app.get("/items/{code}")
async def item(code: str):
    return Response(await value(ITEM, [code]), media_type=GEOJSON)


@app.get("/tiles/{z}/{x}/{y}")
async def tile(z: int, x: int, y: int):
    return Response(await value(TILE, {"z": z, "x": x, "y": y}), media_type=MVT)


@app.get("/points")
async def points():
    return StreamingResponse(rows(), media_type=GEOJSON)


async def rows():
    yield b'{"type":"FeatureCollection","features":['
    held, separator = [], b""
    async with (
        pool.connection() as connection,
        connection.cursor() as cursor,
        cursor.copy(POINTS) as copy,
    ):
        async for line in copy:
            held.append(separator + bytes(line))
            separator = b","
            if len(held) == 400:
                yield b"".join(held)
                held = []
    yield b"".join([*held, b"]}"])


@app.get("/held")
async def cached():
    return Response(HELD, media_type=MVT)


@app.get("/known")
async def known(request: Request):
    status = 304 if request.headers.get("if-none-match") == '"x"' else 200
    return Response(b"", status, headers={"ETag": '"x"'})

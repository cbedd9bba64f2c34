"""Carrying a selection out: pages, streams, counts, single items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from layers import partitions, sql
from layers.clauses import fill
from layers.db import literal
from layers.errors import UnknownFeature, UnknownVersion
from layers.items.selecting import geometry_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from layers.db import Database
    from layers.items.selecting import Selection
    from layers.systems import System


FIRST_CHUNK_ROWS: Final = 200
MOST_CHUNK_ROWS: Final = 2_000
CHUNK_BYTES: Final = 250_000
"""About the size of a chunk: worth a question, and little enough to be held for many readers."""
STREAM_PATIENCE_S: Final = 60.0
"""An answer that has begun waits longer for its next connection than one that can be refused."""


@dataclass(frozen=True, kw_only=True)
class Schema:
    """What the features of a version carry: attributes in source order, and the key among them."""

    attributes: Sequence[Mapping[str, Any]]
    key: str | None = None

    @property
    def types(self) -> dict[str, str]:
        """Each attribute's name with its JSON type."""
        return {attribute["name"]: attribute["type"] for attribute in self.attributes}


async def schema(database: Database, version_id: int) -> Schema:
    """Return what the features of a version carry.

    Raises
    ------
    UnknownVersion
        When there is no such version.
    """
    async with database.reading() as connection:
        statement = literal(sql.get("version_attributes"))
        cursor = await connection.execute(statement, {"version": version_id})
        row = await cursor.fetchone()
    if row is None:
        raise UnknownVersion(version=version_id)
    return Schema(attributes=row[0], key=row[1])


async def page(
    database: Database, wanted: Selection, *, patience_s: float | None = None
) -> tuple[bytes, int]:
    """Return the selected features as JSON objects joined by commas, and how many they are.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer, or has no connection free in ``patience_s``.
    UnknownVersion
        When the version was given up meanwhile.
    """
    statement = literal(fill(sql.get("item_page"), **wanted.parts))
    async with partitions.reading(database, wanted.version_id, patience_s) as connection:
        cursor = await connection.execute(statement, wanted.bound, binary=True)
        row = await cursor.fetchone()
    if row is None:  # pragma: no cover - an aggregate always has a row
        return b"", 0
    return bytes(row[0]), row[1]


async def stream(database: Database, wanted: Selection) -> AsyncIterator[bytes]:
    """Yield the selected features as JSON objects joined by commas, a few hundred kilobytes a time.

    They are never all held, and a connection only while a chunk is read: whoever reads slowly
    keeps nobody waiting. A version never changes, so its chunks belong together. Chunks follow one
    another without a comma between them.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    rows, at, left = FIRST_CHUNK_ROWS, wanted.offset, wanted.limit
    comma = b""
    while left > 0:
        rows = min(rows, left)
        chunk = replace(wanted, offset=at, limit=rows)
        body, returned = await page(database, chunk, patience_s=STREAM_PATIENCE_S)
        if returned:
            yield comma + body
        if returned < rows:
            return
        at, left, comma = at + rows, left - rows, b","
        rows = min(max(1, CHUNK_BYTES * rows // max(1, len(body))), MOST_CHUNK_ROWS)


async def count(database: Database, wanted: Selection) -> int:
    """Return how many features a selection matches, whatever its limit and offset."""
    features = partitions.features_of(wanted.version_id)
    statement = literal(fill(sql.get("item_count"), features=features, where=wanted.where))
    async with partitions.reading(database, wanted.version_id) as connection:
        cursor = await connection.execute(statement, wanted.bound)
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def item(database: Database, version_id: int, feature_id: str, system: System) -> bytes:
    """Return one feature as JSON bytes, its closing brace left out so that links can be added.

    Raises
    ------
    UnknownFeature
        When the version has no feature of this id.
    """
    if "\x00" in feature_id:
        raise UnknownFeature(where=feature_id.replace("\x00", "?"))
    statement = literal(_one(version_id, system))
    async with partitions.reading(database, version_id) as connection:
        cursor = await connection.execute(statement, {"id": feature_id})
        row = await cursor.fetchone()
    if row is None:
        raise UnknownFeature(where=feature_id)
    return str(row[0]).encode()


@lru_cache(maxsize=1_000)
def _one(version_id: int, system: System) -> str:
    parts = {"features": partitions.features_of(version_id), "geometry": geometry_in(system)}
    return fill(sql.get("item_one"), **parts)

"""Tiles of a version, made in the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from layers import partitions, sql
from layers.clauses import fill
from layers.db import literal
from layers.tiles.coarse import band_of
from layers.tiles.matrices import MATRIX_SETS

if TYPE_CHECKING:
    from layers.db import Database
    from layers.tiles.matrices import MatrixSet, Place

MAX_FEATURES: Final = 10_000
MAX_BYTES: Final = 1_000_000
_REACH: Final = 64 / 4096
"""How far beyond its edge a tile reaches, in sides, so that outlines are not cut at the seam."""


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A version that tiles can be made of."""

    version_id: int
    feature_count: int
    number: int
    is_generalised: bool = False
    """Whether generalised shapes are stored with it."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A tile as bytes, empty where nothing lies, and how many features it had no room for."""

    body: bytes
    dropped: int


async def pointer(
    database: Database, layer_id: str, number: int | None, *, internal: bool = False
) -> Pointer | None:
    """Return the version readers see, or the one of ``number``; None where there is none.

    A version that was published once can be asked for as long as its layer may be known of, so
    that a map that began to draw it can finish; a discarded one cannot.
    """

    async def look_up() -> Pointer | None:
        values = {"layer": layer_id, "number": number, "internal": internal}
        async with database.reading() as connection:
            cursor = await connection.execute(literal(sql.get("tile_pointer")), values)
            row = await cursor.fetchone()
        if row is None:
            return None
        return Pointer(
            version_id=row[0], feature_count=row[1], number=row[2], is_generalised=row[3]
        )

    return await database.remembered.get(("tile", layer_id, number, internal), look_up)


async def tile(
    database: Database, layer_id: str, version: Pointer, matrices: MatrixSet, place: Place
) -> Tile:
    """Return the tile of a layer's version at a place.

    At most ``MAX_FEATURES`` features and ``MAX_BYTES`` bytes; what is above is thinned out evenly
    and counted.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    values = _values(layer_id, matrices, place)
    limit = MAX_FEATURES
    body, shown = await _made(database, version, matrices, values | {"limit": limit})
    while len(body) > MAX_BYTES and shown > 1:
        # Features differ in size, so a little less than the share that would fit on average.
        limit = max(1, int(min(limit, shown) * 0.9 * MAX_BYTES / len(body)))
        body, shown = await _made(database, version, matrices, values | {"limit": limit})
    if limit >= version.feature_count:
        return Tile(body=body, dropped=0)
    return Tile(body=body, dropped=max(0, await _near(database, version, values) - limit))


def _values(layer_id: str, matrices: MatrixSet, place: Place) -> dict[str, Any]:
    return {
        "layer": layer_id,
        "band": band_of(place.zoom),
        **matrices.bounds(place),
        **matrices.lonlat_bounds(place, reach=_REACH),
    }


async def _made(
    database: Database, version: Pointer, matrices: MatrixSet, values: dict[str, Any]
) -> tuple[bytes, int]:
    statement = _statement(
        version.version_id,
        matrices.id,
        is_thinned=values["limit"] < version.feature_count,
        is_coarse=values["band"] is not None and version.is_generalised,
    )
    async with partitions.reading(database, version.version_id) as connection:
        cursor = await connection.execute(literal(statement), values, binary=True)
        row = await cursor.fetchone()
    return (bytes(row[0] or b""), row[1]) if row else (b"", 0)


@lru_cache(maxsize=1_000)
def _statement(version_id: int, matrices_id: str, *, is_thinned: bool, is_coarse: bool) -> str:
    matrices = MATRIX_SETS[matrices_id]
    body = fill(
        sql.get("tile_body"),
        shape=sql.get("tile_coarse_shape") if is_coarse else "{exact}",
        spread=sql.get("tile_spread") if is_thinned else "",
        near=sql.get("tile_near"),
    )
    return fill(
        body,
        features=partitions.features_of(version_id),
        version=str(int(version_id)),
        generalised=partitions.coarse_of(version_id),
        exact=sql.get(matrices.exact),
        column=matrices.column,
        srid=str(int(matrices.srid)),
    )


async def _near(database: Database, version: Pointer, values: dict[str, Any]) -> int:
    features = partitions.features_of(version.version_id)
    statement = fill(sql.get("tile_count"), features=features, near=sql.get("tile_near"))
    async with partitions.reading(database, version.version_id) as connection:
        cursor = await connection.execute(literal(statement), values)
        row = await cursor.fetchone()
    return int(row[0]) if row else 0

"""Which version of a layer readers see, and its features as a frame for analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from layers import sql
from layers.db import literal, run
from layers.errors import EmptyLayer, UnknownLayer

if TYPE_CHECKING:
    import geopandas as gpd
    import sqlalchemy as sa

    from layers.db import Database


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """The version of a layer that readers see at this moment."""

    version_id: int
    feature_count: int


async def pointer(database: Database, layer_id: str, *, internal: bool = False) -> Pointer:
    """Return the published version of a layer; ``internal`` layers are to be seen or not.

    Raises
    ------
    UnknownLayer
        When no layer has this id, or none that may be known of.
    EmptyLayer
        When the layer has no published version.
    """

    async def look_up() -> tuple[int | None, int] | None:
        async with database.reading() as connection:
            values = {"layer": layer_id, "internal": internal}
            cursor = await connection.execute(literal(sql.get("layer_pointer")), values)
            return await cursor.fetchone()

    row = await database.remembered.get(("pointer", layer_id, internal), look_up)
    if row is None:
        raise UnknownLayer(where=layer_id)
    if row[0] is None:
        raise EmptyLayer(where=layer_id)
    return Pointer(version_id=row[0], feature_count=row[1])


def frame(connection: sa.Connection, layer: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return the published version of a layer as a frame in EPSG:4326.

    ``layer`` is what :func:`layers.catalogue.get` returns; the columns keep the source's order.
    """
    import geopandas as gpd
    import pandas as pd

    rows = run(connection, sql.get("feature_rows"), {"version": layer["version"]["id"]}).all()
    names = [attribute["name"] for attribute in layer["attributes"]]
    table = pd.DataFrame([row.attributes for row in rows], columns=names)
    geometry = shapely.from_wkb([None if row.wkb is None else bytes(row.wkb) for row in rows])
    return gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")

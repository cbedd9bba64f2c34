"""An upload that joins what is published: added to it, or put over it by key.

What is published is read in batches over a connection of its own, because the other one is busy
storing. Nothing is held but the keys of the upload.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely

from layers import sql
from layers.db import run
from layers.uploads.columns import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    import geopandas as gpd

    from layers.db import Database

    Frames = Callable[[], Iterable[gpd.GeoDataFrame]]

_ROWS: Final = 20_000
_GEOMETRY: Final = "__geometry"
"""No column of an upload can be called like this."""


@dataclass(frozen=True, kw_only=True)
class Base:
    """The published version that an upload joins; ``attributes`` are its columns."""

    version_id: int
    attributes: list[dict[str, Any]]
    key: str | None
    geometry_type: str
    crs: str
    datum: str
    rows: int


def upserted(database: Database, base: Base, key: str, fresh: Frames) -> Iterator[gpd.GeoDataFrame]:
    """Yield what is published and stays, then what is new or newly described.

    A feature that is described anew keeps the attributes that the upload has no column for, and
    its geometry where the upload has none.
    """
    keys = {str(value) for frame in fresh() for value in frame[key]}
    yield from published(database, base, without=keys)
    for frame in fresh():
        yield _merged(database, base, key, frame)


def published(
    database: Database, base: Base, *, without: Collection[str] = ()
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the features of a version in their order, but those of some ids."""
    after = 0
    while True:
        with database.begin() as connection:
            values = {"version": base.version_id, "after": after, "limit": _ROWS}
            rows = run(connection, sql.get("feature_rows_after"), values).all()
        if not rows:
            return
        after = rows[-1].seq
        staying = [row for row in rows if row.id not in without]
        if staying:
            yield _frame(base, [row.attributes for row in staying], [row.wkb for row in staying])


def _frame(
    base: Base, records: list[dict[str, Any]], wkb: list[memoryview | None]
) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    table = pd.DataFrame(
        {
            column["name"]: typed([one.get(column["name"]) for one in records], column["type"])
            for column in base.attributes
        }
    )
    geometries = shapely.from_wkb([None if one is None else bytes(one) for one in wkb])
    series = gpd.GeoSeries(geometries, index=table.index, crs="EPSG:4326")
    frame: gpd.GeoDataFrame = gpd.GeoDataFrame(table.assign(**{_GEOMETRY: series}))
    return frame.set_geometry(_GEOMETRY)


def _merged(database: Database, base: Base, key: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return new rows, completed by what is published of the same key."""
    import geopandas as gpd

    ids = [str(value) for value in frame[key]]
    with database.begin() as connection:
        values = {"version": base.version_id, "ids": ids}
        rows = run(connection, sql.get("feature_rows_by_id"), values).all()
    known = {row.id: row for row in rows}
    places = [known.get(one) for one in ids]
    old = _frame(
        base,
        [{} if row is None else row.attributes for row in places],
        [None if row is None else row.wkb for row in places],
    )
    old.index = frame.index
    missing = frame.geometry.isna() | frame.geometry.is_empty
    geometry = frame.geometry.where(~missing, old.geometry)
    table = old.drop(columns=_GEOMETRY)
    for name in frame.columns:
        if name != frame.geometry.name:
            table[name] = frame[name]
    merged: gpd.GeoDataFrame = gpd.GeoDataFrame(table.assign(**{_GEOMETRY: geometry}))
    return merged.set_geometry(_GEOMETRY, crs="EPSG:4326")

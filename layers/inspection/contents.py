"""From the folder of an inspection to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from layers.errors import EmptyLayer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

FEATURES: Final = "layer-{number}.parquet"
REJECTED: Final = "layer-{number}-rejected.csv"
GEOMETRY: Final = "__geometry"
"""The column of the geometry; no field of a sender can have this name."""


def batches(folder: Path, number: int = 0) -> Iterator[gpd.GeoDataFrame]:
    """Yield the features of a layer in frames in EPSG:4326; a geometry may be missing.

    Raises
    ------
    EmptyLayer
        When the layer is not stored there, because it could not be placed.
    """
    import pyarrow.parquet as pq

    path = folder / FEATURES.format(number=number)
    if not path.is_file():
        raise EmptyLayer(where=path.name)
    with pq.ParquetFile(path) as stored:
        for part in range(stored.metadata.num_row_groups):
            yield _frame(stored.read_row_group(part).to_pandas(integer_object_nulls=True))


def _frame(table: object) -> gpd.GeoDataFrame:
    # The confined process imports this package too, and half its start would be for nothing.
    import geopandas as gpd

    frame = gpd.GeoDataFrame(table)
    wkb = frame.pop(GEOMETRY) if GEOMETRY in frame.columns else None
    if wkb is None:
        return frame.set_geometry(gpd.GeoSeries([None] * len(frame), crs="EPSG:4326"))
    # A geometry column may be called like a field of the sender, so its name is ours.
    geometry = gpd.GeoSeries(shapely.from_wkb(wkb.to_numpy()), index=frame.index, crs="EPSG:4326")
    placed: gpd.GeoDataFrame = frame.assign(**{GEOMETRY: geometry}).set_geometry(GEOMETRY)
    return placed


def rejected_table(folder: Path, number: int = 0) -> Path | None:
    """Return the table (CSV) of the rows of a layer that were kept out, or None without any."""
    path = folder / REJECTED.format(number=number)
    return path if path.is_file() else None

"""Features on their way through: collected in memory by the batch, kept in a temporary file.

A province extract has more features than should be in memory at once. They are written to an
Arrow stream as they are found and read back in the same batches, as often as wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

BATCH_ROWS = 10_000

_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


class Spool:
    """A temporary file of features in EPSG:4326.

    Parameters
    ----------
    path
        Where the file is made; its folder must exist.
    columns
        The attributes kept, in order, with their Arrow types.
    """

    def __init__(self, path: Path, columns: Mapping[str, pa.DataType]) -> None:
        self._path = path
        self._schema = pa.schema([*columns.items(), ("geometry", pa.binary())])
        self._writer: pa.ipc.RecordBatchStreamWriter | None = None
        self.rows = 0

    def write(self, frame: GeoDataFrame) -> None:
        """Append features; the frame has at least the columns of the spool."""
        if frame.empty:
            return
        if self._writer is None:
            self._writer = pa.ipc.new_stream(str(self._path), self._schema)
        self._writer.write_batch(_record_batch(frame, self._schema))
        self.rows += len(frame)

    def close(self) -> None:
        """Finish writing; what was written can be read from now on."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def batches(self) -> Iterator[GeoDataFrame]:
        """Read the features back, one frame for each that was written."""
        if self.rows == 0:
            return
        with pa.OSFile(str(self._path)) as stream, pa.ipc.open_stream(stream) as reader:
            for batch in reader:
                yield _frame(batch)

    def everything(self) -> GeoDataFrame:
        """Read all features into one frame; for spools known to be small."""
        frames = list(self.batches())
        return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs="EPSG:4326")


def in_batches(frame: GeoDataFrame, rows: int = BATCH_ROWS) -> Iterator[GeoDataFrame]:
    """Split a frame into frames of at most ``rows`` rows."""
    for start in range(0, len(frame), rows):
        yield frame.iloc[start : start + rows].reset_index(drop=True)


def _record_batch(frame: GeoDataFrame, schema: pa.Schema) -> pa.RecordBatch:
    arrays = [_array(frame[name], schema.field(name).type) for name in schema.names[:-1]]
    geometry = pa.array(shapely.to_wkb(frame.geometry.to_numpy()), pa.binary())
    return pa.record_batch([*arrays, geometry], schema=schema)


def _array(values: pd.Series[Any], kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind, from_pandas=True)


def _frame(batch: pa.RecordBatch) -> GeoDataFrame:
    table = batch.to_pandas(types_mapper=_NULLABLE.get)
    geometry = shapely.from_wkb(table.pop("geometry").to_numpy())
    return gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")

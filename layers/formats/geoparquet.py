"""GeoParquet: columns with geometry as well-known binary, or as nested lists of coordinates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from layers.formats import nested_coordinates
from layers.formats.base import Dataset, RawLayer, Reading, StatedCrs, UploadFormat
from layers.inspection.findings import UploadRefused, Where
from layers.sandbox.privileges import drop

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_MAGIC: Final = b"PAR1"
_WKB: Final = "WKB"


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is Parquet."""
    return dataset.suffix in {".parquet", ".geoparquet"} and head.startswith(_MAGIC)


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer, with its primary geometry column."""
    drop()
    try:
        with pq.ParquetFile(dataset.main) as opened:
            _check_size(opened, reading, dataset.name)
            about = _about(opened, dataset.name)
            table = opened.read()
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, MemoryError):
            raise
        raise UploadRefused(finding="damaged", where=dataset.name) from error
    name = str(about.get("primary_column"))
    column = (about.get("columns") or {}).get(name) or {}
    encoding = str(column.get("encoding"))
    if name not in table.column_names or not _is_read(encoding, table.column(name)):
        raise UploadRefused(finding="geoparquet_encoding", where=dataset.name, encoding=encoding)
    others = [name, *(one for one in about["columns"] if one in table.column_names and one != name)]
    return [
        RawLayer(
            name=dataset.title,
            table=table.drop_columns(others).replace_schema_metadata(None),
            wkb=_binary(table.column(name), encoding, reading, dataset),
            crs=_crs(column),
        )
    ]


def _is_read(encoding: str, column: pa.ChunkedArray) -> bool:
    if encoding == _WKB:
        return bool(pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type))
    return nested_coordinates.is_one(encoding, column.type)


def _binary(
    column: pa.ChunkedArray, encoding: str, reading: Reading, dataset: Dataset
) -> pa.ChunkedArray | pa.Array:
    if encoding == _WKB:
        return column.cast(pa.binary())
    where = Where(file=dataset.name, layer=dataset.title)
    return nested_coordinates.to_wkb(column, encoding, reading, where)


def _check_size(opened: ParquetFile, reading: Reading, where: str) -> None:
    about = opened.metadata
    groups = (about.row_group(number) for number in range(about.num_row_groups))
    reading.limits.check("features", about.num_rows, where=where)
    reading.limits.check("columns", about.num_columns, where=where)
    reading.limits.check(
        "unpacked_bytes", sum(group.total_byte_size for group in groups), where=where
    )


def _about(opened: ParquetFile, where: str) -> dict[str, Any]:
    raw = (opened.schema_arrow.metadata or {}).get(b"geo")
    try:
        about = json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        about = None
    if not isinstance(about, dict) or not isinstance(about.get("columns"), dict):
        raise UploadRefused(finding="geoparquet_without_geo", where=where)
    return about


def _crs(column: dict[str, Any]) -> StatedCrs | None:
    """Return the system of a column: none stated means longitude and latitude, null unknown."""
    if "crs" not in column:
        return StatedCrs(text="OGC:CRS84", by="format")
    stated = column["crs"]
    return None if stated is None else StatedCrs(text=json.dumps(stated), by="file")


FORMAT = UploadFormat(
    id="geoparquet", suffixes=(".parquet", ".geoparquet"), claims=claims, read=read
)

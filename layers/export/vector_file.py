"""Formats that GDAL writes, fed batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyogrio.raw import write_arrow

from layers.export import positions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.export.base import Wishes
    from layers.export.content import Content

_SINGLE = ("Point", "LineString", "Polygon")


def write(content: Content, path: Path, wishes: Wishes, *, driver: str, **options: Any) -> None:  # noqa: ANN401 - of the driver
    """Write a content with one of GDAL's drivers, its geometry of one type where that can be.

    Raises
    ------
    NotWritable, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError
        When the file cannot be written; and whatever reading the features raises.
    """
    kind, to_multi = geometry_type(content.kinds)
    batches = positions.placed(content, wishes.placement, to_multi=to_multi)
    write_batches(
        batches, content.schema, path, driver=driver, geometry_type=kind,
        crs=stated(wishes.placement), **options,
    )  # fmt: skip


def write_batches(
    batches: Iterator[pa.RecordBatch],
    schema: pa.Schema,
    path: Path,
    **options: Any,  # noqa: ANN401
) -> None:
    """Write record batches whose last column is the geometry; see :func:`write`."""
    reading = _Reading(batches)
    stream = pa.RecordBatchReader.from_batches(schema, reading)
    try:
        write_arrow(stream, path, geometry_name=schema.names[-1], **options)
    except Exception:
        # GDAL tells only that its input broke off; why, is what reading raised.
        if reading.error is not None:
            raise reading.error from None
        raise


def geometry_type(kinds: frozenset[str]) -> tuple[str, bool]:
    """Return the one type that holds all of these, and whether single parts must become multi."""
    if len(kinds) == 1:
        return next(iter(kinds)), False
    for single in _SINGLE:
        if kinds == {single, f"Multi{single}"}:
            return f"Multi{single}", True
    return "Unknown", False


def stated(placement: positions.Placement) -> str:
    """Return how a file states its system; what is longitude first anyway is known as 4326."""
    if placement.id == positions.CRS84.id:
        return "EPSG:4326"
    return placement.crs.to_wkt() if placement.is_approximate else placement.id


class _Reading:
    """Hands batches on and remembers why they ended."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self.batches = batches
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return self

    def __next__(self) -> pa.RecordBatch:
        try:
            return next(self.batches)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise

"""File geodatabase: a folder ``name.gdb`` inside a zip archive."""

from __future__ import annotations

from typing import Final

from layers.formats import vector_reading
from layers.formats.archive import GEODATABASE
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat

_CATALOGUE: Final = "a00000001.gdbtable"


def claims(head: bytes, dataset: Dataset) -> bool:  # noqa: ARG001 - a folder has no first bytes
    """Tell whether the folder holds a geodatabase's catalogue."""
    return dataset.suffix == GEODATABASE and (dataset.main / _CATALOGUE).is_file()


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the layers with geometry, or the one asked for."""
    return vector_reading.layers_of(dataset, reading, "OpenFileGDB")


FORMAT = UploadFormat(
    id="file-geodatabase", suffixes=(GEODATABASE,), claims=claims, read=read, archive=True
)

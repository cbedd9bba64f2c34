"""FlatGeobuf: one layer."""

from __future__ import annotations

from layers.formats import vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is FlatGeobuf, version 3."""
    return dataset.suffix == ".fgb" and head.startswith(b"fgb\x03fgb")


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer."""
    return vector_reading.layers_of(dataset, reading, "FlatGeobuf")


FORMAT = UploadFormat(id="flatgeobuf", suffixes=(".fgb",), claims=claims, read=read)

"""GPX: way points, routes and tracks, those that there are."""

from __future__ import annotations

from typing import Final

from layers.formats import text_files, vector_reading, xml_guard
from layers.formats.base import Dataset, RawLayer, Reading, StatedCrs, UploadFormat

_LAYERS: Final = frozenset({"waypoints", "routes", "tracks"})


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is GPX."""
    return dataset.suffix == ".gpx" and xml_guard.root(text_files.as_text(head)) == "gpx"


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the layers that hold something, without columns that are empty."""
    path, encoding = text_files.as_utf8(dataset, reading)
    xml_guard.check(path, name=dataset.name)
    found = vector_reading.layers_of(dataset, reading, "GPX", path=path, only=_LAYERS)
    return [_tidy(layer, encoding) for layer in found if layer.table.num_rows]


def _tidy(layer: RawLayer, encoding: str) -> RawLayer:
    table = layer.table
    filled = [name for name in table.column_names if table.column(name).null_count < len(table)]
    return RawLayer(
        name=layer.name,
        table=table.select(filled),
        wkb=layer.wkb,
        crs=StatedCrs(text="OGC:CRS84", by="format"),
        encoding=encoding,
    )


FORMAT = UploadFormat(id="gpx", suffixes=(".gpx",), claims=claims, read=read)

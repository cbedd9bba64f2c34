"""GML: features with the reference system they name."""

from __future__ import annotations

import shutil
from typing import Final

from layers.formats import text_files, vector_reading, xml_guard
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat

_OWN_COLUMNS: Final = ("gml_id", "fid", "lowerCorner", "upperCorner")
"""Names of features and the corners of their boxes, which are no attributes."""


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a collection of GML features."""
    return (
        dataset.suffix in {".gml", ".xml"}
        and b"opengis.net/gml" in text_files.as_text(head)
        and xml_guard.root(text_files.as_text(head)) not in {"", "kml", "gpx", "ogrvrtdatasource"}
    )


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return one layer per feature type."""
    # The library writes a description beside the file, for which the input folder is closed.
    path = reading.scratch / "document.gml"
    source, encoding = text_files.as_utf8(dataset, reading)
    xml_guard.check(source, name=dataset.name)
    shutil.copyfile(source, path)
    found = vector_reading.layers_of(
        dataset, reading, "GML", path=path, DOWNLOAD_SCHEMA="NO", READ_MODE="STANDARD"
    )
    return [
        RawLayer(
            name=layer.name if len(found) > 1 else dataset.title,
            table=layer.table.drop_columns(
                [name for name in _OWN_COLUMNS if name in layer.table.column_names]
            ),
            wkb=layer.wkb,
            crs=layer.crs,
            encoding=encoding,
        )
        for layer in found
    ]


FORMAT = UploadFormat(id="gml", suffixes=(".gml", ".xml"), claims=claims, read=read)

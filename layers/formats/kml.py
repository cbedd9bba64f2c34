"""KML and KMZ: placemarks with their data; longitude and latitude by definition."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from layers.formats import archive, kml_names, text_files, vector_reading, xml_guard
from layers.formats.base import Dataset, RawLayer, Reading, StatedCrs, UploadFormat
from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from pathlib import Path

_DRIVER: Final = "LIBKML"
_PRESENTATION: Final = {
    "timestamp": None, "begin": None, "end": None, "altitudemode": None, "icon": None,
    "tessellate": -1, "extrude": 0, "visibility": -1, "draworder": None, "id": None,
    "description": None, "snippet": None,
}  # fmt: skip
"""Columns the library adds, with the value that says nothing."""


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is KML, or an archive with KML in it."""
    if dataset.suffix == ".kmz":
        names = archive.names(dataset.main) if head.startswith(b"PK\x03\x04") else []
        return any(name.lower().endswith(".kml") for name in names)
    return dataset.suffix == ".kml" and xml_guard.root(text_files.as_text(head)) == "kml"


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return one layer per folder or document that holds placemarks."""
    path = _document(dataset, reading)
    path, encoding = text_files.as_utf8(dataset, reading, path)
    xml_guard.check(path, name=dataset.name)
    path, names = kml_names.with_plain_names(path, reading)
    found = vector_reading.layers_of(dataset, reading, _DRIVER, path=path)
    kept = [layer for layer in found if layer.table.num_rows]
    return [
        RawLayer(
            name=layer.name if len(kept) > 1 else dataset.title,
            table=kml_names.with_own_names(_without_presentation(layer.table), names),
            wkb=layer.wkb,
            crs=StatedCrs(text="OGC:CRS84", by="format"),
            encoding=encoding,
        )
        for layer in kept
    ]


def _document(dataset: Dataset, reading: Reading) -> Path:
    if dataset.suffix == ".kml":
        return dataset.main
    folder = reading.scratch / uuid.uuid4().hex
    folder.mkdir()
    members = archive.unpack(dataset.main, folder, reading.limits, name=dataset.name)
    documents = [one for one in members if one.name.lower().endswith(".kml")]
    if not documents:
        raise UploadRefused(
            finding="archive_without_data", where=dataset.name, entries=len(members)
        )
    chosen = next((one for one in documents if one.name.lower() == "doc.kml"), documents[0])
    if len(documents) > 1:
        reading.findings.info("kmz_several_documents", taken=archive.printable(chosen.name))
    return chosen.path


def _without_presentation(table: pa.Table) -> pa.Table:
    empty = [
        name
        for name in table.column_names
        if name.lower() in _PRESENTATION and _says_nothing(table.column(name), name)
    ]
    return table.drop_columns(empty)


def _says_nothing(column: pa.ChunkedArray, name: str) -> bool:
    silent = _PRESENTATION[name.lower()]
    if column.null_count == len(column):
        return True
    distinct = pc.unique(column.drop_null()).to_pylist()
    return distinct in ([silent], [""])


FORMAT = UploadFormat(id="kml", suffixes=(".kml", ".kmz"), claims=claims, read=read)

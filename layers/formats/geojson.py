"""GeoJSON, as one document (RFC 7946) or one feature per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.formats import json_guard, shortest_numbers, text_files, vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, StatedCrs, UploadFormat
from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: Final = (
    b"FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon"
    b"|GeometryCollection"
)
_TYPE: Final = re.compile(rb'"type"\s*:\s*"(' + _KINDS + rb')"')
_DOCUMENT: Final = (".geojson", ".json")
_OF_LINES: Final = (".geojsonl", ".ndjson", ".geojsons", ".jsonl")
SUFFIXES: Final = (*_DOCUMENT, *_OF_LINES)
_AROUND: Final = b"\xef\xbb\xbf\x1e \t\r\n"
_FOREIGN: Final = re.compile(rb'"type"\s*:\s*"(Topology|gdal_streamed_alg)"')


def starts(head: bytes) -> bool:
    """Tell whether a file begins as GeoJSON does."""
    text = text_files.as_text(head)
    begins = text.lstrip(_AROUND).startswith(b"{")
    return begins and _FOREIGN.search(text) is None and bool(_TYPE.search(text))


def is_lines(head: bytes, dataset: Dataset) -> bool:
    """Tell whether a file has one feature per line; its content says so before its name does."""
    first = _TYPE.search(text_files.as_text(head))
    if first is None or first[1] == b"FeatureCollection":
        return False
    if dataset.suffix in _OF_LINES:
        return True
    with dataset.main.open("rb") as stream:
        whole, following = stream.readline().strip(_AROUND), stream.readline().lstrip(_AROUND)
    return whole.endswith(b"}") and following.startswith(b"{")


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a GeoJSON document."""
    return dataset.suffix in SUFFIXES and starts(head) and not is_lines(head, dataset)


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer of a GeoJSON document."""
    path, encoding = text_files.as_utf8(dataset, reading)
    return read_as("GeoJSON", dataset, reading, path, encoding)


def read_as(
    driver: str, dataset: Dataset, reading: Reading, path: Path, encoding: str
) -> list[RawLayer]:
    """Return the one layer of a file in UTF-8 by a driver."""
    json_guard.check_depth(path, reading.limits, name=dataset.name)
    crs = _crs(path, dataset.name, reading)
    found = vector_reading.layers_of(dataset, reading, driver, path=path)
    return [
        RawLayer(
            name=dataset.title,
            table=shortest_numbers.restored(layer.table),
            wkb=layer.wkb,
            crs=crs,
            encoding=encoding,
        )
        for layer in found
    ]


def _crs(path: Path, name: str, reading: Reading) -> StatedCrs | None:
    """Return what the document says of its reference system; longitude and latitude if nothing."""
    member = json_guard.stated_crs(path, name=name)
    if member is None:
        return StatedCrs(text="OGC:CRS84", by="format")
    text = json_guard.crs_text(member)
    if text is None and reading.asked.crs is None:
        raise UploadRefused(finding="crs_unknown", where=name)
    return StatedCrs(text=text, by="file") if text else None


FORMAT = UploadFormat(id="geojson", suffixes=SUFFIXES, claims=claims, read=read)

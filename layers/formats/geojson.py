"""GeoJSON, as one document (RFC 7946) or one feature per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.formats import json_guard, text_files, vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, StatedCrs, UploadFormat
from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_KINDS: Final = (
    b"FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon"
    b"|GeometryCollection"
)
_TYPE: Final = re.compile(rb'"type"\s*:\s*"(' + _KINDS + rb')"')
_DOCUMENT: Final = (".geojson", ".json")
_FOREIGN: Final = re.compile(rb'"type"\s*:\s*"(Topology|gdal_streamed_alg)"')


def starts(head: bytes) -> bool:
    """Tell whether a file begins as GeoJSON does."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x1e \t\r\n")
    return text.startswith(b"{") and _FOREIGN.search(head) is None and bool(_TYPE.search(head))


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a GeoJSON document."""
    return dataset.suffix in _DOCUMENT and starts(head)


def reader(driver: str) -> Callable[[Dataset, Reading], list[RawLayer]]:
    """Return the reader that uses a driver."""

    def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
        """Return the one layer of a GeoJSON file."""
        path, encoding = text_files.as_utf8(dataset, reading)
        json_guard.check_depth(path, reading.limits, name=dataset.name)
        crs = _crs(path, dataset.name, reading)
        found = vector_reading.layers_of(dataset, reading, driver, path=path)
        return [
            RawLayer(
                name=dataset.title,
                table=layer.table,
                wkb=layer.wkb,
                crs=crs,
                encoding=encoding,
            )
            for layer in found
        ]

    return read


def _crs(path: Path, name: str, reading: Reading) -> StatedCrs | None:
    """Return what the document says of its reference system; longitude and latitude if nothing."""
    member = json_guard.stated_crs(path, name=name)
    if member is None:
        return StatedCrs(text="OGC:CRS84", by="format")
    text = json_guard.crs_text(member)
    if text is None and reading.asked.crs is None:
        raise UploadRefused(finding="crs_unknown", where=name)
    return StatedCrs(text=text, by="file") if text else None


FORMAT = UploadFormat(id="geojson", suffixes=_DOCUMENT, claims=claims, read=reader("GeoJSON"))

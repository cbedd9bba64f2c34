"""Newline-delimited GeoJSON: one feature per line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson

from layers.formats import geojson, text_files
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat
from layers.inspection.findings import Where

if TYPE_CHECKING:
    from pathlib import Path

_BOM: Final = b"\xef\xbb\xbf"
_AROUND: Final = b"\x1e \t\r\n"
"""Space, and the separator that text sequences (RFC 8142) put before each feature."""


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is one feature per line."""
    return (
        dataset.suffix in geojson.SUFFIXES
        and geojson.starts(head)
        and geojson.is_lines(head, dataset)
    )


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer; lines that are no feature are told, which the library passes over."""
    path, encoding = text_files.as_utf8(dataset, reading)
    found = geojson.read_as("GeoJSONSeq", dataset, reading, path, encoding)
    where = Where(file=dataset.name, layer=dataset.title)
    bad = _unreadable(path)
    for row in bad:
        reading.findings.error("line_unreadable", where.at(row=row))
    return [replace(layer, rejected=[(row, "line_unreadable") for row in bad]) for layer in found]


def _unreadable(path: Path) -> list[int]:
    """Return the numbers of the lines, from 1, that are neither empty nor a JSON object."""
    with path.open("rb") as stream:
        return [
            number
            for number, line in enumerate(stream, 1)
            if (text := line.removeprefix(_BOM).strip(_AROUND)) and not _is_object(text)
        ]


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


FORMAT = UploadFormat(id="geojson-lines", suffixes=geojson.SUFFIXES, claims=claims, read=read)

"""MapInfo: TAB with its data files, and the interchange form MIF/MID, in a zip archive."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from layers.formats import vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat
from layers.inspection import encodings
from layers.inspection.findings import UploadRefused, Where

_HEAD_BYTES: Final = 4096
_CHARSET: Final = re.compile(rb"charset\s+\"?(\w+)", re.IGNORECASE)


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a MapInfo table or interchange file."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if dataset.suffix == ".tab":
        # A table may also describe a view, a raster or a link to a database; those are not read.
        return text.startswith(b"!table") and b"type native" in text
    return dataset.suffix == ".mif" and text.startswith(b"version ")


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer."""
    wanted = {".tab": (".dat", ".map", ".id"), ".mif": (".mid",)}[dataset.suffix]
    if missing := [suffix for suffix in wanted if suffix not in dataset.parts]:
        raise UploadRefused(finding="part_missing", where=dataset.name, missing=", ".join(missing))
    found = vector_reading.layers_of(dataset, reading, "MapInfo File")
    if dataset.suffix == ".mif":
        _compare(found[0].table.num_rows, dataset, reading)
    return [replace(layer, encoding=_encoding(dataset, layer)) for layer in found]


def _encoding(dataset: Dataset, layer: RawLayer) -> str:
    """Return the encoding the file names, in which the library has read it, or the one found."""
    with dataset.main.open("rb") as stream:
        stated = _CHARSET.search(stream.read(_HEAD_BYTES))
    named = encodings.named(stated[1].decode("ascii", "replace")) if stated else None
    return layer.encoding if layer.encoding_candidates or named is None else named


def _compare(present: int, dataset: Dataset, reading: Reading) -> None:
    """Say when the geometry part ends before the attributes do; the library passes over it."""
    with dataset.parts[".mid"].open("rb") as stream:
        said = sum(bool(line.strip()) for line in stream)
    if present != said:
        where = Where(file=dataset.name, layer=dataset.title)
        reading.findings.error("file_cut", where, said=said, present=present)


FORMAT = UploadFormat(
    id="mapinfo", suffixes=(".tab", ".mif"), claims=claims, read=read, archive=True
)

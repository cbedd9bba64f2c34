"""DXF drawings: read, never written; a drawing does not say its reference system."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.formats import vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat
from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from pathlib import Path

_ENDING: Final = re.compile(rb"\n\s*0\s*\r?\n\s*EOF\s*$")
_BEGINNING: Final = re.compile(rb"(\s*999\s*\r?\n[^\r\n]*\r?\n)*\s*0\s*\r?\n\s*SECTION\s*\r?\n")


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a drawing in text form."""
    return (
        dataset.suffix == ".dxf"
        and _BEGINNING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None
    )


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the entities as one layer."""
    if not _ENDING.search(_tail(dataset.main)):
        raise UploadRefused(finding="damaged", where=dataset.name)
    found = vector_reading.layers_of(dataset, reading, "DXF")
    return [
        RawLayer(
            name=dataset.title,
            table=layer.table,
            wkb=layer.wkb,
            encoding=layer.encoding,
            encoding_candidates=layer.encoding_candidates,
        )
        for layer in found
    ]


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - 200))
        return stream.read()


FORMAT = UploadFormat(id="dxf", suffixes=(".dxf",), claims=claims, read=read)

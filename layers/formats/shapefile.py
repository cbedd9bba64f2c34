"""Shapefile: in a zip archive, or the files of one together.

The geometry comes from the vector library, which is shown the geometry files alone; the attributes
from a reader of our own, which sees the bytes.
"""

from __future__ import annotations

import shutil
import struct
import uuid
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from layers.formats import dbase, vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, StatedCrs, UploadFormat
from layers.inspection.findings import Where

if TYPE_CHECKING:
    from pathlib import Path

DRIVER: Final = "ESRI Shapefile"
_MAGIC: Final = b"\x00\x00\x27\x0a"
_MOST_LABEL_BYTES: Final = 64
_MOST_PRJ_BYTES: Final = 20_000


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a Shapefile's geometry."""
    return dataset.suffix == ".shp" and head.startswith(_MAGIC)


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer of a Shapefile, whatever of its files is missing."""
    where = Where(file=dataset.name, layer=dataset.title)
    _report_missing(dataset, reading, where)
    _check_length(dataset.main, reading, where)
    wkb = _geometry(dataset, reading)
    if ".dbf" not in dataset.parts:
        return [_layer(dataset, wkb, table=pa.table({"row": np.arange(1, len(wkb) + 1)}))]
    label = _small_text(dataset.parts.get(".cpg"), _MOST_LABEL_BYTES)
    table = dbase.read(dataset.parts[".dbf"], reading, where, label=label)
    length = min(len(wkb), int(table.kept[-1]) + 1 if len(table.kept) else 0)
    if (len(table.kept) == 0 and len(wkb)) or len(wkb) != _total(dataset.parts[".dbf"]):
        reading.findings.warn("parts_differ_in_length", where, shapes=len(wkb),
                              rows=len(table.table))  # fmt: skip
    usable = table.kept[table.kept < length]
    return [
        _layer(
            dataset,
            wkb.take(pa.array(usable)),
            table=table.table.slice(0, len(usable)),
            found=table,
        )
    ]


def _check_length(path: Path, reading: Reading, where: Where) -> None:
    """Say when the geometry file is shorter than it states."""
    with path.open("rb") as stream:
        header = stream.read(28)
        present = stream.seek(0, 2)
    said = 2 * struct.unpack_from(">I", header.ljust(28, b"\x00"), 24)[0]
    if present < said:
        reading.findings.error("file_cut", where, said=said, present=present)


def _total(path: Path) -> int:
    with path.open("rb") as stream:
        count, header, width = struct.unpack("<4xIHH", stream.read(12))
        present = (stream.seek(0, 2) - header) // max(1, width)
    return int(min(count, present))


def _layer(
    dataset: Dataset, wkb: pa.Array, *, table: pa.Table, found: dbase.Dbase | None = None
) -> RawLayer:
    prj = _small_text(dataset.parts.get(".prj"), _MOST_PRJ_BYTES)
    return RawLayer(
        name=dataset.title,
        table=table,
        wkb=wkb,
        crs=StatedCrs(text=prj, by="prj") if prj else None,
        encoding=found.choice.name if found else "UTF-8",
        encoding_candidates=[one.plain() for one in found.choice.candidates] if found else [],
        widths=found.widths if found else {},
    )


def _report_missing(dataset: Dataset, reading: Reading, where: Where) -> None:
    if ".shx" not in dataset.parts:
        reading.findings.warn("part_missing_shx", where)
    if ".dbf" not in dataset.parts:
        reading.findings.warn("part_missing_dbf", where)
    if ".prj" not in dataset.parts:
        reading.findings.add("info" if reading.asked.crs else "warning", "part_missing_prj", where)


def _geometry(dataset: Dataset, reading: Reading) -> pa.Array:
    """Read the geometry from a folder that holds nothing else, so that no row is passed over."""
    folder = reading.scratch / uuid.uuid4().hex
    folder.mkdir()
    for suffix in (".shp", ".shx"):
        if suffix in dataset.parts:
            shutil.copyfile(dataset.parts[suffix], folder / f"shapes{suffix}")
    alone = Reading(
        asked=type(reading.asked)(),
        limits=reading.limits,
        findings=reading.findings,
        scratch=reading.scratch,
    )
    [layer] = vector_reading.layers_of(dataset, alone, DRIVER, path=folder / "shapes.shp")
    wkb = layer.wkb
    if wkb is None:
        return pa.nulls(layer.table.num_rows, pa.binary())
    return wkb.combine_chunks() if isinstance(wkb, pa.ChunkedArray) else wkb


def _small_text(path: Path | None, most: int) -> str | None:
    if path is None:
        return None
    with path.open("rb") as stream:
        return stream.read(most).decode("utf-8-sig", "replace").strip("\x00 \r\n\t") or None


FORMAT = UploadFormat(id="shapefile", suffixes=(".shp",), claims=claims, read=read, archive=True)

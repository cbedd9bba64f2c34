"""Shapefile: a zip archive with one for each kind of geometry, and what the format cannot say.

Beside the files stand ``…-fields.csv``, which name became which, and where values are longer than
254 bytes ``…-cut-values.csv`` with each of them in full.
"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import shapely

from layers.export import labels, positions, shapefile_fields, vector_file
from layers.export.base import Format
from layers.export.csv_table import neutral
from layers.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.export.base import Wishes
    from layers.export.content import Content

_KINDS: Final = {
    "Point": "point",
    "MultiPoint": "multipoint",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "polygon",
    "MultiPolygon": "polygon",
}
_SHAPES: Final = {
    "point": "Point",
    "multipoint": "MultiPoint",
    "line": "MultiLineString",
    "polygon": "MultiPolygon",
}
_NONE: Final = "none"


@dataclass
class _Cut:
    """Values that were too long, written aside in full as they are met."""

    path: Path
    fields: set[str] = field(default_factory=set)
    count: int = 0

    def tell(self, row: int, name: str, value: str) -> None:
        self.fields.add(name)
        self.count += 1
        with self.path.open("a", encoding="utf-8-sig" if self.count == 1 else "utf-8") as stream:
            csv.writer(stream).writerow([row, neutral(name), neutral(value)])


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".shapefile-") as name:
        folder = Path(name)
        stem = content.name
        cut = _Cut(folder / f"{stem}-cut-values.csv")
        short = shapefile_fields.names([one.name for one in content.attributes], wishes.encoding)
        groups = _groups(content.kinds)
        for place, group in enumerate(groups):
            file = folder / (f"{stem}.shp" if len(groups) == 1 else f"{stem}-{group}.shp")
            _write_one(content, file, wishes, short, group, cut, keeps_awaited=place == 0)
        _tell_fields(content, folder / f"{stem}-fields.csv", short)
        told = labels.description(content, wishes)
        (folder / f"{stem}.txt").write_text(told + "\n", encoding="utf-8-sig", newline="\r\n")
        _pack(folder, path)
    return _findings(content, cut)


def _groups(kinds: frozenset[str]) -> list[str]:
    return sorted({_KINDS[kind] for kind in kinds if kind in _KINDS}) or ["point"]


def _write_one(
    content: Content,
    file: Path,
    wishes: Wishes,
    short: list[str],
    group: str,
    cut: _Cut,
    *,
    keeps_awaited: bool,
) -> None:
    schema = pa.schema(
        [
            *(one.with_name(name) for one, name in zip(content.schema, short, strict=False)),
            pa.field("geometry__", pa.binary()),
        ]
    )
    vector_file.write_batches(
        _batches(content, wishes, schema, group, cut, keeps_awaited=keeps_awaited),
        schema,
        file,
        driver="ESRI Shapefile",
        encoding=wishes.encoding,
        geometry_type=_SHAPES[group],
        crs=vector_file.stated(wishes.placement),
    )


def _batches(
    content: Content,
    wishes: Wishes,
    schema: pa.Schema,
    group: str,
    cut: _Cut,
    *,
    keeps_awaited: bool,
) -> Iterator[pa.RecordBatch]:
    seen = 0
    wanted = {group, _NONE} if keeps_awaited else {group}
    for batch in content.batches():
        shapes = shapely.from_wkb(batch.columns[-1].to_numpy(zero_copy_only=False))
        groups = np.array([_group(shape) for shape in shapes])
        kept = np.flatnonzero(np.isin(groups, list(wanted)))
        part = batch.take(pa.array(kept))
        wkb = part.columns[-1].to_pylist()
        wkb = [one if groups[at] == group else None for one, at in zip(wkb, kept, strict=True)]
        moved = positions.moved(
            pa.array(wkb, pa.binary()), wishes.placement, to_multi=_SHAPES[group] != "Point"
        )
        columns = [
            _short(column, one.name, seen + 1 + kept, wishes.encoding, cut)
            if one.type == "string"
            else column
            for one, column in zip(content.attributes, part.columns, strict=False)
        ]
        seen += batch.num_rows
        yield pa.record_batch([*columns, moved], schema=schema)


def _group(shape: shapely.Geometry | None) -> str:
    if shape is None or shapely.is_empty(shape):
        return _NONE
    return _KINDS.get(str(getattr(shape, "geom_type", _NONE)), _NONE)


def _short(column: pa.Array, name: str, rows: Any, encoding: str, cut: _Cut) -> pa.Array:  # noqa: ANN401 - numbers
    values = column.to_pylist()
    for place, value in enumerate(values):
        if value is None or len(value) * 4 <= shapefile_fields.VALUE_BYTES:
            continue
        kept = shapefile_fields.cut(value, shapefile_fields.VALUE_BYTES, encoding)
        if kept != value:
            cut.tell(int(rows[place]), name, value)
            values[place] = kept
    return pa.array(values, pa.string())


def _tell_fields(content: Content, path: Path, short: list[str]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["field", "name", "title_zh", "title_en", "unit", "type"])
        for one, name in zip(content.attributes, short, strict=True):
            titles = (one.title.get("zh", ""), one.title.get("en", ""))
            cells = (name, one.name, *titles, one.unit or "", one.type)
            table.writerow([neutral(cell) for cell in cells])


def _pack(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


def _findings(content: Content, cut: _Cut) -> list[Finding]:
    found = []
    if cut.count:
        facts = {"count": cut.count, "fields": ", ".join(sorted(cut.fields))}
        found.append(Finding(level="warning", code="values_cut", facts=facts))
    if unheld := sorted(content.kinds - _KINDS.keys()):
        facts = {"kinds": ", ".join(unheld)}
        found.append(Finding(level="warning", code="shapes_left_out", facts=facts))
    return found


FORMAT = Format(
    id="shapefile",
    suffixes=(".zip",),
    media_type="application/zip",
    writer=_write,
    encodings=("UTF-8", "GB18030"),
)

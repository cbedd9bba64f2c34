"""XLSX: one sheet as a table, after its parts have been counted."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from layers.formats import archive, header, merged_cells, positions, tables, xml_guard
from layers.formats.base import Asked, Dataset, RawLayer, Reading, UploadFormat
from layers.inspection.findings import UploadRefused, Where
from layers.sandbox.privileges import drop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CHUNK: Final = 2**20
_LOOKED_AT: Final = 50


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is a workbook of the XML kind."""
    if dataset.suffix not in {".xlsx", ".xlsm"} or not head.startswith(b"PK\x03\x04"):
        return False
    names = archive.names(dataset.main)
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return one sheet as a layer: the one asked for, else the first that holds a table."""
    import openpyxl

    drop()
    parts = _check_parts(dataset, reading)
    try:
        book = openpyxl.load_workbook(dataset.main, read_only=True, data_only=True)
        try:
            sheet = _sheet(book, dataset, reading)
            lines = list(_lines(sheet))
            title = str(sheet.title)
            merged = parts.merged.get(str(getattr(sheet, "_worksheet_path", "")), [])
        finally:
            book.close()
    except (UploadRefused, MemoryError):
        raise
    # A damaged workbook makes the library fail in many ways (KeyError, ValueError, ParseError …).
    except Exception as error:
        raise UploadRefused(finding="damaged", where=dataset.name) from error
    return [_layer(_Sheet(title, lines, merged), dataset, reading, unquote=not parts.marked)]


@dataclass
class _Parts:
    """What the parts of a book tell besides its cells.

    ``marked`` says whether it marks cells as text, so that no quote is needed for that; ``merged``
    gives the merged cells of each sheet by the name of its part.
    """

    marked: bool = False
    merged: dict[str, list[merged_cells.Range]] = field(default_factory=dict)


def _check_parts(dataset: Dataset, reading: Reading) -> _Parts:
    """Count what the parts hold before anything parses them."""
    folder = reading.scratch / uuid.uuid4().hex
    folder.mkdir()
    cells, told = 0, _Parts()
    for part in archive.unpack(dataset.main, folder, reading.limits, name=dataset.name):
        if part.name.endswith((".xml", ".rels", ".vml")):
            xml_guard.check(part.path, name=dataset.name)
        if part.name.startswith("xl/worksheets/"):
            with part.path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    cells += len(_CELL.findall(chunk))
            told.merged[part.name] = merged_cells.of_part(_end(part.path))
        if part.name == "xl/styles.xml":
            told.marked = b'quotePrefix="1"' in part.path.read_bytes()
        part.path.unlink()
    reading.limits.check("sheet_cells", cells, where=dataset.name)
    return told


def _end(path: Path) -> bytes:
    """Return the end of a sheet, where its merged cells are told."""
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - _CHUNK))
        return stream.read()


def _sheet(book: Any, dataset: Dataset, reading: Reading) -> Any:  # noqa: ANN401
    sheets = {str(sheet.title): sheet for sheet in book.worksheets}
    asked = reading.asked.sheet
    if asked is not None and asked not in sheets:
        raise UploadRefused(finding="sheet_not_there", where=dataset.name, sheets=", ".join(sheets))
    visible = [one for one in sheets.values() if one.sheet_state == "visible"]
    filled = [one for one in visible if any(_any(line) for line in _first(one))]
    if asked is not None:
        return sheets[asked]
    if not filled:
        raise UploadRefused(finding="table_empty", where=dataset.name)
    taken = max(filled, key=_promise)
    if len(filled) > 1:
        others = ", ".join(str(one.title) for one in filled if one is not taken)
        reading.findings.warn("several_sheets", taken=str(taken.title), others=others)
    return taken


def _promise(sheet: Any) -> int:  # noqa: ANN401
    """Return what a sheet promises by its first lines: 2 positions, 1 a table, 0 words only."""
    lines = [[_text(cell) for cell in line] for line in _first(sheet)]
    at = header.find(lines, None)
    first = 0 if at is None else at + 1
    width = max(map(len, lines))
    cells = [""] * width if at is None else header.two_lines(lines, at)[0]
    names = [cell or f"column_{place}" for place, cell in enumerate(_padded(cells, width))]
    rows = lines[first:]
    if len(set(names)) < len(names) or not any(map(any, rows)):
        return int(len(rows) > 0 and width > 1)
    found = positions.find(_table(names, rows), Asked())
    return 2 if found is not None else int(width > 1)


def _first(sheet: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's types are wrong here
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_row=_LOOKED_AT, values_only=True)


def _any(line: tuple[Any, ...]) -> bool:
    return any(cell is not None for cell in line)


def _lines(sheet: Any) -> Iterator[list[str]]:  # noqa: ANN401
    sheet.reset_dimensions()
    for line in sheet.iter_rows(values_only=True):
        yield [_text(cell) for cell in line]


def _text(cell: object) -> str:
    """Return a cell as text: numbers in full, dates as ISO, faults of formulas as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.datetime | dt.time):
        return cell.isoformat()
    text = str(cell)
    fault = re.fullmatch(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", text.strip())
    return "" if fault or not text.strip() else text


@dataclass(frozen=True)
class _Sheet:
    title: str
    lines: list[list[str]]
    merged: list[merged_cells.Range]


def _layer(sheet: _Sheet, dataset: Dataset, reading: Reading, *, unquote: bool) -> RawLayer:
    title, lines = sheet.title, sheet.lines
    where = Where(file=dataset.name, layer=title)
    at = header.find(lines[:_LOOKED_AT], reading.asked.header)
    if at is None:
        reading.findings.warn("table_without_header", where)
    elif at > 0:
        reading.findings.info("table_header_at", where.at(row=at + 1))
    width = max(map(len, lines))
    cells, last = header.two_lines(lines, at) if at is not None else ([], -1)
    names = header.names(_trimmed(_padded(cells, width), lines), reading, where)
    first = last + 1
    if count := merged_cells.filled(lines, sheet.merged, first):
        reading.findings.info("cells_merged", where, count=count)
    table = _table(names, lines[first:])
    rows = pa.array(range(first + 1, first + 1 + table.num_rows), pa.int64())
    return tables.layer(title, table, rows, reading, unquote=unquote)


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _trimmed(cells: list[str], lines: list[list[str]]) -> list[str]:
    """Return a header without the columns at its end in which no line has anything."""
    width = len(cells)
    while width > 1 and not any(len(line) >= width and line[width - 1] for line in lines):
        width -= 1
    return cells[:width]


def _table(names: list[str], lines: list[list[str]]) -> pa.Table:
    columns = {
        name: [line[place] or None if place < len(line) else None for line in lines]
        for place, name in enumerate(names)
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


FORMAT = UploadFormat(id="workbook", suffixes=(".xlsx", ".xlsm"), claims=claims, read=read)

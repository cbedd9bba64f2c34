"""CSV and TSV: encoding, separator and header found by themselves and said."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv

from layers.formats import header, tables, text_files
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat
from layers.inspection import encodings
from layers.inspection.encodings import Choice
from layers.inspection.findings import UploadRefused, Where
from layers.sandbox.privileges import drop

if TYPE_CHECKING:
    from pyarrow.csv import InvalidRow

_SEPARATORS: Final = ",;\t|"
_LOOKED_AT: Final = 50
_SIGNATURES: Final = (
    b"PK\x03\x04", b"SQLite format 3", b"PAR1", b"fgb", b"%PDF", b"\x00\x00\x27\x0a",
    b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff",
)  # fmt: skip
_BOM: Final = b"\xef\xbb\xbf"
_HEAD_BYTES: Final = 8192
_START_BYTES: Final = 2 * 2**20
_BLOCK_BYTES: Final = 8 * 2**20


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content can be a table as text: no known signature, no markup, no nulls."""
    if dataset.suffix not in {".csv", ".tsv", ".txt"} or head.startswith(_SIGNATURES):
        return False
    text = text_files.as_text(head).removeprefix(_BOM).lstrip()
    return b"\x00" not in text and not text.startswith((b"<", b"{", b"["))


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the one layer of a table."""
    drop()
    where = Where(file=dataset.name, layer=dataset.title)
    raw = dataset.main.read_bytes()
    choice = _encoding(raw, reading)
    if choice.name != "UTF-8" or not choice.certain:
        encodings.report(choice, reading.findings, where)
    content = _as_utf8(raw, choice, reading, where)
    del raw
    start = _start(content, reading, where)
    table, bad = _parsed(content, start, where)
    del content
    reading.limits.check("features", table.num_rows, where=dataset.name)
    for row, _ in bad:
        reading.findings.error("row_of_other_width", where.at(row=row))
    return [
        tables.layer(
            dataset.title,
            table,
            _rows(table.num_rows, [row for row, _ in bad], start.lines),
            reading,
            choice=choice,
            rejected=bad,
        )
    ]


@dataclass(frozen=True)
class _Start:
    """How a table begins: ``lines`` as people count them, ``breaks`` as there are line breaks."""

    separator: str
    names: list[str]
    lines: int
    breaks: int


def _encoding(raw: bytes, reading: Reading) -> Choice:
    asked = reading.asked.encoding
    wide = text_files.utf16(raw[:_HEAD_BYTES])
    if wide is not None and not asked:
        return Choice(name=wide.upper().replace("UTF-16-", "UTF-16"), why="label", label=wide)
    if raw.startswith(_BOM) and not asked:
        return Choice(name="UTF-8", why="ascii", label="utf-8")
    return encodings.choose((line.rstrip(b"\r\n") for line in io.BytesIO(raw)), asked=asked)


def _as_utf8(raw: bytes, choice: Choice, reading: Reading, where: Where) -> bytes:
    codec = encodings.codec(choice.name)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        place = where.at(row=row)
        reading.findings.warn("text_undecodable", place, encoding=choice.name)
        text = raw.decode(codec, "replace")
    content = raw if codec == "utf-8" and "\ufffd" not in text else text.encode()
    return content.removeprefix(_BOM)


def _start(content: bytes, reading: Reading, where: Where) -> _Start:
    text = content[:_START_BYTES].decode("utf-8", "ignore")
    separator, lines = _laid_out(text, reading)
    if not any(any(line) for line in lines):
        raise UploadRefused(finding="table_empty", where=where.file)
    at = header.find(lines, reading.asked.header)
    _report(separator, at, reading, where)
    cells = _widened(lines[at] if at is not None else [], lines[0 if at is None else at + 1 :])
    names = header.names(cells, reading, where)
    skipped = 0 if at is None else at + 1
    return _Start(separator, names, skipped, _breaks(text, separator, skipped))


def _widened(cells: list[str], lines: list[list[str]]) -> list[str]:
    """Return a header as wide as most lines below it, which may end in empty cells."""
    widths = [len(line) for line in lines if any(line)]
    usual = max(set(widths), key=widths.count, default=0)
    return cells + [""] * (usual - len(cells))


def _breaks(text: str, separator: str, lines: int) -> int:
    """Return how many line breaks the first lines of a table take; cells may hold some."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for _ in itertools.islice(reader, lines):
        pass
    return reader.line_num


def _laid_out(text: str, reading: Reading) -> tuple[str, list[list[str]]]:
    """Return the separator under which the first lines have most cells, and those lines."""
    if reading.asked.separator:
        return reading.asked.separator, _lines(text, reading.asked.separator)
    found = [(_lines(text, separator), separator) for separator in _SEPARATORS]
    lines, separator = max(found, key=lambda one: _regularity(one[0]))
    return separator, lines


def _lines(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(itertools.islice(reader, _LOOKED_AT))
    except csv.Error:
        return []


def _regularity(lines: list[list[str]]) -> tuple[float, int]:
    """Return what share of the lines has the usual number of cells, and that number."""
    widths = [len(line) for line in lines if any(line)]
    if not widths:
        return 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual


def _report(separator: str, at: int | None, reading: Reading, where: Where) -> None:
    if separator != ",":
        shown = {"\t": "TAB"}.get(separator, separator)
        reading.findings.info("table_separator", where, separator=shown)
    if at is None:
        reading.findings.warn("table_without_header", where)
    elif at > 0:
        reading.findings.info("table_header_at", where.at(row=at + 1))


def _parsed(content: bytes, start: _Start, where: Where) -> tuple[pa.Table, list[tuple[int, str]]]:
    bad: list[tuple[int, str]] = []

    def of_other_width(row: InvalidRow) -> str:
        bad.append((row.number - start.breaks + start.lines, "row_of_other_width"))
        return "skip"

    types = dict.fromkeys(start.names, pa.string())
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            pyarrow.csv.ReadOptions(
                column_names=start.names,
                skip_rows=start.breaks,
                use_threads=False,
                block_size=_BLOCK_BYTES,
            ),
            pyarrow.csv.ParseOptions(
                delimiter=start.separator,
                newlines_in_values=True,
                invalid_row_handler=of_other_width,
                ignore_empty_lines=False,
            ),
            pyarrow.csv.ConvertOptions(
                column_types=types, strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid as error:
        if len(content) == sum(map(len, content.splitlines(keepends=True)[: start.breaks])):
            return pa.table({name: pa.array([], pa.string()) for name in start.names}), []
        raise UploadRefused(finding="damaged", where=where.file) from error
    unused = [
        name
        for name in table.column_names
        if name.startswith("column_") and table.column(name).null_count == table.num_rows
    ]
    return table.drop_columns(unused), bad


def _rows(count: int, bad: list[int], skipped: int) -> pa.Array:
    """Return the line of each row as people count, given the lines that were passed over."""
    every = np.arange(skipped + 1, skipped + 1 + count + len(bad), dtype=np.int64)
    return pa.array(np.delete(every, np.asarray(bad, dtype=np.int64) - skipped - 1))


FORMAT = UploadFormat(id="delimited", suffixes=(".csv", ".tsv", ".txt"), claims=claims, read=read)

"""Open a file of points: the one place where a file somebody sent is parsed.

Every file goes through :func:`open_points`; running it in a confined process needs no other change.
Which parser is used follows from the first bytes, not from the name, and the general GIS reader is
only given files whose signature is binary (SQLite, Shapefile), so that none of its text formats
that point to other files or addresses can be reached.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.township_points.errors import (
    PointsFileBroken,
    PointsFileMissing,
    PointsFileTooLarge,
    PointsFileUnknown,
)
from layers.township_points.gis_files import read_geojson, read_with_gdal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from layers.township_points.gis_files import Point

MAX_BYTES = 64 * 2**20
"""China has some 40 000 townships; a list of them is a few megabytes."""

MAX_ROWS = 200_000

_TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
_SIGNATURES = {
    b"SQLite format 3\x00": "GPKG",
    b"\x00\x00\x27\x0a": "ESRI Shapefile",
}


@dataclass(frozen=True)
class PointTable:
    """Rows as text under their headers, and for geographic formats the point of each row.

    Empty cells are left out of a row. Points are longitude and latitude.
    """

    headers: list[str]
    rows: list[dict[str, str]]
    points: list[Point | None] | None = None


def open_points(path: Path, layer: str | None = None) -> PointTable:
    """Read a CSV, XLSX, GeoJSON, GeoPackage or Shapefile.

    CSV is UTF-8 (with or without BOM), UTF-16 with BOM, or else GB 18030, separated by comma,
    semicolon or tab.

    Parameters
    ----------
    path
        The file.
    layer
        Which layer of a GeoPackage; needed only where there are several.

    Raises
    ------
    PointsFileMissing, PointsFileUnknown, PointsFileBroken, PointsFileTooLarge
        What is wrong with the file.
    SeveralLayers
        When a GeoPackage has several layers and none is named.
    MissingCrs
        When a geographic file does not say its reference system.
    """
    head = _head(path)
    driver = next((name for mark, name in _SIGNATURES.items() if head.startswith(mark)), None)
    if driver is not None:
        table = _geographic(*read_with_gdal(path, driver, layer))
    else:
        table = _reader(path, head)(path)
    if len(table.rows) > MAX_ROWS:
        raise PointsFileTooLarge(where=path.name, rows=len(table.rows), max_rows=MAX_ROWS)
    return table


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
            size = stream.seek(0, io.SEEK_END)
    except OSError as error:
        raise PointsFileMissing(where=str(path), reason=error.strerror or "") from error
    if size > MAX_BYTES:
        raise PointsFileTooLarge(where=path.name, bytes=size, max_bytes=MAX_BYTES)
    return head


def _reader(path: Path, head: bytes) -> Callable[[Path], PointTable]:
    if head.startswith(b"PK\x03\x04"):
        return _read_xlsx
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return lambda path: _geographic(*read_geojson(path))
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return _read_csv
    raise PointsFileUnknown(where=path.name)


def _geographic(rows: list[dict[str, str]], points: list[Point | None]) -> PointTable:
    headers = dict.fromkeys(name for row in rows for name in row)
    return PointTable(list(headers), rows, points)


def _read_csv(path: Path) -> PointTable:
    text = _decoded(path)
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise PointsFileBroken(where=path.name, reason=str(error)) from error
    return _tabular(table)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PointsFileBroken(where=path.name, reason="encoding")


def _read_xlsx(path: Path) -> PointTable:
    import openpyxl

    try:
        _check_inflated(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            cells = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2)
            return _tabular([_text(cell) for cell in row] for row in cells)
        finally:
            book.close()
    # A damaged workbook makes openpyxl fail in many ways (KeyError, ValueError, ParseError, ...).
    except PointsFileTooLarge:
        raise
    except Exception as error:
        raise PointsFileBroken(where=path.name, reason=type(error).__name__) from error


def _check_inflated(path: Path) -> None:
    """Refuse archives that unpack to more than is allowed.

    The archive reader gives out no more of a member than its declared size, so the sum bounds
    what can come out.
    """
    with zipfile.ZipFile(path) as archive:
        inflated = sum(member.file_size for member in archive.infolist())
    if inflated > MAX_BYTES:
        raise PointsFileTooLarge(where=path.name, bytes=inflated, max_bytes=MAX_BYTES)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _tabular(table: Iterable[list[str]]) -> PointTable:
    lines = iter(table)
    headers = [header.strip() for header in next(lines, [])]
    rows = (
        {
            header: value.strip()
            for header, value in zip(headers, values, strict=False)
            if header and value.strip()
        }
        for values in lines
    )
    return PointTable([header for header in headers if header], [row for row in rows if row])

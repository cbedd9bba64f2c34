"""Read a dBASE table, the attributes of a Shapefile, byte by byte.

A reader of our own keeps what general ones lose: the raw bytes, without which the encoding cannot
be found, names cut inside a character, and which rows are marked as deleted. The layout is that of
dBASE III as the Shapefile description refers to it: a header of 32 bytes, 32 for each field, rows
of fixed width with a mark in front.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from layers.inspection import encodings
from layers.inspection.findings import UploadRefused, Where

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from layers.formats.base import Reading
    from layers.inspection.encodings import Choice

_HEADER: Final = 32
_END_OF_FIELDS: Final = 0x0D
_CODE_PAGE: Final = 29
_NAME_BYTES: Final = 10
_SAMPLE_ROWS: Final = 2_000
_DELETED: Final = b"*"
_TEXT, _NUMBERS, _DATE, _LOGICAL = "C", "NFB", "D", "L"


@dataclass(frozen=True)
class Field:
    """A column: its name as bytes, one letter for its type, its place in the row."""

    raw_name: bytes
    kind: str
    offset: int
    width: int
    decimals: int


@dataclass(frozen=True, kw_only=True)
class Dbase:
    """A table with the rows that are not deleted; ``kept`` gives their positions from 0."""

    table: pa.Table
    kept: NDArray[np.int64]
    choice: Choice
    widths: dict[str, int]


def read(path: Path, reading: Reading, where: Where, *, label: str | None) -> Dbase:
    """Read a table.

    Parameters
    ----------
    path
        The file.
    reading
        What the sender says, the limits, the findings.
    where
        The place for findings.
    label
        What the ``.cpg`` file beside it says; without it the table's own code page byte counts.

    Raises
    ------
    UploadRefused
        When the header makes no sense.
    LimitExceeded
        When there are too many rows or columns.
    """
    raw = path.read_bytes()
    fields, records = _laid_out(raw, reading, where)
    kept = np.flatnonzero(records["mark"] != _DELETED)
    if len(kept) < len(records):
        reading.findings.info("rows_deleted", where, count=len(records) - len(kept))
    records = records[kept]
    stated = label or encodings.of_dbase(raw[_CODE_PAGE])
    samples = _samples(fields, records)
    choice = encodings.choose(samples, label=stated, asked=reading.asked.encoding)
    encodings.report(choice, reading.findings, where)
    names = _names(fields, choice, reading, where)
    columns = {
        name: _column(field, records[f"f{place}"], choice, reading, where)
        for place, (field, name) in enumerate(zip(fields, names, strict=True))
    }
    widths = {
        name: field.width for field, name in zip(fields, names, strict=True) if field.kind == _TEXT
    }
    return Dbase(table=pa.table(columns), kept=kept, choice=choice, widths=widths)


def _laid_out(raw: bytes, reading: Reading, where: Where) -> tuple[list[Field], NDArray[np.void]]:
    if len(raw) <= _HEADER:
        raise UploadRefused(finding="dbf_damaged", where=where.file)
    count, header, width = struct.unpack_from("<IHH", raw, 4)
    fields = _fields(raw[_HEADER:header])
    used = max((field.offset + field.width for field in fields), default=1)
    if header > len(raw) or width < used or not fields:
        raise UploadRefused(finding="dbf_damaged", where=where.file)
    reading.limits.check("columns", len(fields), where=where.file)
    present = min(count, (len(raw) - header) // width)
    if present < count:
        reading.findings.error("dbf_cut", where, said=count, present=present)
    reading.limits.check("features", present, where=where.file)
    layout = np.dtype(
        {
            "names": ["mark", *(f"f{place}" for place in range(len(fields)))],
            "formats": ["S1", *(f"S{field.width}" for field in fields)],
            "offsets": [0, *(field.offset for field in fields)],
            "itemsize": width,
        }
    )
    return fields, np.frombuffer(raw, layout, present, header)


def _fields(raw: bytes) -> list[Field]:
    fields: list[Field] = []
    offset = 1
    for start in range(0, len(raw) - _HEADER + 1, _HEADER):
        if raw[start] == _END_OF_FIELDS:
            break
        name = raw[start : start + 11].split(b"\x00")[0]
        width = raw[start + 16]
        if width:
            kind = chr(raw[start + 11]).upper()
            fields.append(Field(name, kind, offset, width, raw[start + 17]))
        offset += width
    return fields


def _samples(fields: list[Field], records: NDArray[np.void]) -> list[bytes]:
    found = [field.raw_name for field in fields]
    for place, field in enumerate(fields):
        if field.kind == _TEXT:
            found += [value.strip() for value in records[f"f{place}"][:_SAMPLE_ROWS].tolist()]
    return found


def _names(fields: list[Field], choice: Choice, reading: Reading, where: Where) -> list[str]:
    codec = encodings.codec(choice.name)
    names: list[str] = []
    for place, field in enumerate(fields, 1):
        name, was_cut = uncut(field.raw_name, codec)
        name = name.strip() or f"field_{place}"
        if was_cut:
            reading.findings.warn("field_name_cut", _at(where, name))
        elif len(field.raw_name) >= _NAME_BYTES:
            reading.findings.info("field_name_full", _at(where, name))
        while name in names:
            name += "_"
        names.append(name)
    return names


def uncut(raw: bytes, codec: str) -> tuple[str, bool]:
    """Return text whose last character may be cut off, without it, and whether one was."""
    for cut in range(min(4, len(raw) + 1)):
        try:
            return raw[: len(raw) - cut].decode(codec), cut > 0
        except UnicodeDecodeError:
            continue
    return raw.decode(codec, "replace"), False


def _column(
    field: Field, values: NDArray[np.bytes_], choice: Choice, reading: Reading, where: Where
) -> pa.Array:
    if field.kind == _TEXT:
        return _text(field, values, choice, reading, where)
    stripped = [value.strip() for value in values.tolist()]
    if field.kind in _NUMBERS:
        return _numbers(field, stripped, reading, _at(where, _shown(field, choice)))
    if field.kind == _DATE:
        return pa.array([_date(value) for value in stripped], pa.string())
    if field.kind == _LOGICAL:
        meant = {b"T": True, b"Y": True, b"F": False, b"N": False}
        return pa.array([meant.get(value.upper()) for value in stripped], pa.bool_())
    reading.findings.warn("field_kind_unread", _at(where, _shown(field, choice)), kind=field.kind)
    return pa.nulls(len(values), pa.string())


def _at(where: Where, name: str) -> Where:
    return Where(file=where.file, layer=where.layer, field=name)


def _shown(field: Field, choice: Choice) -> str:
    return uncut(field.raw_name, encodings.codec(choice.name))[0]


def _text(
    field: Field, values: NDArray[np.bytes_], choice: Choice, reading: Reading, where: Where
) -> pa.Array:
    codec = encodings.codec(choice.name)
    texts: list[str | None] = []
    for row, value in enumerate(values.tolist(), 1):
        stripped = value.strip(b" \x00")
        try:
            texts.append(stripped.decode(codec) or None)
        except UnicodeDecodeError:
            text, was_cut = uncut(stripped, codec)
            code = "value_cut" if was_cut else "value_undecodable"
            place = Where(file=where.file, layer=where.layer, row=row, field=_shown(field, choice))
            reading.findings.warn(code, place, encoding=choice.name)
            texts.append(text)
    return pa.array(texts, pa.string())


def _numbers(field: Field, values: list[bytes], reading: Reading, where: Where) -> pa.Array:
    kind = float if field.decimals or field.kind == "F" else int
    found: list[float | None] = []
    for row, value in enumerate(values, 1):
        try:
            found.append(kind(value) if value else None)
        except ValueError:
            found.append(_stray(value))
            if found[-1] is None and value.strip(b"*\x00"):
                place = Where(file=where.file, layer=where.layer, row=row, field=where.field)
                reading.findings.warn("value_not_a_number", place)
    whole = all(value is None or isinstance(value, int) for value in found)
    fits = whole and all(value is None or abs(value) < 2**63 for value in found)
    return pa.array(found, pa.int64()) if fits else pa.array(map(_float, found), pa.float64())


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _stray(value: bytes) -> float | None:
    """Read a number written otherwise than its column says (``1.0`` in one of whole numbers)."""
    try:
        return float(value)
    except ValueError:
        return None


def _date(value: bytes) -> str | None:
    text = value.decode("ascii", "ignore")
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if len(text) == 8 and text.isdigit() else None  # noqa: PLR2004

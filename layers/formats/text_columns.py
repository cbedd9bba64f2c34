"""Text columns of an Arrow table whose bytes may be in any encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from layers.inspection import encodings

if TYPE_CHECKING:
    from layers.formats.base import Reading
    from layers.inspection.findings import Where

_SAMPLE = 2_000


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """A table whose text is decoded, with the encoding taken and those considered."""

    table: pa.Table
    encoding: str
    candidates: list[dict[str, Any]]


def decoded(table: pa.Table, reading: Reading, where: Where) -> Decoded:
    """Return a table whose text columns are valid, read in the encoding that fits best."""
    broken = [name for name in _text_names(table) if not _valid(table.column(name))]
    if not broken:
        return Decoded(table=table, encoding="UTF-8", candidates=[])
    samples = [
        value
        for name in broken
        for value in table.column(name).cast(pa.binary()).slice(0, _SAMPLE).to_pylist()
        if value
    ]
    choice = encodings.choose(samples, asked=reading.asked.encoding)
    encodings.report(choice, reading.findings, where)
    codec = encodings.codec(choice.name)
    for name in broken:
        raw = table.column(name).cast(pa.binary()).to_pylist()
        text = [None if value is None else value.decode(codec, "replace") for value in raw]
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array(text, pa.string()))
    candidates = [one.plain() for one in choice.candidates]
    return Decoded(table=table, encoding=choice.name, candidates=candidates)


def _text_names(table: pa.Table) -> list[str]:
    return [
        field.name
        for field in table.schema
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]


def _valid(column: pa.ChunkedArray) -> bool:
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True

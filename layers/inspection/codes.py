"""Administrative codes and names in the attributes: unknown ones, and the column to join by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.inspection import vocabulary

if TYPE_CHECKING:
    from layers.inspection.findings import Findings, Where
    from layers.inspection.reference import Reference

_ABOVE: Final = re.compile("^(\u5c71\u897f\u7701)?(\\w{2,3}\u5e02)?(?=\\w{2,}$)")
"""The province, and a city, before the name of a part of it."""
_SHARE_OF_CODES: Final = 0.8
_SHARE_OF_NAMES: Final = 0.5
_CODE_DIGITS: Final = 6
_SAMPLE: Final = 2_000
_MOST_NAMES: Final = 5_000
"""A column with more different values does not name counties."""
_MOST_SHOWN: Final = 20

Layer = Literal["counties", "townships"]
Key = Literal["adcode", "code", "name_zh"]


@dataclass(frozen=True, kw_only=True)
class Join:
    """The column by which a table joins a layer, with what matches and the first that do not.

    ``rows`` gives the position of each row whose value has no match.
    """

    layer: Layer
    column: str
    to: Key
    matched: int
    unmatched: tuple[str, ...]
    rows: tuple[int, ...]

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "layer": self.layer,
            "column": self.column,
            "to": self.to,
            "matched": self.matched,
            "unmatched": list(self.unmatched),
        }


def check(
    table: pa.Table, rows: np.ndarray, reference: Reference, findings: Findings, where: Where
) -> None:
    """Tell of codes that nobody has, and of names that are written otherwise than officially."""
    column = code_column(table, reference)
    if column is not None:
        for row, value in _distinct(table, column, rows):
            if value[:_CODE_DIGITS] not in reference.known:
                at = where.at(row=row, field=column)
                findings.warn("code_unknown", at, value=value[:20])
    names = vocabulary.best("codes", "name", table.column_names)
    if names is None:
        return
    official = set(reference.names.tolist())
    short = _short_names(reference)
    named = _distinct(table, names, rows)
    if len(named) > _MOST_NAMES:
        return
    for row, value in named:
        if value not in official and value in short:
            at = where.at(row=row, field=names)
            findings.info("name_alias", at, value=value, official=short[value])


def code_column(table: pa.Table, reference: Reference) -> str | None:
    """Return the column of administrative codes of counties, by its name and its values."""
    named: list[str] = vocabulary.every("codes", "adcode", table.column_names)
    for name in dict.fromkeys([*named, *map(str, table.column_names)]):
        values = _texts(table.column(name).slice(0, _SAMPLE))
        filled = [value for value in values if value]
        known = sum(value[:_CODE_DIGITS] in reference.known for value in filled)
        shaped = sum(len(value) in {6, 9, 12} and value.isdigit() for value in filled)
        if not filled or shaped < _SHARE_OF_CODES * len(filled):
            continue
        if name in named and known >= len(filled) / 2:
            return name
        if known >= _SHARE_OF_CODES * len(filled):
            return name
    return None


def find_join(table: pa.Table, reference: Reference) -> Join | None:
    """Return the column by which a table without positions joins a layer, or None.

    Codes go before names. Of names, at least half of a column has to match; a table of townships
    names counties as well, so the column with more different matches is taken.
    """
    by_code: tuple[tuple[Layer, Key, set[str]], ...] = (
        ("townships", "code", set(reference.townships)),
        ("counties", "adcode", set(reference.codes.tolist())),
    )
    by_name: tuple[tuple[Layer, Key, set[str]], ...] = (
        ("townships", "name_zh", _township_names(reference)),
        ("counties", "name_zh", set(reference.names.tolist()) | _short_names(reference).keys()),
    )
    best: tuple[int, Join] | None = None
    for kinds, share in ((by_code, 0.0), (by_name, _SHARE_OF_NAMES)):
        for name in table.column_names:
            filled = table.num_rows - table.column(name).null_count
            for layer, to, known in kinds:
                different, join = _join(table, name, known, layer, to)
                enough = join.matched >= max(1, share * filled)
                if enough and (best is None or different > best[0]):
                    best = (different, join)
        if best is not None:
            return best[1]
    return None


def _join(table: pa.Table, column: str, known: set[str], layer: Layer, to: Key) -> tuple[int, Join]:
    """Return how many different values match, and the join that they make."""
    values = [
        value if value in known else bare_name(value) for value in _texts(table.column(column))
    ]
    missing = [place for place, value in enumerate(values) if value and value not in known]
    shown = tuple(dict.fromkeys((values[place] or "")[:40] for place in missing))[:_MOST_SHOWN]
    matched = [value for value in values if value in known]
    join = Join(
        layer=layer,
        column=column,
        to=to,
        matched=len(matched),
        unmatched=shown,
        rows=tuple(missing),
    )
    return len(set(matched)), join


def bare_name(value: str | None) -> str | None:
    """Return the name of a county or township without the province and the city before it."""
    return None if value is None else _ABOVE.sub("", value)


def _township_names(reference: Reference) -> set[str]:
    """Return the names of townships, whole and without the last character, that only one has."""
    whole = Counter(reference.townships.values())
    short = Counter(name[:-1] for name in reference.townships.values())
    return {name for names in (short, whole) for name, times in names.items() if times == 1}


def _short_names(reference: Reference) -> dict[str, str]:
    """Return the official name for each name without its ending, where only one has it."""
    endings = tuple(vocabulary.tables()["codes"]["endings"])
    found: dict[str, list[str]] = {}
    for name in reference.names.tolist():
        if name.endswith(endings) and len(name) > 2:  # noqa: PLR2004 - two characters stay whole
            found.setdefault(name[:-1], []).append(name)
    return {short: names[0] for short, names in found.items() if len(names) == 1}


def _distinct(table: pa.Table, column: str, rows: np.ndarray) -> list[tuple[int, str]]:
    """Return each value of a column once, with the first row it stands in."""
    encoded = table.column(column).combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    places = encoded.indices.fill_null(-1).to_numpy()
    present, firsts = np.unique(places, return_index=True)
    texts = _texts(pa.chunked_array([encoded.dictionary]))
    return [
        (int(rows[first]), text)
        for place, first in zip(present.tolist(), firsts.tolist(), strict=True)
        if place >= 0 and (text := texts[place])
    ]


def _texts(column: pa.ChunkedArray) -> list[str | None]:
    """Return a column as text; whole numbers without a point, for codes that became numbers."""
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.equal(column, pc.floor(column)), column, None).cast(pa.int64())
    if pa.types.is_integer(column.type):
        return [None if value is None else str(value) for value in column.to_pylist()]
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [None if value is None else value.strip() for value in column.to_pylist()]
    return [None] * len(column)

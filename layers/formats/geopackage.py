"""GeoPackage: every layer with geometry, or the one asked for; nothing in it that computes."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from layers.formats import vector_reading
from layers.formats.base import Dataset, RawLayer, Reading, UploadFormat
from layers.inspection.findings import UploadRefused

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC: Final = b"SQLite format 3\x00"
_KEPT_BY_WRITERS: Final = re.compile(
    r"(rtree_.+_(insert|update\d?|delete)|trigger_(insert|delete)_feature_count_.+"
    r"|(trigger_)?gpkg_.+|fgti_.+)",
    re.DOTALL,
)
"""Triggers that the format itself prescribes, for the spatial index and the feature count."""
_INDEX: Final = re.compile(r'create virtual table\s+"?rtree_.+using\s+"?rtree"?\s*\(', re.DOTALL)


def claims(head: bytes, dataset: Dataset) -> bool:
    """Tell whether the content is an SQLite database."""
    return dataset.suffix == ".gpkg" and head.startswith(_MAGIC)


def read(dataset: Dataset, reading: Reading) -> list[RawLayer]:
    """Return the layers of a GeoPackage."""
    _check_schema(dataset.main, dataset.name)
    return vector_reading.layers_of(dataset, reading, "GPKG")


def _check_schema(path: Path, name: str) -> None:
    """Refuse views, triggers and virtual tables beyond those that the format prescribes."""
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    try:
        opened = sqlite3.connect(address, uri=True)
        try:
            entries = opened.execute("SELECT type, name, lower(sql) FROM sqlite_master").fetchall()
        finally:
            opened.close()
    except sqlite3.DatabaseError as error:
        raise UploadRefused(finding="damaged", where=name) from error
    for kind, entry, statement in entries:
        if reason := _reason(kind, str(entry).lower(), statement or ""):
            raise UploadRefused(finding=reason, where=name, entry=str(entry)[:60])


def _reason(kind: str, entry: str, statement: str) -> str | None:
    if kind == "view":
        return "geopackage_view"
    if kind == "trigger" and not _KEPT_BY_WRITERS.fullmatch(entry):
        return "geopackage_trigger"
    if statement.startswith("create virtual table") and not _INDEX.match(statement):
        return "geopackage_virtual"
    return None


FORMAT = UploadFormat(id="geopackage", suffixes=(".gpkg",), claims=claims, read=read)

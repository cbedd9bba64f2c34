"""Geometry written as text: counted before it is parsed, for the parser recurses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from layers.formats.base import StatedCrs
from layers.inspection.findings import UploadRefused, Where

if TYPE_CHECKING:
    from layers.formats.base import Reading

_SRID: Final = re.compile(r"\s*SRID=(\d{1,6});", re.IGNORECASE)
_OPEN, _CLOSE = ord("("), ord(")")
_BRACKETS_OF_A_LEVEL: Final = 3
"""A MultiPolygon opens three brackets; every collection around it one more."""


def to_wkb(
    column: pa.ChunkedArray, rows: pa.Array, reading: Reading, where: Where
) -> tuple[pa.Array, StatedCrs | None]:
    """Return geometry as binary, and the reference system that the texts name.

    A text that is no geometry becomes empty bytes and a finding.

    Raises
    ------
    UploadRefused
        When the texts name several systems.
    LimitExceeded
        When one nests too deep.
    """
    texts = pc.utf8_trim_whitespace(column).to_pylist()
    srids = {found[1] for text in texts if text and (found := _SRID.match(text))}
    if len(srids) > 1:
        raise UploadRefused(finding="crs_several", where=where.file, codes=", ".join(sorted(srids)))
    binary: list[bytes | None] = []
    for row, text in zip(rows.to_pylist(), texts, strict=True):
        binary.append(None if not text else _parsed(text, reading, where, row))
    crs = StatedCrs(text=f"EPSG:{srids.pop()}", by="file") if srids else None
    return pa.array(binary, pa.binary()), crs


def _parsed(text: str, reading: Reading, where: Where, row: int) -> bytes:
    bare = _SRID.sub("", text, count=1)
    nesting = _depth(bare) - _BRACKETS_OF_A_LEVEL
    reading.limits.check("geometry_nesting", nesting, where=where.field)
    try:
        return bytes(shapely.to_wkb(shapely.from_wkt(bare)))
    except (shapely.errors.GEOSException, ValueError):
        place = where.at(row=row)
        reading.findings.error("position_unreadable", place)
        return b""


def _depth(text: str) -> int:
    signs = np.frombuffer(text.encode("ascii", "replace"), np.uint8)
    steps = (signs == _OPEN).astype(np.int64) - (signs == _CLOSE)
    return int(np.cumsum(steps).max(initial=0))

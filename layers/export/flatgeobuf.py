"""FlatGeobuf: with its spatial index, which cannot hold features whose geometry is awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from layers.export import labels, vector_file
from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.types import Finding


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    vector_file.write(
        content,
        path,
        wishes,
        driver="FlatGeobuf",
        layer=content.name,
        SPATIAL_INDEX="YES" if _all_placed(content) else "NO",
        TEMPORARY_DIR=str(path.parent),
        DESCRIPTION=labels.description(content, wishes),
    )
    return []


def _all_placed(content: Content) -> bool:
    return all(pc.all(batch.columns[-1].is_valid()).as_py() for batch in content.batches())


FORMAT = Format(
    id="flatgeobuf", suffixes=(".fgb",), media_type="application/vnd.flatgeobuf", writer=_write
)

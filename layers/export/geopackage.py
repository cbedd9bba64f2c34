"""GeoPackage: one layer, named as what it holds, with its source in the layer's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.export import labels, vector_file
from layers.export.base import Format
from layers.export.content import unused

if TYPE_CHECKING:
    from pathlib import Path

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.types import Finding


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    names = [one.name for one in content.attributes]
    vector_file.write(
        content,
        path,
        wishes,
        driver="GPKG",
        layer=content.name,
        layer_metadata=labels.facts(content, wishes) or None,
        # The format's own columns make way for attributes of the same name.
        FID=unused("fid", names),
        GEOMETRY_NAME=unused("geom", names),
        DESCRIPTION=labels.description(content, wishes),
    )
    return []


FORMAT = Format(
    id="geopackage",
    suffixes=(".gpkg",),
    media_type="application/geopackage+sqlite3",
    writer=_write,
)

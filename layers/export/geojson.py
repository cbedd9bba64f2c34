"""GeoJSON: as RFC 7946 has it in WGS 84; in other systems as its predecessor names them.

RFC 7946 knows WGS 84 longitude and latitude alone. Another system stands in the member ``crs`` of
the 2008 specification, which GIS programs still read; there, too, the east axis comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from layers.export import labels, positions, vector_file
from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.types import Finding


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    is_rfc = wishes.placement in positions.WGS84_ONLY
    facts = labels.facts(content, wishes)
    more = {"FOREIGN_MEMBERS_COLLECTION": orjson.dumps({"about": facts}).decode()} if facts else {}
    vector_file.write(
        content,
        path,
        wishes,
        driver="GeoJSON",
        layer=content.name,
        RFC7946="YES" if is_rfc else "NO",
        COORDINATE_PRECISION=wishes.placement.decimals,
        **more,
    )
    return []


FORMAT = Format(
    id="geojson",
    suffixes=(".geojson", ".json"),
    media_type="application/geo+json",
    writer=_write,
)

"""KML 2.2: WGS 84 longitude and latitude by definition; attributes as typed extended data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

import shapely

from layers.export import labels
from layers.export.base import Format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.types import Finding

# An int of KML has 32 bits; a double holds every whole number up to 2⁵³.
_TYPES: Final = {"string": "string", "integer": "double", "number": "double", "boolean": "bool"}
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES: Final = ("name_zh", "name", "title", "id", "code")


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_head(content, wishes))
        for batch in content.batches():
            shapes = shapely.from_wkb(batch.columns[-1].to_numpy(zero_copy_only=False))
            for record, shape in zip(batch.to_pylist(), shapes, strict=True):
                stream.write(_placemark(content, record, shape))
        stream.write("</Document>\n</kml>\n")
    return []


def _head(content: Content, wishes: Wishes) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield f"<name>{_text(content.title.get(wishes.language, content.name))}</name>\n"
    yield f"<description>{_text(labels.description(content, wishes))}</description>\n"
    yield f'<Schema name={quoteattr(content.name)} id="fields">\n'
    for one in content.attributes:
        heading = _text(one.heading(wishes.language))
        yield f'<SimpleField type="{_TYPES[one.type]}" name={_quoted(one.name)}>'
        yield f"<displayName>{heading}</displayName></SimpleField>\n"
    yield "</Schema>\n"


def _placemark(content: Content, record: dict[str, Any], shape: shapely.Geometry | None) -> str:
    naming = next((name for name in _NAMES if record.get(name) is not None), None)
    name = "" if naming is None else f"<name>{_text(str(record[naming]))}</name>"
    data = "".join(
        f"<SimpleData name={_quoted(one.name)}>{_text(_plain(record[one.name]))}</SimpleData>"
        for one in content.attributes
        if record[one.name] is not None
    )
    extended = f'<ExtendedData><SchemaData schemaUrl="#fields">{data}</SchemaData></ExtendedData>'
    drawn = "" if shape is None or shapely.is_empty(shape) else _shape(shape)
    return f"<Placemark>{name}{extended}{drawn}</Placemark>\n"


def _shape(shape: shapely.Geometry) -> str:
    if isinstance(shape, shapely.Polygon):
        holes = "".join(_ring("innerBoundaryIs", ring) for ring in shape.interiors)
        return f"<Polygon>{_ring('outerBoundaryIs', shape.exterior)}{holes}</Polygon>"
    if isinstance(shape, shapely.Point | shapely.LineString):
        return f"<{shape.geom_type}>{_coordinates(shape)}</{shape.geom_type}>"
    parts = "".join(_shape(part) for part in shapely.get_parts(shape))
    return f"<MultiGeometry>{parts}</MultiGeometry>"


def _ring(role: str, ring: shapely.LinearRing) -> str:
    return f"<{role}><LinearRing>{_coordinates(ring)}</LinearRing></{role}>"


def _coordinates(shape: shapely.Geometry) -> str:
    pairs = shapely.get_coordinates(shape).round(7).tolist()
    return f"<coordinates>{' '.join(f'{lon!r},{lat!r}' for lon, lat in pairs)}</coordinates>"


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))


FORMAT = Format(
    id="kml",
    suffixes=(".kml",),
    media_type="application/vnd.google-earth.kml+xml",
    writer=_write,
    degrees_only=True,
)

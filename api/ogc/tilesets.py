"""What is said about tiles: sets of tiles, TileJSON."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from api.ogc.links import MVT, TILE_SCHEME_REL, Link, address, link
from layers import texts
from layers.systems import CRS84
from layers.tiles import MAX_FEATURES
from layers.tiles.matrices import LAST_ZOOM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.ogc.asking import Asking
    from layers.texts import Language
    from layers.tiles import MatrixSet

Layer = dict[str, Any]

_DIMENSIONS = {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1,
               "Polygon": 2, "MultiPolygon": 2}  # fmt: skip


def template(layer: Layer, matrices: MatrixSet, base: str, names: Sequence[str]) -> str:
    """Return the address of a set's tiles with places for level, row and column.

    The number of the version is part of it, so that no cache ever holds a stale tile under it.
    """
    tiles = address(base, "collections", layer["id"], "tiles", matrices.id)
    return f"{tiles}/{{{names[0]}}}/{{{names[1]}}}/{{{names[2]}}}?v={layer['version']['number']}"


def tileset(layer: Layer, matrices: MatrixSet, asking: Asking, *, whole: bool) -> dict[str, Any]:
    """Return the description of a set of tiles; ``whole`` adds its limits and its layer."""
    place = ("collections", layer["id"], "tiles", matrices.id)
    title = texts.text(f"ogc.matrices.{matrices.id}", asking.language)
    links = [
        link(address(asking.base, *place), "self"),
        link(address(asking.base, "tileMatrixSets", matrices.id), TILE_SCHEME_REL, title=title),
        link(address(asking.base, *place, "tilejson"), "describedby", title="TileJSON"),
        _item_link(layer, matrices, asking.base),
    ]
    document = {
        "title": f"{layer['title'][asking.language]} · {title}",
        "dataType": "vector",
        "crs": matrices.crs,
        "links": links,
    } | ({"tileMatrixSetURI": matrices.uri} if matrices.uri else {})
    return document | (_details(layer, matrices, asking.language) if whole else {})


def _item_link(layer: Layer, matrices: MatrixSet, base: str) -> Link:
    href = template(layer, matrices, base, ("tileMatrix", "tileRow", "tileCol"))
    return link(href, "item", MVT, templated=True)


def _details(layer: Layer, matrices: MatrixSet, language: Language) -> dict[str, Any]:
    box = layer["version"]["bbox"]
    described = {
        "id": layer["id"],
        "title": layer["title"][language],
        "dataType": "vector",
        "minTileMatrix": str(matrices.first_zoom),
        "maxTileMatrix": str(LAST_ZOOM),
        "propertiesSchema": {
            "type": "object",
            "properties": {one["name"]: {"type": one["type"]} for one in layer["attributes"]},
        },
    }
    if layer["geometry_type"] in _DIMENSIONS:
        described["geometryDimension"] = _DIMENSIONS[layer["geometry_type"]]
    details: dict[str, Any] = {"layers": [described], "description": notice(layer, language)}
    if box:
        corners = {"lowerLeft": box[:2], "upperRight": box[2:], "crs": CRS84.uri}
        details |= {"tileMatrixSetLimits": matrices.limits(box), "boundingBox": corners}
    return details


def tilejson(layer: Layer, matrices: MatrixSet, base: str, language: Language) -> dict[str, Any]:
    """Return TileJSON 3.0; ``attribution`` is escaped, because clients put it into pages."""
    document = {
        "tilejson": "3.0.0",
        "tiles": [template(layer, matrices, base, ("z", "y", "x"))],
        "name": layer["title"][language],
        "description": notice(layer, language),
        "version": f"{layer['version']['number']}.0.0",
        "attribution": escape(layer["source"]),
        "scheme": "xyz",
        "minzoom": matrices.first_zoom,
        "maxzoom": LAST_ZOOM,
        "vector_layers": [
            {
                "id": layer["id"],
                "description": layer["note"][language],
                "minzoom": matrices.first_zoom,
                "maxzoom": LAST_ZOOM,
                "fields": {one["name"]: _field(one, language) for one in layer["attributes"]},
            }
        ],
        "jintu": {"quality": layer["quality"], "max_features_per_tile": MAX_FEATURES,
                  "may_drop_features": _may_drop(layer), "tile_matrix_set": matrices.id},
    }  # fmt: skip
    box = layer["version"]["bbox"]
    return document | ({"bounds": box} if box else {})


def notice(layer: Layer, language: Language) -> str:
    """Return the note of a layer, and that tiles may leave features out where that can be."""
    note: str = layer["note"][language]
    if not _may_drop(layer):
        return note
    return f"{note} {texts.text('ogc.tiles.dropped', language, limit=MAX_FEATURES)}".strip()


def _may_drop(layer: Layer) -> bool:
    return bool(layer["version"]["feature_count"] > MAX_FEATURES)


def _field(attribute: dict[str, Any], language: Language) -> str:
    unit = f" ({attribute['unit']})" if attribute.get("unit") else ""
    return f"{attribute['title'][language]}{unit}"

"""JSON Schemas of a collection: what its features are, what may be filtered and sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.cql.compiling import GEOMETRY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.texts import Language

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_GEOJSON_SCHEMA = "https://geojson.org/schema/"
_FORMATS = {
    "Point": "point", "MultiPoint": "multipoint", "LineString": "linestring",
    "MultiLineString": "multilinestring", "Polygon": "polygon", "MultiPolygon": "multipolygon",
    "GeometryCollection": "geometrycollection",
}  # fmt: skip

Layer = dict[str, Any]


def collection_schema(layer: Layer, address: str, language: Language) -> dict[str, Any]:
    """Return the logical schema of a collection's features (OGC API Features Part 5)."""
    geometry = {
        "title": GEOMETRY,
        "x-ogc-role": "primary-geometry",
        "format": f"geometry-{_geometry_format(layer)}",
        "x-ogc-propertySeq": 1,
    }
    properties: dict[str, Any] = {GEOMETRY: geometry}
    for place, attribute in enumerate(layer["attributes"], start=2):
        described = attribute_schema(attribute, language) | {"x-ogc-propertySeq": place}
        if attribute["name"] == layer["key"]:
            described["x-ogc-role"] = "id"
        properties[attribute["name"]] = described
    return _schema(layer, f"{address}/schema", language, properties) | {
        "required": [layer["key"]] if layer["key"] in properties else []
    }


def queryables(layer: Layer, address: str, language: Language) -> dict[str, Any]:
    """Return what a filter may name.

    The geometry is given in two ways: ``format`` is what the standard says, and QGIS takes a
    property for a geometry only when it refers to a schema of geojson.org.
    """
    geometry = {
        "title": GEOMETRY,
        "x-ogc-role": "primary-geometry",
        "format": f"geometry-{_geometry_format(layer)}",
        "$ref": f"{_GEOJSON_SCHEMA}{_geometry_name(layer)}.json",
    }
    attributes = {one["name"]: attribute_schema(one, language) for one in layer["attributes"]}
    properties = {GEOMETRY: geometry} | attributes
    return _schema(layer, f"{address}/queryables", language, properties)


def feature_schema(layer: Layer, address: str, language: Language) -> dict[str, Any]:
    """Return the schema of a feature as GeoJSON, which GDAL takes the types of attributes from."""
    attributes = {one["name"]: attribute_schema(one, language) for one in layer["attributes"]}
    properties = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"$ref": f"{_GEOJSON_SCHEMA}{_geometry_name(layer)}.json"},
        "properties": {"type": "object", "properties": attributes},
    }
    return _schema(layer, f"{address}/feature-schema", language, properties)


def attribute_schema(attribute: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the schema of one attribute: its type, its name for people, its unit."""
    described = {"title": attribute["title"][language], "type": attribute["type"]}
    return described | ({"x-ogc-unit": attribute["unit"]} if attribute.get("unit") else {})


def _schema(
    layer: Layer, identity: str, language: Language, properties: dict[str, Any]
) -> dict[str, Any]:
    return {
        "$schema": _DRAFT,
        "$id": identity,
        "type": "object",
        "title": layer["title"][language],
        "description": layer["note"][language],
        "properties": properties,
        "additionalProperties": False,
    }


def _geometry_format(layer: Layer) -> str:
    return _FORMATS.get(layer["geometry_type"], "any")


def _geometry_name(layer: Layer) -> str:
    return layer["geometry_type"] if layer["geometry_type"] in _FORMATS else "Geometry"

"""Query and path parameters.

``style`` and ``explode`` are given only where the standard gives them: QGIS takes a parameter with
``style=form`` and ``explode=false`` that it does not know for an attribute to filter by.
"""

from __future__ import annotations

from typing import Any

from api.ogc.windows import DEFAULT_LIMIT, MAX_LIMIT, queryable_names
from layers import texts
from layers.cql.tree import FILTER_LANGUAGES, MAX_BYTES
from layers.systems import SYSTEMS

_LIST = {"style": "form", "explode": False}
_URIS = [system.uri for system in SYSTEMS]


def parameters(language: texts.Language) -> dict[str, Any]:
    """Return every parameter by its name in ``components``."""
    described = {
        "limit": _query("limit", {
            "type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT,
        }, style="form", explode=False),
        "offset": _query("offset", {"type": "integer", "minimum": 0, "default": 0}),
        "bbox": _query("bbox", {
            "type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6,
        }, **_LIST),
        "bbox-crs": _query("bbox-crs", _uri(), **_LIST),
        "crs": _query("crs", _uri(), **_LIST),
        "datetime": _query("datetime", {"type": "string"}, **_LIST),
        "filter": _query("filter", {"type": "string", "maxLength": MAX_BYTES}),
        "filter-lang": _query("filter-lang", {
            "type": "string", "enum": list(FILTER_LANGUAGES), "default": FILTER_LANGUAGES[0],
        }),
        "filter-crs": _query("filter-crs", _uri()),
        "properties": _query("properties", {"type": "string"}),
        "sortby": _query("sortby", {"type": "string"}),
        "f": _query("f", {"type": "string", "enum": ["json", "html"]}),
        "lang": _query("lang", {"type": "string", "enum": list(texts.LANGUAGES)}),
        "v": _query("v", {"type": "integer", "minimum": 1}),
        "featureId": _path("featureId", {"type": "string"}),
        "tileMatrixSetId": _path("tileMatrixSetId", {"type": "string"}),
        "tileMatrix": _path("tileMatrix", {"type": "integer", "minimum": 0}),
        "tileRow": _path("tileRow", {"type": "integer", "minimum": 0}),
        "tileCol": _path("tileCol", {"type": "integer", "minimum": 0}),
    }  # fmt: skip
    return {
        name: one | {"description": texts.text(f"ogc.parameter.{name}", language)}
        for name, one in described.items()
    }


def attribute_parameters(layer: dict[str, Any], language: texts.Language) -> list[dict[str, Any]]:
    """Return the attributes of a collection as parameters, by which GDAL and QGIS filter."""
    offered = set(queryable_names(one["name"] for one in layer["attributes"]))
    return [
        _query(one["name"], {"type": one["type"]}, description=one["title"][language], **_LIST)
        for one in layer["attributes"]
        if one["name"] in offered
    ]


def references(*names: str) -> list[dict[str, str]]:
    """Return references to parameters."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _query(name: str, schema: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, **more}


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _uri() -> dict[str, Any]:
    return {"type": "string", "format": "uri", "enum": _URIS, "default": _URIS[0]}

"""The whole document: who serves it, its paths, its components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.ogc.links import MVT, SCHEMA
from api.ogc.openapi.parameters import attribute_parameters, parameters, references
from api.ogc.openapi.shapes import SCHEMAS, answer, data, failures
from api.respond import GEOJSON
from api.settings import version
from layers import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.texts import Language

_ITEMS = (
    "limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang",
    "filter-crs", "properties", "sortby", "f", "lang",
)  # fmt: skip
_DOCUMENT = ("f", "lang")


def document(layers: Sequence[dict[str, Any]], base: str, language: Language) -> dict[str, Any]:
    """Return the OpenAPI 3.0 document for these layers."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": texts.text("ogc.title", language),
            "description": texts.text("ogc.description", language),
            "version": version(),
        },
        "servers": [{"url": f"{base}/ogc"}],
        "tags": [{"name": name} for name in ("service", *(layer["id"] for layer in layers))],
        "paths": _service(language) | _collections(layers, language),
        "components": {
            "parameters": parameters(language),
            "responses": failures(language),
            "schemas": SCHEMAS,
        },
    }


def _service(language: Language) -> dict[str, Any]:
    def get(name: str, schema: str, *names: str) -> dict[str, Any]:
        return _get("service", name, language, answer(schema), (*names, *_DOCUMENT))

    return {
        "/": get("landing", "landingPage"),
        "/conformance": get("conformance", "confClasses"),
        "/collections": get("collections", "collections"),
        "/tileMatrixSets": get("tileMatrixSets", "anything"),
        "/tileMatrixSets/{tileMatrixSetId}": get("tileMatrixSet", "anything", "tileMatrixSetId"),
    }


def _collections(layers: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for layer in layers:
        paths |= _collection(layer, language)
    return paths


def _collection(layer: dict[str, Any], language: Language) -> dict[str, Any]:
    name = layer["id"]
    place = f"/collections/{name}"
    schema = answer("anything", SCHEMA)
    features, feature = answer("featureCollection", GEOJSON), answer("feature", GEOJSON)
    tileset = f"{place}/tiles/{{tileMatrixSetId}}"
    tile = f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    tile_names = ("tileMatrixSetId", "tileMatrix", "tileRow", "tileCol", "v")
    rows: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
        (place, "collection", answer("collection"), _DOCUMENT),
        (f"{place}/items", "items", features, _ITEMS),
        (f"{place}/items/{{featureId}}", "item", feature, ("featureId", "crs", *_DOCUMENT)),
        (f"{place}/queryables", "queryables", schema, _DOCUMENT),
        (f"{place}/schema", "schema", schema, _DOCUMENT),
        (f"{place}/feature-schema", "featureSchema", schema, _DOCUMENT),
        (f"{place}/tiles", "tilesets", answer("anything"), _DOCUMENT),
        (tileset, "tileset", answer("anything"), ("tileMatrixSetId", "lang")),
        (f"{tileset}/tilejson", "tilejson", answer("anything"), ("tileMatrixSetId", "lang")),
        (tile, "tile", data(MVT), tile_names),
    ]
    paths = {
        path: _get(name, operation, language, answered, names)
        for path, operation, answered, names in rows
    }
    paths[f"{place}/items"]["get"]["parameters"] += attribute_parameters(layer, language)
    return paths


def _get(
    tag: str, operation: str, language: Language, answered: dict[str, Any], names: Sequence[str]
) -> dict[str, Any]:
    identity = operation if tag == "service" else f"{operation}.{tag}"
    failing = {code: {"$ref": f"#/components/responses/{code}"} for code in ("400", "404", "500")}
    described = {
        status: one | {"description": texts.text(f"ogc.operation.{operation}", language)}
        for status, one in answered.items()
    }
    return {
        "get": {
            "tags": [tag],
            "summary": texts.text(f"ogc.operation.{operation}", language),
            "operationId": identity,
            "parameters": references(*names),
            "responses": described | failing,
        }
    }

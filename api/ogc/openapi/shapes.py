"""Shapes of answers and of failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.ogc.links import HTML, JSON, MVT
from layers import texts

if TYPE_CHECKING:
    from layers.texts import Language

_TEXT = {"type": "string"}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
_COUNT = {"type": "integer", "minimum": 0}


def _object(required: list[str], **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


SCHEMAS: dict[str, Any] = {
    "anything": {"type": "object"},
    "link": _object(["href", "rel"], href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
    "landingPage": _object(["links"], title=_TEXT, description=_TEXT, links=_LINKS),
    "confClasses": _object(["conformsTo"], conformsTo={"type": "array", "items": _TEXT}),
    "collections": _object(
        ["links", "collections"],
        links=_LINKS,
        collections={"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
    ),
    "collection": _object(
        ["id", "links"],
        id=_TEXT,
        title=_TEXT,
        description=_TEXT,
        itemType=_TEXT,
        crs={"type": "array", "items": _TEXT},
        storageCrs=_TEXT,
        extent={"type": "object"},
        links=_LINKS,
    ),
    "feature": _object(
        ["type", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry={"type": "object", "nullable": True},
        properties={"type": "object"},
        links=_LINKS,
    ),
    "featureCollection": _object(
        ["type", "features"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
        links=_LINKS,
        numberMatched=_COUNT,
        numberReturned=_COUNT,
    ),
    "failure": _object(
        ["error"],
        error=_object(
            ["code", "message"],
            code=_TEXT,
            message=_TEXT,
            detail={"nullable": True},
            where={"type": "string", "nullable": True},
        ),
    ),
}


def answer(schema: str, media_type: str = JSON) -> dict[str, Any]:
    """Return the good answer of a document, which people may read as a page."""
    described = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {"200": {"content": {media_type: described, HTML: {"schema": _TEXT}}}}


def data(media_type: str = MVT) -> dict[str, Any]:
    """Return the good answers of a tile: bytes, or nothing where nothing lies."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"200": {"content": content}, "204": {}}


def failures(language: Language) -> dict[str, Any]:
    """Return what the service answers when it cannot answer."""
    content = {JSON: {"schema": {"$ref": "#/components/schemas/failure"}}}
    return {
        code: {"description": texts.text(f"ogc.failure.{code}", language), "content": content}
        for code in ("400", "404", "500")
    }

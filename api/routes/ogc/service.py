"""The entry to the service, what it honours, and its OpenAPI document."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Response

from api.deps import CallerDep, ServicesDep
from api.ogc import openapi
from api.ogc.asking import AskingDep
from api.ogc.conformance import CLASSES
from api.ogc.links import (
    CONFORMANCE_REL,
    DATA_REL,
    OPENAPI,
    TILE_SCHEMES_REL,
    address,
    link,
)
from layers import catalogue, texts

router = APIRouter(prefix="/ogc")


@router.get("")
def landing(asking: AskingDep) -> Response:
    """Return the entry to the service."""

    def named(key: str) -> str:
        return texts.text(f"ogc.link.{key}", asking.language)

    collections = address(asking.base, "collections")
    conformance = address(asking.base, "conformance")
    schemes = address(asking.base, "tileMatrixSets")
    links = [
        *asking.self_links(),
        link(address(asking.base, "api"), "service-desc", OPENAPI, title=named("api")),
        link(conformance, "conformance", title=named("conformance")),
        link(conformance, CONFORMANCE_REL, title=named("conformance")),
        link(collections, "data", title=named("collections")),
        link(collections, DATA_REL, title=named("collections")),
        link(schemes, TILE_SCHEMES_REL, title=named("tile_matrix_sets")),
    ]
    title = texts.text("ogc.title", asking.language)
    description = texts.text("ogc.description", asking.language)
    return asking.answer({"title": title, "description": description, "links": links})


@router.get("/conformance")
def conformance(asking: AskingDep) -> Response:
    """Return the classes of the standards that this service honours."""
    links = asking.self_links("conformance")
    title = texts.text("ogc.link.conformance", asking.language)
    return asking.answer({"title": title, "links": links, "conformsTo": CLASSES})


@router.get("/api")
def api(asking: AskingDep, caller: CallerDep, services: ServicesDep) -> Response:
    """Return the OpenAPI 3.0 document of this interface."""
    with services.database.begin() as connection:
        layers = catalogue.published(connection, internal=caller.internal)
    body = orjson.dumps(openapi.document(layers, asking.base, asking.language))
    return Response(body, media_type=OPENAPI, headers={"Content-Language": asking.language})

"""Collections and their schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response

from api.deps import CallerDep, ServicesDep
from api.ogc import schemas
from api.ogc.asking import Asking, AskingDep
from api.ogc.collections import collection_document
from api.ogc.links import SCHEMA, address
from api.services import Services
from layers import catalogue, texts
from layers.accounts import Caller
from layers.errors import UnknownLayer

router = APIRouter(prefix="/ogc/collections")

Describe = Callable[[dict[str, Any], str, texts.Language], dict[str, Any]]


@router.get("")
def collections(asking: AskingDep, caller: CallerDep, services: ServicesDep) -> Response:
    """Return every collection."""
    with services.database.begin() as connection:
        layers = catalogue.published(connection, internal=caller.internal)
    title = texts.text("ogc.link.collections", asking.language)
    described = [collection_document(layer, asking) for layer in layers]
    links = asking.self_links("collections")
    return asking.answer({"title": title, "links": links, "collections": described})


@router.get("/{collection}")
def collection(
    collection: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return one collection."""
    return asking.answer(collection_document(layer_of(services, collection, caller), asking))


@router.get("/{collection}/queryables")
def queryables(
    collection: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return what a filter may name."""
    layer = layer_of(services, collection, caller)
    return _schema(layer, asking, schemas.queryables)


@router.get("/{collection}/schema")
def schema(
    collection: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return the logical schema of the features."""
    layer = layer_of(services, collection, caller)
    return _schema(layer, asking, schemas.collection_schema)


@router.get("/{collection}/feature-schema")
def feature_schema(
    collection: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return the schema of a feature as GeoJSON."""
    layer = layer_of(services, collection, caller)
    return _schema(layer, asking, schemas.feature_schema)


def layer_of(services: Services, collection: str, caller: Caller) -> dict[str, Any]:
    """Return a layer that the caller may know of.

    Raises
    ------
    UnknownLayer
        When there is none, or its name cannot be one: the database takes no NUL in a text.
    """
    require_name(collection)
    with services.database.begin() as connection:
        return catalogue.get(connection, collection, internal=caller.internal)


def require_name(collection: str) -> None:
    """Refuse a name that the database could not even look for."""
    if "\x00" in collection:
        raise UnknownLayer(where=collection.replace("\x00", "?"))


def _schema(layer: dict[str, Any], asking: Asking, describe: Describe) -> Response:
    place = address(asking.base, "collections", layer["id"])
    return asking.answer(describe(layer, place, asking.language), SCHEMA)

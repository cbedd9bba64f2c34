"""The list of layers with everything a person should know about each."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import CallerDep, ServicesDep
from layers import catalogue

router = APIRouter(prefix="/api/layers", tags=["layers"])


@router.get("")
def listing(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return every layer that has a published version and that the caller may know of."""
    with services.database.begin() as connection:
        return {"layers": catalogue.published(connection, internal=caller.internal)}


@router.get("/{layer}")
def one(layer: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return one layer."""
    with services.database.begin() as connection:
        return catalogue.get(connection, layer, internal=caller.internal)

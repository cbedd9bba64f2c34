"""Whether the service is able to work."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import ServicesDep
from api.settings import version
from layers import catalogue, migrate
from layers.errors import EmptyLayer

router = APIRouter(prefix="/api", tags=["service"])


@router.get("/health")
def health(services: ServicesDep) -> dict[str, object]:
    """Return ``ok`` only when the database answers, is migrated and holds layers."""
    with services.database.begin() as connection:
        migrate.require_current(connection)
        layers = catalogue.published(connection, internal=True)
    if not layers:
        raise EmptyLayer(where="layers")
    return {
        "status": "ok",
        "version": version(),
        "schema": migrate.head(),
        "layers": sum(layer["visibility"] == "public" for layer in layers),
    }

"""OGC API Features and Tiles, mounted at ``/ogc``."""

from fastapi import APIRouter

from api.routes.ogc import collections, items, service, tiles

router = APIRouter(tags=["ogc"])
for _part in (service, collections, items, tiles):
    router.include_router(_part.router)

__all__ = ["router"]

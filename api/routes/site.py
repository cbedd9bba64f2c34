"""The pages and their words."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.deps import ServicesDep
from api.respond import etag_of, fixed
from api.settings import PROJECT, version
from layers import texts

router = APIRouter(include_in_schema=False)


@router.get("/")
def page() -> FileResponse:
    """Return the map page."""
    return FileResponse(PROJECT / "static" / "index.html", headers={"Cache-Control": "no-cache"})


@router.get("/manage")
def manage() -> FileResponse:
    """Return the page of those who look after the data."""
    return FileResponse(PROJECT / "static" / "manage.html", headers={"Cache-Control": "no-cache"})


@router.get("/i18n/{language}.json")
async def words(language: str, request: Request, services: ServicesDep) -> Response:
    """Return every text of a language."""
    if language not in texts.LANGUAGES:
        return Response(status_code=404)
    body = orjson.dumps(texts.catalogue(language))
    etag = etag_of(request, version(), len(body), hash(body))

    async def produce() -> bytes:
        return body

    return await fixed(request, services.cache, etag, produce, "application/json")

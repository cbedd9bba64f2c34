"""Items: pages of features, and single ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import deps
from api.deps import base_of
from api.errors import language_of
from api.ogc import pages
from api.ogc.links import HTML, address, both_forms, link, with_query
from api.ogc.windows import Window, item_form, read_window, require_attributes
from api.respond import GEOJSON, etag_of, fixed, streamed
from api.routes.ogc.collections import layer_of, require_name
from api.routes.ogc.hot import HotRoute
from api.services import Services
from layers import features
from layers import items as store
from layers.accounts import Caller
from layers.errors import UnknownLayer
from layers.features import Pointer
from layers.items import Asked, Selection
from layers.systems import System
from layers.texts import Language

router = APIRouter(prefix="/ogc/collections/{collection}/items", route_class=HotRoute)

STREAM_FROM = 5_000
"""Pages of more features than this are sent while they are read."""


@dataclass(frozen=True, kw_only=True)
class _Page:
    """A page of items that is about to be answered."""

    services: Services
    request: Request
    place: str
    pointer: Pointer
    window: Window
    selection: Selection

    @property
    def asked(self) -> Asked:
        return self.window.asked


@router.get("")
async def items(request: Request) -> Response:
    """Return a page of features, with how many match and where the next page is."""
    collection: str = request.path_params["collection"]
    services, base, language = deps.services(request), base_of(request), language_of(request)
    caller: Caller = request.state.caller
    window = read_window(request)
    pointer = await pointer_of(services, collection, caller)
    page = _Page(
        services=services,
        request=request,
        place=f"{address(base, 'collections', collection)}/items",
        pointer=pointer,
        window=window,
        selection=await _selection(services, pointer, window.asked),
    )
    etag = etag_of(request, base, pointer.version_id, window.form, language)
    if window.form == "html":
        return _with_headers(await _as_page(page, etag, base, language), window.asked.system, HTML)
    return _with_headers(await _as_data(page, etag), window.asked.system, GEOJSON)


@router.get("/{feature}")  # noqa: FAST003 - a hot route reads its request
async def item(request: Request) -> Response:
    """Return one feature."""
    collection: str = request.path_params["collection"]
    feature: str = request.path_params["feature"]
    services, base, language = deps.services(request), base_of(request), language_of(request)
    caller: Caller = request.state.caller
    system, form = item_form(request)
    pointer = await pointer_of(services, collection, caller)
    place = address(base, "collections", collection)
    itself = address(base, "collections", collection, "items", feature)
    links = [
        *both_forms(itself, dict(request.query_params), GEOJSON),
        link(place, "collection"),
    ]

    async def produce() -> bytes:
        body = await store.item(services.database, pointer.version_id, feature, system)
        whole = body + b',"links":' + orjson.dumps(links) + b"}"
        if form != "html":
            return whole
        return pages.page({"title": feature, **orjson.loads(whole)}, base, language)

    etag = etag_of(request, base, pointer.version_id, form, language)
    media_type = HTML if form == "html" else GEOJSON
    answer = await fixed(request, services.cache, etag, produce, media_type)
    return _with_headers(answer, system, media_type)


async def pointer_of(services: Services, collection: str, caller: Caller) -> Pointer:
    """Return the version of a collection that readers see."""
    require_name(collection)
    try:
        return await features.pointer(services.database, collection, internal=caller.internal)
    except UnknownLayer:
        # The slower question knows which layers there are and says so.
        await run_in_threadpool(layer_of, services, collection, caller)
        raise


async def _selection(services: Services, pointer: Pointer, asked: Asked) -> Selection:
    types = {}
    if asked.names_attributes:
        types = (await store.schema(services.database, pointer.version_id)).types
        require_attributes(asked, types)
    return store.select(pointer.version_id, asked, types)


async def _as_data(page: _Page, etag: str) -> Response:
    if page.asked.limit > STREAM_FROM:
        matched = await _matched(page)
        if _returned(page, matched) > STREAM_FROM:
            lines = store.stream(page.services.database, page.selection)
            chunks = _framed(_head(page, matched, _returned(page, matched)), lines)
            return streamed(page.request, etag, chunks)

    async def produce() -> bytes:
        return await _body(page)

    return await fixed(page.request, page.services.cache, etag, produce)


async def _as_page(page: _Page, etag: str, base: str, language: Language) -> Response:
    async def produce() -> bytes:
        document = orjson.loads(await _body(page))
        title = page.place.rsplit("/", 2)[-2]
        return pages.page({"title": title, **document}, base, language)

    return await fixed(page.request, page.services.cache, etag, produce, HTML)


async def _body(page: _Page) -> bytes:
    body, returned = await store.page(page.services.database, page.selection)
    offset, limit = page.asked.offset, page.asked.limit
    if returned < limit and (returned or not offset):
        # The page is the last one, so what it holds says how many there are.
        matched = offset + returned
    else:
        matched = await _matched(page)
    return _head(page, matched, returned) + body + b"]}"


async def _matched(page: _Page) -> int:
    if not page.asked.is_narrowed:
        return page.pointer.feature_count
    return await store.count(page.services.database, page.selection)


def _returned(page: _Page, matched: int) -> int:
    return max(0, min(page.asked.limit, matched - page.asked.offset))


def _head(page: _Page, matched: int, returned: int) -> bytes:
    facts = {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": returned,
        "links": _page_links(page, matched),
    }
    return orjson.dumps(facts)[:-1] + b',"features":['


def _page_links(page: _Page, matched: int) -> list[dict[str, object]]:
    asked, query = page.asked, dict(page.request.query_params)

    def at(offset: int) -> str:
        return with_query(page.place, query | {"limit": asked.limit, "offset": offset})

    here = query | {"limit": asked.limit, "offset": asked.offset}
    links = [*both_forms(page.place, here, GEOJSON)]
    links.append(link(page.place.removesuffix("/items"), "collection"))
    if asked.offset + asked.limit < matched:
        links.append(link(at(asked.offset + asked.limit), "next", GEOJSON))
    if asked.offset > 0:
        links.append(link(at(max(0, asked.offset - asked.limit)), "prev", GEOJSON))
    return links


def _with_headers(response: Response, system: System, media_type: str) -> Response:
    response.headers["Content-Crs"] = f"<{system.uri}>"
    response.headers["Vary"] = "Accept, Accept-Encoding, Accept-Language"
    if media_type == HTML:
        response.headers["Content-Security-Policy"] = pages.POLICY
    return response


async def _framed(head: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in chunks:
        yield chunk
    yield b"]}"

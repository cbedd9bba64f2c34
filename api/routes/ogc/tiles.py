"""Vector tiles, sets of tiles, tile matrix sets."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api import deps
from api.deps import CallerDep, ServicesDep, whole
from api.ogc import tilesets
from api.ogc.asking import AskingDep, require_known
from api.ogc.links import MVT, address, link
from api.respond import accepted, compress, etag_of, not_modified
from api.routes.ogc.collections import layer_of, require_name
from api.routes.ogc.hot import HotRoute
from api.routes.ogc.items import pointer_of
from api.services import Services
from layers import texts, tiles
from layers.accounts import Caller
from layers.errors import BadQuery, UnknownVersion
from layers.tiles import MATRIX_SETS, MatrixSet, Place, Pointer
from layers.tiles.matrices import matrix_set

router = APIRouter(prefix="/ogc")
hot = APIRouter(prefix="/ogc", route_class=HotRoute)

_KNOWN = frozenset({"v", "f", "lang"})
_DIGITS = 10
FRESH = "no-cache"
LASTING = "public, max-age=86400, immutable"
"""For an address with a version: it never answers anything else. A day, because whether a layer is
public may change, and what lies in caches outside cannot be called back."""


@router.get("/tileMatrixSets")
def matrix_sets(asking: AskingDep) -> Response:
    """Return how the earth is cut into tiles here."""
    title = texts.text("ogc.link.tile_matrix_sets", asking.language)
    described = []
    for one in MATRIX_SETS.values():
        place = address(asking.base, "tileMatrixSets", one.id)
        named = texts.text(f"ogc.matrices.{one.id}", asking.language)
        uri = {"uri": one.uri} if one.uri else {}
        described.append(
            {"id": one.id, "title": named, **uri, "crs": one.crs, "links": [link(place, "self")]}
        )
    links = asking.self_links("tileMatrixSets")
    return asking.answer({"title": title, "links": links, "tileMatrixSets": described})


@router.get("/tileMatrixSets/{matrices}")
def matrix_set_definition(matrices: str, asking: AskingDep) -> Response:
    """Return the definition of a tile matrix set."""
    one = matrix_set(matrices)
    return asking.answer(one.definition(texts.text(f"ogc.matrices.{one.id}", asking.language)))


@router.get("/collections/{collection}/tiles")
def tileset_list(
    collection: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return the sets of tiles of a collection."""
    layer = layer_of(services, collection, caller)
    described = [tilesets.tileset(layer, one, asking, whole=False) for one in MATRIX_SETS.values()]
    title = layer["title"][asking.language]
    links = asking.self_links("collections", collection, "tiles")
    return asking.answer({"title": title, "links": links, "tilesets": described})


@router.get("/collections/{collection}/tiles/{matrices}")
def tileset(
    collection: str, matrices: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return the description of a set of tiles."""
    one = matrix_set(matrices)
    layer = layer_of(services, collection, caller)
    return asking.answer(tilesets.tileset(layer, one, asking, whole=True))


@router.get("/collections/{collection}/tiles/{matrices}/tilejson")
def tilejson(
    collection: str, matrices: str, asking: AskingDep, caller: CallerDep, services: ServicesDep
) -> Response:
    """Return TileJSON."""
    one = matrix_set(matrices)
    layer = layer_of(services, collection, caller)
    return asking.answer(tilesets.tilejson(layer, one, asking.base, asking.language))


@dataclass(frozen=True, kw_only=True)
class _Spot:
    """Which tile is asked for, of which version."""

    matrices: MatrixSet
    place: Place
    number: int | None


def _spot(request: Request) -> _Spot:
    asked = request.path_params
    number = _version(request)
    one = matrix_set(asked["matrices"])
    place = one.require(_place(asked["zoom"], asked["row"], asked["column"]))
    return _Spot(matrices=one, place=place, number=number)


@hot.get("/collections/{collection}/tiles/{matrices}/{zoom}/{row}/{column}")  # noqa: FAST003
async def tile(request: Request) -> Response:
    """Return a tile; 204 where nothing lies."""
    services = deps.services(request)
    collection: str = request.path_params["collection"]
    caller: Caller = request.state.caller
    spot = _spot(request)
    pointer = await _pointer(services, collection, spot.number, caller)
    tag = f"{etag_of(request, pointer.version_id)}-{accepted(request)}"
    headers = {
        "ETag": f'"{tag}"',
        "Cache-Control": FRESH if spot.number is None else LASTING,
        "Vary": "Accept-Encoding",
        # Other sites' pages may draw public tiles.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if not_modified(request, tag):
        return Response(status_code=304, headers=headers)
    dropped, body = await _packed(services, collection, pointer, spot, tag)
    if dropped:
        headers["Jintu-Dropped-Features"] = str(dropped)
    if not body:
        return Response(status_code=204, headers=headers)
    if (encoding := accepted(request)) != "identity":
        headers["Content-Encoding"] = encoding
    return Response(body, headers=headers, media_type=MVT)


def _version(request: Request) -> int | None:
    require_known(request, _KNOWN)
    query = request.query_params
    if query.get("f", "mvt") != "mvt":
        raise BadQuery(where="f", reason="form", value=query["f"][:40], known="mvt")
    return whole("v", query["v"], 0, least=1) if "v" in query else None


def _place(zoom: str, row: str, column: str) -> Place:
    numbers = [int(part) if _is_whole(part) else -1 for part in (zoom, row, column)]
    return Place(zoom=numbers[0], row=numbers[1], column=numbers[2])


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _DIGITS


async def _pointer(
    services: Services, collection: str, number: int | None, caller: Caller
) -> Pointer:
    require_name(collection)
    found = await tiles.pointer(services.database, collection, number, internal=caller.internal)
    if found is not None:
        return found
    # Either the layer is not there, which this says, or it has no such version.
    await pointer_of(services, collection, caller)
    raise UnknownVersion(where=collection, version=number)


async def _packed(
    services: Services,
    collection: str,
    pointer: Pointer,
    spot: _Spot,
    tag: str,
) -> tuple[int, bytes]:
    """Return how many features a tile has no room for, and its compressed bytes.

    Both are kept in one entry of the cache: the number in its first bytes.
    """
    entry = services.cache.get(tag)
    if entry is None:
        made = await tiles.tile(services.database, collection, pointer, spot.matrices, spot.place)
        body = compress(made.body, tag.rsplit("-", 1)[-1]) if made.body else b""
        entry = struct.pack(">I", made.dropped) + body
        services.cache.put(tag, entry)
    return struct.unpack(">I", entry[:4])[0], entry[4:]

"""Answers that do not change as long as a layer version stands: strong ETags, ready-made bytes."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import brotli
from fastapi import Response
from fastapi.responses import StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from fastapi import Request

    from api.cache import ResponseCache

GEOJSON = "application/geo+json"
WORTH_COMPRESSING_BYTES = 1_000
BROTLI_QUALITY = 5
"""Twice the cost of quality 1 for a sixth fewer bytes; paid once per version, then cached."""
GZIP_LEVEL = 6
STREAM_LEVEL = 1
"""A streamed body is compressed while somebody waits for it."""


def etag_of(request: Request, *facts: object) -> str:
    """Return the entity tag for a request and the facts (version ids) its answer depends on."""
    scope = request.scope
    host = request.headers.get("host", "")
    asked = [scope["path"], str(sorted(request.query_params.multi_items()))]
    parts = [scope["scheme"], host, scope.get("root_path", ""), *asked, *map(str, facts)]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


async def fixed(
    request: Request,
    cache: ResponseCache,
    etag: str,
    produce: Callable[[], Awaitable[bytes]],
    media_type: str = GEOJSON,
) -> Response:
    """Answer with a body that belongs to an ETag: 304, the cached bytes, or newly made ones."""
    encoding = accepted(request)
    tag = f"{etag}-{encoding}"
    headers = _headers(tag)
    if not_modified(request, tag):
        return Response(status_code=304, headers=headers)
    body = cache.get(tag)
    if body is None:
        body = compress(await produce(), encoding)
        cache.put(tag, body)
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=media_type, headers=headers)


def streamed(request: Request, etag: str, chunks: AsyncIterator[bytes]) -> Response:
    """Answer with a body that is sent while it is made, gzipped on the way when asked for."""
    encoding = "gzip" if "gzip" in request.headers.get("accept-encoding", "") else "identity"
    tag = f"{etag}-s{encoding}"
    headers = _headers(tag)
    if not_modified(request, tag):
        return Response(status_code=304, headers=headers)
    if encoding == "gzip":
        headers["Content-Encoding"] = encoding
        chunks = _gzipped(chunks)
    return StreamingResponse(chunks, media_type=GEOJSON, headers=headers)


def accepted(request: Request) -> str:
    """Return the best content coding that the client names: brotli, gzip, or none."""
    return _best(request.headers.get("accept-encoding", ""))


@lru_cache(maxsize=100)
def _best(offered: str) -> str:
    refused = {part.split(";")[0].strip() for part in offered.split(",") if ";q=0" in part + ","}
    names = {part.split(";")[0].strip() for part in offered.split(",")} - refused
    return next((name for name in ("br", "gzip") if name in names), "identity")


def compress(body: bytes, encoding: str) -> bytes:
    """Return the body in a content coding."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    if encoding == "gzip":
        # gzip.compress would write the time of day; equal bodies must give equal bytes.
        return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    return body


async def _gzipped(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    stream = zlib.compressobj(STREAM_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    async for chunk in chunks:
        if packed := stream.compress(chunk):
            yield packed
    yield stream.flush()


def not_modified(request: Request, tag: str) -> bool:
    """Tell whether the client holds this very answer (``If-None-Match``, weakly compared)."""
    held = request.headers.get("if-none-match", "")
    tags = {part.strip().removeprefix("W/").strip('"') for part in held.split(",")}
    return tag in tags or "*" in tags


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def attachment(plain_ascii: str, shown: str) -> str:
    """Return a Content-Disposition with a name for every program and one for people."""
    return f"attachment; filename=\"{plain_ascii}\"; filename*=UTF-8''{quote(shown, safe='')}"

"""What every answer carries and every request must keep to, as plain ASGI around the application.

The numbers are those of the limits table in the README.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import orjson

from api.errors import body as error_body
from layers import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Headers = tuple[tuple[bytes, bytes], ...]

MAX_BODY_BYTES = 2_000_000


@dataclass(frozen=True)
class PathLimit:
    """A limit of its own for the bodies of some requests."""

    name: str
    method: str
    path: re.Pattern[str]
    most_bytes: int

    def is_for(self, scope: Scope) -> bool:
        """Tell whether a request is one of them."""
        return scope["method"] == self.method and bool(self.path.fullmatch(scope["path"]))


BODY_LIMITS = (
    PathLimit(
        "chunk", "PUT", re.compile(r"/api/uploads/[0-9a-f]{32}/chunks/[0-9]{1,6}"), 8 * 2**20
    ),
)
"""Requests whose bodies may be larger than ``MAX_BODY_BYTES``: the one table of it."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

_PAGES = frozenset({"/", "/manage"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self)",
}


_ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000"}
"""For a year. Not for names below ours: others may serve those."""


class SecurityHeaders:
    """Adds the headers that keep a browser from doing more than the page needs.

    Where the service has an address with https, browsers are told to use nothing else; they take
    that only from an encrypted answer.
    """

    def __init__(self, app: ASGIApp, base_url: str | None = None) -> None:
        self.app = app
        is_encrypted = (base_url or "").startswith("https://")
        always = _HEADERS | (_ENCRYPTED if is_encrypted else {})
        self.for_pages = _encoded(always | {"Content-Security-Policy": PAGE_POLICY})
        self.for_data = _encoded(always | {"Content-Security-Policy": DATA_POLICY})
        # Public map data may be read by any page; cookies are never sent along.
        self.for_maps = (*self.for_data, (b"access-control-allow-origin", b"*"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        extra = self._headers(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in extra if name not in said),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _headers(self, path: str) -> Headers:
        if path in _PAGES or path.startswith("/static/"):
            return self.for_pages
        return self.for_maps if path.startswith("/ogc") else self.for_data


def _encoded(headers: dict[str, str]) -> Headers:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


class BodyLimit:
    """Refuses a request body above the limit for its path, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = next((one.most_bytes for one in BODY_LIMITS if one.is_for(scope)), MAX_BODY_BYTES)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > most:
            await refuse(scope, send, 413, "body_too_large", limit=most)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                # The rest is not read: the application sees a client that went away.
                return {"type": "http.disconnect"}
            return message

        await self.app(scope, receive_counted, send)


class KnownHosts:
    """Refuses requests by a name that is not ours, so that links never carry a forged one."""

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self.app = app
        self.allowed = {"localhost", socket.gethostname().lower(), *(h.lower() for h in allowed)}
        self._known = lru_cache(maxsize=1_000)(self._is_known)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not self._is_ours(scope):
            await refuse(scope, send, 400, "unknown_host")
            return
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        for name, value in scope["headers"]:
            if name == b"host":
                return self._known(value)
        return self._known(b"")

    def _is_known(self, host: bytes) -> bool:
        header = host.decode("latin-1").lower()
        name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
        return name in self.allowed or _is_address(name.strip("[]"))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def refuse(scope: Scope, send: Send, status: int, code: str, **facts: object) -> None:
    """Answer with an error in the one shape and close the connection, without the application."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    language = texts.preferred(headers.get("accept-language"))
    message = texts.text(f"error.{code}", language, **facts)
    body = orjson.dumps(error_body(code, message, None, facts or None))
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})

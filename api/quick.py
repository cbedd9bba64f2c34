"""Answers that were given before and still hold, sent before anything else looks at the request.

Only what anybody may see: requests to ``/ogc`` that show no token and no cookie, answered with a
strong ETag. An answer is kept with all its headers under the whole request that it belongs to, and
every one is forgotten as soon as anything is written to the database (``layers.stamps``), so a
publication, a rollback or a layer made internal is seen by the next request.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.errors import DatabaseUnavailable
from layers.stamps import told

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from layers.stamps import Stamps

Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, ...]

_PLACE: Final = "/ogc/"
_SHOWN: Final = frozenset({b"authorization", b"cookie", b"range"})
_MATTERING: Final = frozenset({b"host", b"accept", b"accept-encoding", b"accept-language"})
_OF_BODY: Final = frozenset({b"content-length", b"content-type", b"content-encoding"})
_KEPT_STATUS: Final = frozenset({200, 204})
_OVERHEAD_BYTES: Final = 1_000
"""About what the headers and the key of an answer take."""


@dataclass(frozen=True, slots=True)
class _Asked:
    key: Key
    held: bytes
    """The entity tags that the client says it has."""


@dataclass(frozen=True, slots=True)
class _Answer:
    start: Message
    unchanged: Message
    body: Message
    etag: bytes

    @property
    def size(self) -> int:
        return len(self.body["body"]) + _OVERHEAD_BYTES


class QuickAnswers:
    """Plain ASGI around the application; ``capacity_bytes`` 0 leaves it out."""

    def __init__(self, app: ASGIApp, stamps: Stamps, capacity_bytes: int) -> None:
        self.app, self.stamps, self.capacity_bytes = app, stamps, capacity_bytes
        self._stamp = b""
        self._answers: OrderedDict[Key, _Answer] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = _asked(scope) if self.capacity_bytes else None
        if asked is None or not await self._is_current():
            await self.app(scope, receive, send)
            return
        answer = self._answers.get(asked.key)
        if answer is None:
            with told(self._stamp):
                await self.app(scope, receive, _Keeping(self, asked.key, send))
            return
        self._answers.move_to_end(asked.key)
        if asked.held and _is_held(asked.held, answer.etag):
            await send(answer.unchanged)
            await send({"type": "http.response.body", "body": b""})
            return
        await send(answer.start)
        await send(answer.body)

    async def _is_current(self) -> bool:
        """Forget everything when something was written; False when nobody can tell."""
        try:
            stamp = await self.stamps.now()
        except DatabaseUnavailable:
            return False
        if stamp != self._stamp:
            self._stamp = stamp
            self._answers.clear()
            self._size = 0
        return True

    @property
    def stamp(self) -> bytes:
        """What the answers that are held belong to."""
        return self._stamp

    def keep(self, key: Key, answer: _Answer, stamp: bytes) -> None:
        """Keep an answer to a request that came under a stamp, unless that is over."""
        if stamp != self._stamp or answer.size * 4 > self.capacity_bytes or key in self._answers:
            return
        self._answers[key] = answer
        self._size += answer.size
        while self._size > self.capacity_bytes:
            _, oldest = self._answers.popitem(last=False)
            self._size -= oldest.size


class _Keeping:
    """Sends an answer on and keeps it when it came in one piece."""

    def __init__(self, quick: QuickAnswers, key: Key, send: Send) -> None:
        self.quick, self.key, self.send = quick, key, send
        self.stamp = quick.stamp
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message if message["status"] in _KEPT_STATUS else None
        elif self.start is not None:
            answer = None if message.get("more_body") else _answer(self.start, message)
            self.start = None
            if answer is not None:
                self.quick.keep(self.key, answer, self.stamp)
        await self.send(message)


def _asked(scope: Scope) -> _Asked | None:
    """Return what makes a request the same as another; None for one that is never kept."""
    if (
        scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_PLACE)
    ):  # fmt: skip
        return None
    held = b""
    mattering: list[bytes] = []
    for name, value in scope["headers"]:
        if name in _SHOWN:
            return None
        if name == b"if-none-match":
            held = value
        elif name in _MATTERING:
            mattering += (name, value)
    scheme = scope["scheme"].encode()
    where = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"])
    return _Asked(key=(scheme, *where, *mattering), held=held)


def _is_held(tags: bytes, etag: bytes) -> bool:
    return etag in tags or tags.strip() == b"*"


def _answer(start: Message, body: Message) -> _Answer | None:
    headers: Headers = list(start["headers"])
    named = {name.lower(): value for name, value in headers}
    etag = named.get(b"etag", b"")
    if not etag.startswith(b'"') or b"set-cookie" in named or _is_private(named):
        return None
    bare = [(name, value) for name, value in headers if name.lower() not in _OF_BODY]
    return _Answer(
        start={"type": "http.response.start", "status": start["status"], "headers": headers},
        unchanged={"type": "http.response.start", "status": 304, "headers": bare},
        body={"type": "http.response.body", "body": body.get("body", b"")},
        etag=etag,
    )


def _is_private(named: dict[bytes, bytes]) -> bool:
    return b"private" in named.get(b"cache-control", b"")

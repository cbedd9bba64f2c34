"""Ready-made response bodies, kept by their ETag up to a number of bytes.

An ETag names the layer version, so an entry is never stale; the oldest unused ones make room.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock


class ResponseCache:
    """A least-recently-used store of bytes, safe for use from several threads."""

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self._entries: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, etag: str) -> bytes | None:
        """Return the body of an ETag, or None."""
        with self._lock:
            body = self._entries.get(etag)
            if body is not None:
                self._entries.move_to_end(etag)
            return body

    def put(self, etag: str, body: bytes) -> None:
        """Keep a body, unless it alone would fill a quarter of the cache."""
        if len(body) * 4 > self.capacity_bytes:
            return
        with self._lock:
            self._size += len(body) - len(self._entries.pop(etag, b""))
            self._entries[etag] = body
            while self._size > self.capacity_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._size -= len(oldest)

    def __len__(self) -> int:
        """Return the number of bodies held."""
        return len(self._entries)

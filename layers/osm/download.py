"""Fetch an extract from an address the user named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from layers.osm.errors import BadAddress, NotReachable, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_BYTES = 8 * 2**30
"""No country extract of OpenStreetMap is larger; more is a mistake or a trap."""

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_CHUNK_BYTES = 2**20
_MAX_REDIRECTS = 5


def fetch(
    url: str,
    target: Path,
    progress: Callable[[int, int | None], None],
    max_bytes: int = MAX_BYTES,
) -> Path:
    """Download ``url`` to ``target``, by streaming; ``target`` appears only when it is complete.

    Parameters
    ----------
    url
        An http or https address.
    target
        The file to write; its folder must exist.
    progress
        Called with the bytes received and, where the server says, the bytes in all.
    max_bytes
        The largest download allowed (edge ``≤``).

    Raises
    ------
    BadAddress
        When the address is not http or https.
    NotReachable
        When the server is not there, refuses, or breaks off.
    TooLarge
        When there is more than ``max_bytes``.
    """
    place = _shown(url)
    part = target.with_name(target.name + ".part")
    try:
        _download(url, part, progress, max_bytes)
        part.replace(target)
    except httpx.HTTPStatusError as error:
        raise NotReachable(where=place, reason=f"HTTP {error.response.status_code}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        raise NotReachable(where=place, reason=reason) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _download(
    url: str, part: Path, progress: Callable[[int, int | None], None], max_bytes: int
) -> None:
    with (
        httpx.Client(
            follow_redirects=True, max_redirects=_MAX_REDIRECTS, timeout=_TIMEOUT
        ) as client,
        client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer,
        part.open("wb") as out,
    ):
        answer.raise_for_status()
        total = _announced(answer)
        _check_size(total or 0, max_bytes, _shown(url))
        done = 0
        for chunk in answer.iter_bytes(_CHUNK_BYTES):
            done += len(chunk)
            _check_size(done, max_bytes, _shown(url))
            out.write(chunk)
            progress(done, total)


def _announced(answer: httpx.Response) -> int | None:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def _check_size(size: int, max_bytes: int, place: str) -> None:
    if size > max_bytes:
        raise TooLarge(where=place, max_bytes=max_bytes)


def _shown(url: str) -> str:
    """Return the address without user, password and query, which may hold secrets."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise BadAddress(where=url[:100]) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadAddress(where=f"{parts.scheme}://{parts.hostname or ''}{parts.path}"[:100])
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"

"""Whether a request that changes something comes from our own page.

A browser sends cookies along whoever made the page that asks. It also says where a request comes
from (``Origin``, ``Sec-Fetch-Site``), and lets no other site add a header of ours. Both are asked
for where a cookie speaks; a token in a header is never sent by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from api.auth.errors import CrossSite

if TYPE_CHECKING:
    from fastapi import Request

    from api.settings import Settings

HEADER: Final = "x-jintu"
"""Every request of the page that changes something carries it, with any value."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def require_ours(request: Request, settings: Settings) -> None:
    """Refuse a changing request that a browser says another site has made.

    Raises
    ------
    CrossSite
        When ``Sec-Fetch-Site`` or ``Origin`` name another.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"}:
        raise CrossSite(reason="site")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() not in _ours(request, settings):
        raise CrossSite(reason="origin")


def require_header(request: Request) -> None:
    """Refuse a changing request that speaks by a cookie without the header of ours.

    Raises
    ------
    CrossSite
        When the header is missing.
    """
    if request.method not in SAFE_METHODS and HEADER not in request.headers:
        raise CrossSite(reason="header", header=HEADER)


def _ours(request: Request, settings: Settings) -> set[str]:
    configured = urlsplit(settings.base_url or "").netloc
    return {request.headers.get("host", "").lower(), configured.lower()} - {""}

"""The session's cookie: its name, its marks, and when it is set.

Over https it is ``__Host-jintu``, which browsers take only with ``Secure``, from this host and for
all of it. Browsers drop such a cookie over plain http, so there it has another name, and only on
this machine itself or where the setting ``JINTU_INSECURE_HTTP`` allows it.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from api.auth.errors import InsecureHttp

if TYPE_CHECKING:
    from fastapi import Request

    from api.settings import Settings

SECURE_NAME: Final = "__Host-jintu"
PLAIN_NAME: Final = "jintu"


def is_secure(request: Request, settings: Settings) -> bool:
    """Tell whether the browser speaks https, with us or with the proxy in front of us."""
    if request.url.scheme == "https":
        return True
    return (settings.base_url or "").startswith("https://") and not is_local(request)


def is_local(request: Request) -> bool:
    """Tell whether the browser called this machine by a name that never leaves it."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_safe_way(request: Request, settings: Settings) -> None:
    """Refuse to take a password over plain http, but on this machine or where it is allowed.

    Raises
    ------
    InsecureHttp
        When others could listen.
    """
    if not (is_secure(request, settings) or is_local(request) or settings.insecure_http):
        raise InsecureHttp(setting="JINTU_INSECURE_HTTP")


def read(request: Request, settings: Settings) -> str | None:
    """Return the session's secret, only from the cookie that belongs to this way of asking."""
    return request.cookies.get(_name(request, settings))


def give(request: Request, settings: Settings, secret: str) -> None:
    """Have the answer set the cookie; it lives as long as the browser's own session."""
    _set(request, settings, secret, "")


def take_back(request: Request, settings: Settings) -> None:
    """Have the answer remove the cookie."""
    _set(request, settings, "", "; Max-Age=0")


def _name(request: Request, settings: Settings) -> str:
    return SECURE_NAME if is_secure(request, settings) else PLAIN_NAME


def _set(request: Request, settings: Settings, value: str, more: str) -> None:
    secure = "; Secure" if is_secure(request, settings) else ""
    name = _name(request, settings)
    request.state.set_cookie = f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}"

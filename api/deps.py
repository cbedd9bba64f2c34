"""What routes ask for: services, and query parameters as typed values.

Dependencies are coroutines although none of them waits: FastAPI sends plain functions to a thread,
which costs more than most of our requests do altogether.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from api.services import Services
from layers.accounts import Caller
from layers.errors import BadQuery
from layers.texts import Language


def services(request: Request) -> Services:
    """Return the services of the application that answers."""
    return cast("Services", request.app.state.services)


async def _services(request: Request) -> Services:
    return services(request)


ServicesDep = Annotated[Services, Depends(_services)]


async def caller(request: Request) -> Caller:
    """Return who asks, as :func:`api.auth.calling.authorise` found out before."""
    return cast("Caller", request.state.caller)


CallerDep = Annotated[Caller, Depends(caller)]


def base_of(request: Request) -> str:
    """Return the address that links begin with, without a closing slash."""
    if configured := services(request).settings.base_url:
        return configured.rstrip("/")
    scope = request.scope
    host = request.headers.get("host")
    if host is None:
        return str(request.base_url).rstrip("/")
    return f"{scope['scheme']}://{host}{scope.get('root_path', '')}".rstrip("/")


async def base_url(request: Request) -> str:
    """Return what :func:`base_of` does, as a dependency."""
    return base_of(request)


BaseUrlDep = Annotated[str, Depends(base_url)]


def whole(name: str, text: str | None, default: int, *, least: int) -> int:
    """Read a whole number not below ``least``.

    Raises
    ------
    BadQuery
        When it is not one.
    """
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if value < least or value > 2**31:
        raise BadQuery(where=name, reason="number", value=text, least=least)
    return value


async def language(request: Request) -> Language:
    """Return the language of the answer."""
    from api.errors import language_of

    return language_of(request)


LanguageDep = Annotated[Language, Depends(language)]

"""Signing in with a provider of identities: to it, and back from it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.auth import cookies, oidc
from api.auth.calling import policy
from api.auth.errors import ProviderUnknown
from api.deps import BaseUrlDep, ServicesDep
from layers.accounts import outside
from layers.accounts.errors import BadCredentials
from layers.accounts.outside import Identity

if TYPE_CHECKING:
    from api.auth.oidc import OidcSettings

log = logging.getLogger("jintu.accounts")

router = APIRouter(tags=["accounts"])


@router.get(oidc.START, status_code=302)
async def start(request: Request, services: ServicesDep, base_url: BaseUrlDep) -> Response:
    """Send the browser to the provider."""
    settings = _configured()
    cookies.require_safe_way(request, services.settings)
    try:
        answer: Response = await _client(settings).authorize_redirect(
            request, f"{base_url}{oidc.CALLBACK}"
        )
    except _failures() as error:
        return _not_in(error)
    return answer


@router.get(oidc.CALLBACK, status_code=303)
async def back(request: Request, services: ServicesDep) -> Response:
    """Check what the provider says and open a session; the answer sets its cookie."""
    settings = _configured()
    try:
        said = await _client(settings).authorize_access_token(request)
        secret = await run_in_threadpool(
            outside.enter,
            services.database,
            policy(services),
            _identity(settings, said, request),
            new_role=settings.new_role,
        )
    except _failures() as error:
        return _not_in(error)
    finally:
        request.session.clear()
    cookies.give(request, services.settings, secret)
    return RedirectResponse("/manage", status_code=303)


def _not_in(error: Exception) -> Response:
    """Lead back to the page, which says that it did not work; why stands in the log."""
    log.warning("signing in with the provider failed: %s: %s", type(error).__name__, error)
    return RedirectResponse("/manage#/provider-failed", status_code=303)


def _configured() -> OidcSettings:
    settings = oidc.read_oidc()
    if settings.issuer is None:
        raise ProviderUnknown(setting="JINTU_OIDC_ISSUER")
    return settings


def _client(settings: OidcSettings) -> Any:  # noqa: ANN401 - Authlib's own
    return oidc.client(settings.issuer or "", settings.client_id, settings.client_secret)


def _failures() -> tuple[type[Exception], ...]:
    """Return what can go wrong with a provider, imported only where there is one."""
    import httpx2
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    return AuthlibBaseError, JoseError, httpx2.HTTPError, KeyError, ValueError, BadCredentials


def _identity(settings: OidcSettings, said: dict[str, Any], request: Request) -> Identity:
    about: dict[str, Any] = said.get("userinfo") or {}
    subject = about.get("sub")
    if not subject:
        raise BadCredentials
    name = about.get("preferred_username") or about.get("name") or about.get("email") or subject
    return Identity(
        issuer=str(about.get("iss") or settings.issuer),
        subject=str(subject),
        name=str(name),
        address=request.client.host if request.client else "",
    )

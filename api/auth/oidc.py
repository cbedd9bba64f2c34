"""OpenID Connect by configuration: the settings, and the client that Authlib makes of them."""

from __future__ import annotations

import hmac
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import BadSetting

if TYPE_CHECKING:
    from fastapi import FastAPI

START: Final = "/api/session/oidc"
CALLBACK: Final = "/api/session/oidc/callback"
_MINUTES: Final = 10
"""How long somebody may take at the provider."""


class OidcSettings(BaseSettings):
    """Which provider of identities people may sign in with; without an issuer there is none."""

    model_config = SettingsConfigDict(env_prefix="JINTU_OIDC_", extra="ignore")

    issuer: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$")
    """The provider's address; ``/.well-known/openid-configuration`` below it tells the rest."""
    client_id: str = ""
    client_secret: str = Field(default="", repr=False)
    title: str = "OpenID Connect"
    """What the provider is called on the page."""
    new_role: str = "public"
    """The role of those who come for the first time."""


def read_oidc() -> OidcSettings:
    """Read the settings.

    Raises
    ------
    BadSetting
        When a value makes no sense, or an issuer is named without an identifier for us.
    """
    try:
        found = OidcSettings()
    except ValidationError as error:
        names = [f"JINTU_OIDC_{str(fault['loc'][0]).upper()}" for fault in error.errors()]
        reasons = "; ".join(str(fault["msg"]) for fault in error.errors())
        raise BadSetting(where=", ".join(names), reason=reasons) from error
    if found.issuer and not (found.client_id and found.client_secret):
        raise BadSetting(where="JINTU_OIDC_CLIENT_ID, JINTU_OIDC_CLIENT_SECRET", reason="missing")
    return found


@cache
def client(issuer: str, client_id: str, client_secret: str) -> Any:  # noqa: ANN401 - Authlib's own
    """Return Authlib's client: authorisation code with PKCE, state and nonce checked."""
    from authlib.integrations.starlette_client import OAuth

    return OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )


def install(app: FastAPI, *, secure: bool) -> None:
    """Let the way to the provider and back be remembered in a signed cookie of its own.

    The key is made from the client's secret, so that several processes read each other's. Without
    a provider nothing is installed.
    """
    settings = read_oidc()
    if settings.issuer is None:
        return
    from starlette.middleware.sessions import SessionMiddleware

    key = hmac.digest(settings.client_secret.encode(), b"jintu way to the provider", "sha256")
    app.add_middleware(
        SessionMiddleware,
        secret_key=key.hex(),
        session_cookie="jintu-oidc",
        max_age=_MINUTES * 60,
        path=START,
        same_site="lax",
        https_only=secure,
    )

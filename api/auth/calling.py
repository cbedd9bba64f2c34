"""Finding out who asks, and the dependency that lets them in or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request  # noqa: TC002 - FastAPI reads annotations at run time
from starlette.concurrency import run_in_threadpool

from api.auth import cookies, same_site
from api.auth.table import need_of
from layers.accounts import POLICIES, Caller, anonymous, rights_of, sessions, tokens
from layers.accounts.errors import BadToken
from layers.accounts.rights import role_named

if TYPE_CHECKING:
    from api.services import Services
    from layers.accounts import Policy

_SCHEME = "bearer "


async def authorise(request: Request) -> None:
    """Find out who asks and refuse when the route needs more; for every route of the application.

    Raises
    ------
    SignInNeeded, NotAllowed
        When the route needs a right that the caller does not have.
    BadToken
        When a token is shown that is not valid; it is never taken for an anonymous request.
    CrossSite
        When a browser was made to ask by another site.
    """
    request.state.caller = await _caller(request)
    route = request.scope["route"]
    request.state.caller.require(need_of(request.method, route.path))


async def _caller(request: Request) -> Caller:
    services: Services = request.app.state.services
    shown = request.headers.get("authorization", "")
    if shown[: len(_SCHEME)].lower() == _SCHEME:
        return await run_in_threadpool(_by_token, services, shown[len(_SCHEME) :].strip())
    secret = cookies.read(request, services.settings) if "cookie" in request.headers else None
    if secret:
        found = await run_in_threadpool(_by_cookie, request, services, secret)
        if found is not None:
            same_site.require_ours(request, services.settings)
            same_site.require_header(request)
            return found
    return anonymous(open_runs=services.settings.open_runs)


def _by_token(services: Services, secret: str) -> Caller:
    with services.database.begin() as connection:
        open_runs = services.settings.open_runs
        caller = tokens.look_up(connection, secret, open_runs=open_runs)
    if caller is None:
        raise BadToken
    return caller


def _by_cookie(request: Request, services: Services, secret: str) -> Caller | None:
    with services.database.begin() as connection:
        found = sessions.look_up(connection, policy(services), secret)
    if found is None:
        return None
    if found.renewed is not None:
        cookies.give(request, services.settings, found.renewed)
    role = role_named(found.account.role)
    return Caller(
        kind="session",
        role=role,
        rights=rights_of(role, open_runs=services.settings.open_runs),
        name=found.account.name,
        session=found.token_hash,
    )


def policy(services: Services) -> Policy:
    """Return the rules for accounts that are in force."""
    return POLICIES[services.settings.account_policy]

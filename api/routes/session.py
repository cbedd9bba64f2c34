"""Signing in and out, one's own password, and the first administrator."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from api.auth import cookies, oidc, same_site
from api.auth.calling import policy
from api.deps import CallerDep, ServicesDep
from api.services import Services
from layers import accounts, journal
from layers.accounts import Caller, Credentials, people, rights_of, sessions, setting_up, signing_in

router = APIRouter(prefix="/api", tags=["accounts"])

Secret = Annotated[str, Field(min_length=1, max_length=1_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class SignIn(BaseModel):
    """Name and password; a new password beside it where the old one has expired."""

    model_config = ConfigDict(extra="forbid")
    name: Name
    password: Secret
    new_password: Secret | None = None


class NewPassword(BaseModel):
    """The password now, and the one to come."""

    model_config = ConfigDict(extra="forbid")
    password: Secret
    new_password: Secret


class SetUp(BaseModel):
    """The code that the service printed when it started, and the first administrator."""

    model_config = ConfigDict(extra="forbid")
    code: Secret
    name: Name
    password: Secret


@router.get("/session")
def who(request: Request, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return who asks, what they may do, and the rules for passwords."""
    with services.database.begin() as connection:
        needed = setting_up.is_needed(connection)
    return _described(request, caller, services, set_up_needed=needed)


@router.post("/session", status_code=201)
def sign_in(
    request: Request, asked: SignIn, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Sign in: the answer sets a new cookie, whatever cookie came with the request."""
    _require_safe(request, services)
    keys = _keys(request, asked.name)
    services.throttle.admit(*keys)
    shown = Credentials(**asked.model_dump(), address=_address(request))
    return _open(request, services, shown, keys, replacing=caller.session)


@router.delete("/session", status_code=204)
def sign_out(request: Request, caller: CallerDep, services: ServicesDep) -> None:
    """End this session; without one there is nothing to do."""
    cookies.take_back(request, services.settings)
    if caller.session is None:
        return
    with services.database.begin() as connection:
        sessions.end(connection, caller.session)
        journal.append(connection, actor=caller.author, action="sign_out")


@router.post("/session/password", status_code=201)
def change_password(
    request: Request, asked: NewPassword, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Change one's own password; every session ends and a new one is opened here."""
    _require_safe(request, services)
    keys = _keys(request, caller.author)
    services.throttle.admit(*keys)
    shown = Credentials(name=caller.author, **asked.model_dump(), address=_address(request))
    return _open(request, services, shown, keys, replacing=caller.session)


@router.post("/setup", status_code=201)
def set_up(request: Request, asked: SetUp, services: ServicesDep) -> dict[str, Any]:
    """Make the first administrator by the code of the start, and sign in."""
    _require_safe(request, services)
    keys = (f"address:{_address(request)}",)
    services.throttle.admit(*keys)
    rules = policy(services)
    accounts.set_up(services.database, rules, asked.code, name=asked.name, password=asked.password)
    shown = Credentials(name=asked.name, password=asked.password, address=_address(request))
    return _open(request, services, shown, keys)


def _open(
    request: Request,
    services: Services,
    shown: Credentials,
    keys: tuple[str, ...],
    replacing: str | None = None,
) -> dict[str, Any]:
    database, rules = services.database, policy(services)
    secret = signing_in.sign_in(database, rules, shown, replacing=replacing)
    services.throttle.succeeded(*keys)
    cookies.give(request, services.settings, secret)
    with database.begin() as connection:
        account = people.get(connection, shown.name)
    role = accounts.role_named(account["role"])
    rights = rights_of(role, open_runs=services.settings.open_runs)
    caller = Caller(kind="session", role=role, rights=rights, name=account["name"])
    return _described(request, caller, services, set_up_needed=False)


def _described(
    request: Request, caller: Caller, services: Services, *, set_up_needed: bool
) -> dict[str, Any]:
    settings, provider = services.settings, oidc.read_oidc()
    return {
        "signed_in": caller.kind == "session",
        "kind": caller.kind,
        "name": caller.name,
        "role": caller.role,
        "rights": sorted(caller.rights),
        "policy": policy(services).describe(),
        "open_runs": settings.open_runs,
        "set_up_needed": set_up_needed,
        "insecure": not (cookies.is_secure(request, settings) or cookies.is_local(request)),
        "header": same_site.HEADER,
        "provider": provider.title if provider.issuer else None,
    }


def _require_safe(request: Request, services: Services) -> None:
    cookies.require_safe_way(request, services.settings)
    same_site.require_ours(request, services.settings)


def _keys(request: Request, name: str) -> tuple[str, str]:
    return f"name:{people.name_key(name)}", f"address:{_address(request)}"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""

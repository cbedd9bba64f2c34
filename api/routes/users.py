"""The accounts, for administrators."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.calling import policy
from api.deps import CallerDep, ServicesDep
from layers.accounts import Newcomer, people

router = APIRouter(prefix="/api/users", tags=["accounts"])

Secret = Annotated[str, Field(min_length=1, max_length=1_000)]


class NewUser(BaseModel):
    """An account to be made."""

    model_config = ConfigDict(extra="forbid")
    name: str
    role: str
    password: Secret


class Change(BaseModel):
    """What to change about an account; what is not named stays."""

    model_config = ConfigDict(extra="forbid")
    role: str | None = None
    disabled: bool | None = None


class NewPassword(BaseModel):
    """The password to come."""

    model_config = ConfigDict(extra="forbid")
    password: Secret


@router.get("")
def listing(services: ServicesDep) -> dict[str, Any]:
    """Return every account."""
    with services.database.begin() as connection:
        return {"users": people.listing(connection)}


@router.post("", status_code=201)
def make(
    asked: NewUser, caller: CallerDep, services: ServicesDep, response: Response
) -> dict[str, Any]:
    """Make an account."""
    newcomer = Newcomer(**asked.model_dump())
    made = people.make(services.database, policy(services), newcomer, actor=caller.author)
    response.headers["Location"] = f"/api/users/{quote(asked.name)}"
    return made


@router.get("/{name}")
def one(name: str, services: ServicesDep) -> dict[str, Any]:
    """Return one account."""
    with services.database.begin() as connection:
        return people.get(connection, name)


@router.patch("/{name}")
def change(name: str, asked: Change, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Change the role, disable, enable; it holds from the next request on."""
    with services.database.begin() as connection:
        if asked.role is not None:
            people.set_role(connection, name, asked.role, actor=caller.author)
        if asked.disabled is not None:
            people.set_disabled(connection, name, disabled=asked.disabled, actor=caller.author)
        return people.get(connection, name)


@router.put("/{name}/password", status_code=204)
def set_password(name: str, asked: NewPassword, caller: CallerDep, services: ServicesDep) -> None:
    """Give an account another password, which ends its sessions."""
    rules = policy(services)
    people.set_password(services.database, rules, name, asked.password, actor=caller.author)

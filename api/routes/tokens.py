"""Personal tokens for programs, such as a GIS or a script."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, ServicesDep
from layers.accounts import tokens
from layers.errors import BadQuery

router = APIRouter(prefix="/api/tokens", tags=["accounts"])


class NewToken(BaseModel):
    """What a token is for, what it may do, and for how many days."""

    model_config = ConfigDict(extra="forbid")
    label: Annotated[str, Field(min_length=1, max_length=100)]
    rights: Annotated[list[str], Field(max_length=20)] = ["read_public"]
    days: Annotated[int, Field(strict=True)] = tokens.USUAL_DAYS


@router.get("")
def listing(request: Request, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return one's own tokens; for administrators with ``?everybody=true`` those of all."""
    query = request.query_params
    if unknown := sorted(set(query) - {"everybody", "lang"}):
        raise BadQuery(where=unknown[0], reason="unknown", known="everybody")
    everybody = query.get("everybody") == "true"
    if everybody:
        caller.require("administer")
    with services.database.begin() as connection:
        return {"tokens": tokens.listing(connection, None if everybody else caller.author)}


@router.post("", status_code=201)
def make(asked: NewToken, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Make a token; its text is in this answer and in no other."""
    wish = tokens.Wish(**asked.model_dump())
    with services.database.begin() as connection:
        return tokens.make(connection, caller, wish)


@router.delete("/{token}", status_code=204)
def revoke(token: str, caller: CallerDep, services: ServicesDep) -> None:
    """Revoke a token by its id."""
    with services.database.begin() as connection:
        tokens.revoke(connection, token, caller=caller)

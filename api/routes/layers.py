"""The list of layers with everything a person should know about each."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, ServicesDep
from layers import catalogue, uploads
from layers.uploads import Description

router = APIRouter(prefix="/api/layers", tags=["layers"])

Text = Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00]*$")]
"""The database stores every character but one."""


class Visibility(BaseModel):
    """Who may see a layer; for everybody, with its review number or why it needs none."""

    model_config = ConfigDict(extra="forbid")
    visibility: Literal["public", "internal"]
    review_number: Text | None = None
    review_basis: Text | None = None


@router.get("")
def listing(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return every layer that has a published version and that the caller may know of."""
    with services.database.begin() as connection:
        return {"layers": catalogue.published(connection, internal=caller.internal)}


@router.get("/{layer}")
def one(layer: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return one layer."""
    with services.database.begin() as connection:
        return catalogue.get(connection, layer, internal=caller.internal)


@router.put("/{layer}/visibility")
def set_visibility(
    layer: str, wanted: Visibility, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Open a published layer to everybody, or close it again."""
    given = Description(**wanted.model_dump())
    return uploads.set_visibility(services.database, layer, given, author=caller.author)

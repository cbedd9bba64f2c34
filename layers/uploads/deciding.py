"""What is decided about a layer whatever its version: its role, who may see it, the map review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers import catalogue, journal
from layers.models import Layer
from layers.uploads import description
from layers.version_changes import conflicts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.db import Database
    from layers.uploads.description import Description


def decide(
    connection: sa.Connection, layer_id: str, said: Mapping[str, str | None], author: str
) -> None:
    """Write it down; ``said`` is what :func:`layers.uploads.description.completed` returns."""
    before = connection.execute(sa.select(Layer.__table__).where(Layer.id == layer_id)).one()
    decided = {name: said[name] for name in ("role", "visibility", "review_number", "review_basis")}
    connection.execute(sa.update(Layer).where(Layer.id == layer_id).values(**decided))
    if before.visibility != said["visibility"]:
        details = {
            "visibility": said["visibility"],
            "review": said["review_number"] or said["review_basis"],
        }
        journal.append(
            connection,
            actor=author,
            action="visibility_changed",
            object=layer_id,
            details={name: value for name, value in details.items() if value is not None},
        )


def set_visibility(
    database: Database, layer_id: str, given: Description, *, author: str
) -> dict[str, Any]:
    """Open a published layer to everybody, or close it again; return it as the catalogue does.

    Of ``given`` the visibility, the review number and the basis of the review count.

    Raises
    ------
    UnknownLayer, EmptyLayer
        When there is no such layer, or nothing of it is published.
    DescriptionIncomplete
        When something is missing that has to be known before everybody may see it.
    LayerBusy
        When somebody else works on the layer.
    """
    with database.begin() as connection:
        conflicts.lock(connection, layer_id)
        layer = catalogue.get(connection, layer_id, internal=True)
        decide(connection, layer_id, description.completed(given, layer), author)
        return catalogue.get(connection, layer_id, internal=True)

"""Moving the pointer of a layer, with a useful answer when somebody else moved it meanwhile."""

from __future__ import annotations

from typing import Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from layers import versions
from layers.errors import LayerError, VersionConflict
from layers.models import Layer, LayerVersion
from layers.version_changes import diff, listing

PATIENCE_MS: Final = 5_000
"""How long somebody who waits for an answer waits for others to finish with a layer."""


class LayerBusy(LayerError):
    """Somebody else is just putting data into this layer; try again in a moment."""

    code = "layer_busy"


def conflict(
    connection: sa.Connection, layer_id: str, expected: int | None
) -> VersionConflict | None:
    """Return what somebody else did since the version ``expected`` (an id), or None.

    The facts say which version was expected and which is published, and how many features the
    other publication added, removed and changed.
    """
    found = listing.pointer(connection, layer_id)
    if (None if found is None else found.id) == expected:
        return None
    query = sa.select(LayerVersion.__table__).where(LayerVersion.id == expected)
    known = connection.execute(query).one_or_none()
    facts: dict[str, Any] = {
        "expected": None if known is None else known.number,
        "published": None if found is None else found.number,
        "published_by": None if found is None else found.created_by,
    }
    if found is None or known is None or known.state == "discarded":
        return VersionConflict(where=layer_id, **facts)
    seen = diff.counts(connection, known, found)
    numbers = {"added": seen.added, "removed": seen.removed, "changed": seen.changed}
    return VersionConflict(where=layer_id, reason="counted", **facts, **numbers)


def refuse(connection: sa.Connection, layer_id: str, expected: int | None) -> None:
    """Refuse to go on when readers see another version than ``expected`` (an id).

    Raises
    ------
    VersionConflict
        As :func:`conflict` tells.
    """
    if found := conflict(connection, layer_id, expected):
        raise found


def move(
    connection: sa.Connection,
    layer_id: str,
    version_id: int,
    *,
    expected: int | None,
    wait_ms: int = PATIENCE_MS,
) -> None:
    """Point a layer at another of its versions, for readers from one moment to the next.

    The row of the layer is locked first, so that who comes second is told what the first did.

    Raises
    ------
    VersionConflict
        When readers see another version than ``expected``; the facts say what was done.
    LayerBusy
        When somebody else works on the layer for longer than ``wait_ms`` milliseconds.
    UnknownVersion
        When the version is discarded or belongs to another layer.
    """
    lock(connection, layer_id, wait_ms=wait_ms)
    refuse(connection, layer_id, expected)
    versions.move_pointer(connection, layer_id, version_id, expected=expected)


def lock(connection: sa.Connection, layer_id: str, *, wait_ms: int = PATIENCE_MS) -> None:
    """Let nobody else move the pointer of a layer until this transaction ends; 0 waits for ever.

    Raises
    ------
    LayerBusy
        When somebody else works on the layer for longer than ``wait_ms`` milliseconds.
    """
    connection.execute(sa.text(f"SET LOCAL lock_timeout = {int(wait_ms)}"))
    try:
        connection.execute(sa.select(Layer.id).where(Layer.id == layer_id).with_for_update())
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise LayerBusy(where=layer_id) from error
        raise
    connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
